/**
 * Public keys that no library refuses for sure, and all must: some implementations of Ed25519 take them, others do not, and one
 * file would hold here and not there.
 */
import { hex } from './bytes.ts'

/** y of the eight points of small order (RFC 7748's curve, edwards25519), little-endian: signatures by them fit many texts. */
const smallOrder = new Set([
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** RFC 8032, 5.1.3: y below 2^255 - 19; and none of small order. */
export function isTrustworthyPoint(publicKey: Uint8Array): boolean {
  const y = publicKey.slice()
  y[31]! &= 0x7f
  const isReduced = y[0]! < 0xed || y[31]! < 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff)
  return isReduced && !smallOrder.has(hex(y))
}
