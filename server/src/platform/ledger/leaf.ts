/**
 * Promise: a leaf says who did what to whom and when without a word about a patient, so erasing never breaks a tree.
 * Bytes of a leaf: each field with its length as 4 bytes, big-endian, in front:
 * `candour/leaf/2`, nonce (16 random bytes), time (milliseconds since 1970, decimal), actor kind, actor (UUID or empty),
 * verb, outcome, number of subjects (decimal), SHA-256 over the subjects (compartment UUIDs, sorted, 16 bytes each), SHA-256
 * of the sealed detail. However many subjects, a leaf is of a few hundred bytes. Hash: SHA-256(0x00 || leaf), RFC 6962
 * section 2.1.
 */
import { digest } from '../vault/digest.ts'
import { hashLeaf } from './tree.ts'

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

/** Over their UUIDs, sorted, 16 bytes each. */
export function subjectsHash(subjects: readonly string[]): Buffer {
  return digest(Buffer.from(subjects.toSorted().join('').replaceAll('-', ''), 'hex'))
}

export function leafBytes(leaf: Leaf): Buffer {
  const fields: (string | Buffer)[] = [
    'candour/leaf/2',
    leaf.nonce,
    String(leaf.at.getTime()),
    leaf.actorKind,
    leaf.actor ?? '',
    leaf.verb,
    leaf.outcome,
    String(leaf.subjects.length),
    subjectsHash(leaf.subjects),
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
  return hashLeaf(leafBytes(leaf))
}
