import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ExportEntry } from './export-entries.ts'

/** A path that stays where it is unpacked: letters, digits, dots, dashes, one folder at most. */
const safe = /^(?:(?:files|patients)\/)?[A-Za-z0-9][A-Za-z0-9.-]{0,120}$/

function checkedPath(path: string): string {
  // Ids may begin with a dot or a dash; their folder keeps them harmless.
  if (!safe.test(path) && !/^(?:files|patients)\/[A-Za-z0-9.-]{1,120}$/.test(path)) throw new Error('an unsafe path')
  if (path.split('/').some((part) => /^\.+$/.test(part))) throw new Error('an unsafe path')
  return path
}

/** A ZIP of the entries, in constant memory: one is read while it goes out. @param at time that stands on each of them */
export function zipOf(entries: AsyncIterable<ExportEntry>, at: Date): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const out = Readable.from(zip.outputStream as AsyncIterable<Uint8Array>)
  const add = async () => {
    for await (const { path, text, bytes } of entries) {
      const stream = Readable.from(bytes, { objectMode: false })
      const options = { mtime: at, mode: 0o600, compress: text, forceDosTimestamp: true }
      await new Promise<void>((resolve, reject) => {
        stream.once('end', resolve)
        stream.once('error', reject)
        zip.addReadStreamLazy(checkedPath(path), options, (give) => give(null, stream))
      })
    }
    zip.end()
  }
  add().catch((error: unknown) => out.destroy(error as Error))
  return out
}

/** Writes the entries as files into a folder that is made, each synced. */
export async function writeFolder(folder: string, entries: AsyncIterable<ExportEntry>): Promise<void> {
  for await (const { path, bytes } of entries) {
    const target = join(folder, checkedPath(path))
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeWhole(target, bytes)
  }
}

/** A file that is whole, synced and under its name, or not there. */
export async function writeWhole(target: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const half = `${target}.part`
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(half, { mode: 0o600 }))
    const file = await open(half)
    await file.sync().finally(() => file.close())
    await rename(half, target)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}
