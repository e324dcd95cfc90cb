import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OperatorError } from '../../platform/operator-error.ts'
import { readZip } from './read-zip.ts'
import { recordFile, sourceOfFiles } from './source-of-files.ts'
import type { Source, SourceFile } from './source.ts'

/** Files, ZIPs, and the files of folders, on this machine; what an export wrote with the contents of its documents. */
export async function folderSource(paths: readonly string[]): Promise<Source> {
  const source: Source = { files: [], contents: [] }
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (found === null) throw new OperatorError(`There is no ${path}.`)
    const { files, contents } = await sourceOfFiles(
      found.isDirectory()
        ? await filesOf(path)
        : /\.zip$/i.test(path)
          ? await readZip(bytesOf(path, found.size))
          : [await recordAt(path)],
    )
    source.files.push(...files)
    source.contents.push(...contents)
  }
  if (source.files.length === 0) throw new OperatorError('There are no .ndjson or .json files there.')
  return source
}

async function recordAt(path: string): Promise<SourceFile> {
  if (!recordFile.test(path))
    throw new OperatorError(`${path} is not taken: an import takes .ndjson, .json and .zip files.`)
  return fileAt(path, basename(path))
}

export async function fileAt(path: string, name: string): Promise<SourceFile> {
  const { size } = await stat(path)
  return { name, size, read: (offset) => createReadStream(path, { start: offset, highWaterMark: 256 * 1024 }) }
}

function bytesOf(path: string, size: number) {
  const read = (start: number, end: number) =>
    start < end ? createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }) : nothing()
  return { size, read }
}

// oxlint-disable-next-line require-await -- a stream of nothing
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Of the folder itself, and of `files` in it, where an export has the contents of documents. */
async function filesOf(folder: string): Promise<SourceFile[]> {
  const own = await readdir(folder, { withFileTypes: true })
  const names = own.filter((one) => one.isFile() && recordFile.test(one.name)).map(({ name }) => name)
  const contents = await readdir(join(folder, 'files')).catch(() => [] as string[])
  return Promise.all(
    [...names, ...contents.map((name) => `files/${name}`)].map((name) => fileAt(join(folder, name), name)),
  )
}
