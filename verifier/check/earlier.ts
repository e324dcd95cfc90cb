/** What somebody kept from before: signed checkpoints, proofs of entries, whole bundles. Today's bundle must agree with it. */
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Means, Source } from './means.ts'
import { textOf } from './bytes.ts'
import { readNote } from './note.ts'
import type { Pin } from './read-bundle.ts'
import { mostProof, readProof } from './read-proof.ts'
import { eachLine } from './lines.ts'
import { readHeader, type Header } from './header.ts'
import { emptyReport, Wrong } from './report.ts'
import { verifyProof } from './verify-proof.ts'

export interface Kept {
  /** Of the file, to tell it from others. */
  name: string
  note: string
  checkpoint: Checkpoint
  pin: { number: number; pin: Pin } | null
  bundle: { source: Source; globalNote: string | null } | null
}

export interface KeptFile {
  name: string
  source: Source
}

export const bundleStart = '{"format":"candour/bundle/1"'
export const proofStart = /^[ \t\r\n]*\{[ \t\r\n]*"format"[ \t\r\n]*:[ \t\r\n]*"candour\/proof\//
/** Bytes of a note: as many as 1,000,000 UTF-16 units can have in UTF-8. */
export const mostNote = 3_000_000

/** A proof must hold by itself, by the keys that were given or by its own; of a bundle the same is found out when both are compared. */
export async function readKept(means: Means, { name, source }: KeptFile, keys: readonly string[]): Promise<Kept> {
  const start = textOf(await source.read(0, Math.min(source.size, bundleStart.length))) ?? ''
  if (start === bundleStart) {
    const { checkpoint, globalNote } = await headerOf(means, source)
    return { ...keptNote(name, checkpoint), bundle: { source, globalNote } }
  }
  const text = source.size > mostNote ? null : textOf(await source.read(0, source.size))
  if (text === null) throw new Wrong('earlier', `${name} is no checkpoint, proof or bundle.`)
  if (proofStart.test(text)) {
    if (source.size > mostProof) throw new Wrong('earlier', `${name} is longer than a proof can be.`)
    await verifyProof(means, text, { keys }, emptyReport('proof')).catch((error: unknown) => {
      throw error instanceof Wrong ? new Wrong('earlier', `${name} does not hold itself: ${error.message}`) : error
    })
    const { number, hash, checkpoint: note } = readProof(means, text)
    return { ...keptNote(name, note), pin: { number, pin: { hash, by: name } } }
  }
  return keptNote(name, text)
}

/** A signed checkpoint alone: as it was kept, or out of something larger. */
export function keptNote(name: string, note: string): Kept {
  return { name, note, checkpoint: readCheckpoint(readNote(note).text, name), pin: null, bundle: null }
}

async function headerOf(means: Means, source: Source): Promise<Header> {
  const headers: Header[] = []
  await eachLine(source, (line) => {
    headers.push(readHeader(means, line))
    return false
  })
  const [header] = headers
  if (header === undefined) throw new Wrong('header', 'The file is empty, or breaks off in its first line.')
  return header
}
