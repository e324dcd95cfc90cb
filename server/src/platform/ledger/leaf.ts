/**
 * Promise: a leaf says who did what to whom and when without a word about a patient, so erasing never breaks a tree.
 * Bytes of a leaf: each field with its length as 4 bytes, big-endian, in front:
 * `candour/leaf/1`, nonce (16 random bytes), time (milliseconds since 1970, decimal), actor kind, actor (UUID or empty),
 * verb, outcome, number of subjects, each subject (compartment UUID, sorted), SHA-256 of the sealed detail.
 * Hash: SHA-256(0x00 || leaf), RFC 6962 section 2.1.
 */
import { digest } from '../vault/digest.ts'

export interface Leaf {
  nonce: Buffer
  at: Date
  actorKind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
  detailHash: Buffer
}

export function leafBytes(leaf: Leaf): Buffer {
  const fields: (string | Buffer)[] = [
    'candour/leaf/1',
    leaf.nonce,
    String(leaf.at.getTime()),
    leaf.actorKind,
    leaf.actor ?? '',
    leaf.verb,
    leaf.outcome,
    String(leaf.subjects.length),
    ...leaf.subjects,
    leaf.detailHash,
  ]
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

export function leafHash(leaf: Leaf): Buffer {
  return digest(Buffer.concat([Buffer.of(0), leafBytes(leaf)]))
}
