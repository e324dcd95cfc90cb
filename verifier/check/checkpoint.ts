import { hashFromBase64 } from './bytes.ts'
import { Wrong } from './report.ts'

export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
  /** Milliseconds since 1970. */
  time: number
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
export const isUuid = (text: string) => new RegExp(`^${uuid}$`).test(text)

/** The installation's origin of a practice's; null when it is no practice's. */
export function globalOrigin(origin: string): string | null {
  return new RegExp(`^(candour-ledger/${uuid})/${uuid}$`).exec(origin)?.[1] ?? null
}

/** A decimal number without leading zeros, up to 2^53 - 1. */
export function readSize(text: string): number | null {
  const size = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN
  return Number.isSafeInteger(size) ? size : null
}

/** `2026-11-22T14:02:10Z`, of a day that there is. */
export function readTime(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) || new Date(at).toISOString() !== text.replace('Z', '.000Z') ? null : at
}

/** The text of a note as in c2sp.org/tlog-checkpoint, with the one extension line that Candour writes. */
export function readCheckpoint(text: string, what: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', timeText = '', end, ...more] = text.split('\n')
  const size = readSize(sizeText)
  const root = hashFromBase64(rootText)
  const time = timeText.startsWith('time ') ? readTime(timeText.slice(5)) : null
  if (origin === '' || size === null || root === null || time === null || end !== '' || more.length > 0)
    throw new Wrong('checkpoint', `${what} is not written as checkpoints are: origin, size, root, time.`)
  return { origin, size, root, time }
}
