import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OperatorError } from '../../platform/operator-error.ts'
import type { Source, SourceContent, SourceFile } from './source.ts'

const kinds = /\.(ndjson|jsonl|json)$/i
const contentName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.[A-Za-z0-9]{1,8})?$/

/** Files, and the files of folders, on this machine; the folder that an export wrote, contents of documents included. */
export async function folderSource(paths: readonly string[]): Promise<Source> {
  const source: Source = { files: [], contents: [] }
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (found === null) throw new OperatorError(`There is no ${path}.`)
    if (!found.isDirectory()) {
      if (!kinds.test(path)) throw new OperatorError(`${path} is not taken: an import takes .ndjson and .json files.`)
      source.files.push(await fileAt(path, basename(path)))
      continue
    }
    for (const name of (await readdir(path)).toSorted())
      if (kinds.test(name) && name !== 'manifest.json') source.files.push(await fileAt(join(path, name), name))
    source.contents.push(...(await contentsOf(path)))
  }
  if (source.files.length === 0) throw new OperatorError('There are no .ndjson or .json files there.')
  return source
}

export async function fileAt(path: string, name: string): Promise<SourceFile> {
  const { size } = await stat(path)
  return { name, size, read: (offset) => createReadStream(path, { start: offset, highWaterMark: 256 * 1024 }) }
}

async function contentsOf(folder: string): Promise<SourceContent[]> {
  const names = await readdir(join(folder, 'files')).catch(() => [] as string[])
  const shown = await namesIn(folder)
  const contents: SourceContent[] = []
  for (const name of names.toSorted()) {
    const blob = contentName.exec(name)?.[1]
    if (blob === undefined) continue
    const file = await fileAt(join(folder, 'files', name), `files/${name}`)
    contents.push({ ...file, blob, shownName: shown.get(`files/${name}`) ?? name })
  }
  return contents
}

/** What the manifest says the files were called. */
async function namesIn(folder: string): Promise<Map<string, string>> {
  try {
    const { files } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      files: { path: string; name?: unknown }[]
    }
    return new Map(files.flatMap(({ path, name }) => (typeof name === 'string' ? [[path, name.slice(0, 200)]] : [])))
  } catch {
    return new Map()
  }
}
