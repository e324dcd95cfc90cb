import { endOfString, skipSpace } from './walk-json.ts'

/** A reference that was rewritten: where its text begins in the rewritten bytes, and what stood there, quotes included. */
export interface Rewritten {
  at: number
  now: string
  was: string
}

const key = Buffer.from('"reference"')
const [quote, backslash, colon] = [0x22, 0x5c, 0x3a]

/**
 * The texts of all members called `reference`, with where they stand (quotes included). Looks at the bytes alone: a quote
 * within a text has a backslash before it, so this key can't stand inside of one.
 */
export function* referencesIn(bytes: Buffer): Generator<{ start: number; end: number; text: string }> {
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + key.length)) {
    if (bytes[at - 1] === backslash) continue
    const after = skipSpace(bytes, at + key.length)
    if (bytes[after] !== colon) continue
    const start = skipSpace(bytes, after + 1)
    if (bytes[start] !== quote) continue
    let text: string
    let end: number
    try {
      end = endOfString(bytes, start)
      text = JSON.parse(bytes.toString('utf8', start, end)) as string
    } catch {
      // No JSON: the resource's own check says so.
      return
    }
    yield { start, end, text }
  }
}

/** Exchanges references; every other byte stays as it came. `to` answers null for one that stays, too. */
export function rewriteReferences(
  bytes: Buffer,
  to: (text: string) => { reference: string; remember: boolean } | null,
): { bytes: Buffer; rewritten: Rewritten[] } {
  const pieces: Buffer[] = []
  const rewritten: Rewritten[] = []
  let taken = 0
  let length = 0
  const push = (piece: Buffer) => {
    pieces.push(piece)
    length += piece.length
  }
  for (const { start, end, text } of referencesIn(bytes)) {
    const found = to(text)
    if (found === null) continue
    push(bytes.subarray(taken, start))
    if (found.remember) rewritten.push({ at: length, now: found.reference, was: bytes.toString('utf8', start, end) })
    push(Buffer.from(JSON.stringify(found.reference)))
    taken = end
  }
  if (taken === 0) return { bytes, rewritten }
  push(bytes.subarray(taken))
  return { bytes: Buffer.concat(pieces), rewritten }
}
