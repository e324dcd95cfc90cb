import type { SealedSample } from './walls.store.ts'

/** A salt of 24 bytes, a commitment of 32, a tag of 16: nothing that is sealed is shorter. */
const least = 72

/** Sealed bytes are no text: of 56 random ones some are no UTF-8, but for once in 10¹⁵ times. */
export function looksSealed({ size, head }: SealedSample): boolean {
  if (size < least) return false
  try {
    // The last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, 56), { stream: true })
    return false
  } catch {
    return true
  }
}
