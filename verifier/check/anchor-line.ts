/** The lines behind the entries: anchors, which lay a practice's checkpoint into the installation's own tree, and the end. */
import { fromBase64, hashFromBase64, hex, joined, utf8 } from './bytes.ts'
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { Means } from './means.ts'
import { leafHash, rootByInclusion } from './merkle.ts'
import { count, showTime } from './report.ts'

export interface Anchor {
  checkpoint: Checkpoint
  index: number
  /** What the root of the global tree must be for it to stand there; null: it can't. */
  globalRoot(size: number): Uint8Array | null
}

interface Raw {
  size: number
  text: string
  nonce: string
  index: number
  proof: string[]
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** Null: this is no anchor. */
export function readAnchor({ sha256 }: Means, line: string): Anchor | null {
  let raw: Raw
  try {
    raw = (JSON.parse(line) as { anchor: Raw }).anchor
    const { size, text, nonce, index, proof } = raw
    if (JSON.stringify({ anchor: { size, text, nonce, index, proof } }) !== line) return null
  } catch {
    return null
  }
  if (!isCount(raw.size) || !isCount(raw.index) || typeof raw.text !== 'string' || typeof raw.nonce !== 'string')
    return null
  if (!raw.text.isWellFormed() || !Array.isArray(raw.proof) || raw.proof.length > 53) return null
  const nonce = fromBase64(raw.nonce)
  const proof = raw.proof.map(hashFromBase64)
  if (nonce?.length !== 32 || !proof.every((hash) => hash !== null)) return null
  let checkpoint: Checkpoint
  try {
    checkpoint = readCheckpoint(raw.text, 'An anchor')
  } catch {
    return null
  }
  if (checkpoint.size !== raw.size) return null
  const leaf = utf8(`candour/global/1\n${hex(sha256(joined(nonce, utf8(raw.text))))}\n`)
  const hash = leafHash(sha256, leaf)
  return {
    checkpoint,
    index: raw.index,
    globalRoot: (size) => rootByInclusion(sha256, { index: raw.index, size, hash, proof }),
  }
}

export interface End {
  entries: number
  anchors: number
}

export function readEnd(line: string): End | null {
  const found = /^\{"end":true,"entries":(0|[1-9]\d{0,15}),"anchors":(0|[1-9]\d{0,15})\}$/.exec(line)
  return found === null ? null : { entries: Number(found[1]), anchors: Number(found[2]) }
}

export function nameAnchor({ checkpoint }: Anchor): string {
  return `the anchor of ${showTime(checkpoint.time)} (${count(checkpoint.size)} entries)`
}
