/**
 * Promise: a file passes in constant memory, however large. Each piece of it is a buffer outside the heap, of which the
 * collector thinks little: it would let 60 MB of dead ones lie. So every few MiB it is told to look at the young ones.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const every = 4 * 1024 ** 2
let passed = 0
let collect: ((options: { type: 'minor' | 'major' }) => void) | undefined

/**
 * Gives a piece's memory back at once, without the collector; nobody may look at it any more. A part of a larger buffer
 * stays as it is.
 */
export function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Say how many bytes have just passed. Costs about a millisecond every 4 MiB. */
export function spareMemory(bytes: number): void {
  passed += bytes
  if (passed < every) return
  passed = 0
  collect ??= findCollector()
  collect({ type: 'minor' })
}

/** V8’s own collector, whether Node was started with it or not. */
export function findCollector(): NonNullable<typeof collect> {
  setFlagsFromString('--expose-gc')
  const found = runInNewContext('gc') as NonNullable<typeof collect>
  setFlagsFromString('--no-expose-gc')
  return found
}
