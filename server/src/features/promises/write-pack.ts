import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { startDigest } from '../../platform/vault/digest.ts'
import type { PackContent } from './pack-content.ts'
import { packPdf } from './pack-pdf.ts'

export interface PackFile {
  /** Its name in the pack. */
  member: string
  /** Of the bytes as they were filed, hex. */
  sha256: string
  read(): AsyncIterable<Uint8Array>
}

/** The list of hashes stands last, for they are known once all else went out. */
export const sums = 'SHA256SUMS.note'

/**
 * A ZIP of stored members, in constant memory: each is read, hashed and sent bit by bit, one after the other. What is filed and no
 * longer has the hash that it was filed with ends it: half a pack is none.
 */
export function writePack(
  content: PackContent,
  files: readonly PackFile[],
  signNote: (text: string) => string,
  origin: string,
): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const at = new Date(content.made.at)
  const out = Readable.from(zip.outputStream as AsyncIterable<Uint8Array>)
  const hashes: string[] = []

  function add(member: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
    const running = startDigest()
    async function* hashed() {
      for await (const part of bytes) {
        running.update(part)
        yield part
      }
    }
    const stream = Readable.from(hashed(), { objectMode: false })
    const options = { mtime: at, mode: 0o600, compress: false, forceDosTimestamp: true }
    return new Promise((resolve, reject) => {
      stream.once('end', () => resolve(running.finish().toString('hex')))
      stream.once('error', reject)
      zip.addReadStreamLazy(member, options, (give) => give(null, stream))
    })
  }

  async function fill(): Promise<void> {
    hashes.push(`${await add('evidence.json', one(`${JSON.stringify(content, null, 2)}\n`))}  evidence.json`)
    hashes.push(`${await add('evidence.pdf', packPdf(content))}  evidence.pdf`)
    for (const { member, sha256, read } of files) {
      const found = await add(member, read())
      if (found !== sha256) throw new Error('filed evidence does not have the hash that it was filed with')
      hashes.push(`${found}  ${member}`)
    }
    const time = `${content.made.at.slice(0, 19)}Z`
    const text = `${[origin, 'candour/pack/1', `time ${time}`, ...hashes].join('\n')}\n`
    await add(sums, one(signNote(text)))
    zip.end()
  }

  fill().catch((error: unknown) => out.destroy(error as Error))
  return out
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text))
}
