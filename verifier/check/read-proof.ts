/** `candour/proof/1`: that one entry stands in the ledger, in less than 5 kB. */
import { fromBase64, hashFromBase64 } from './bytes.ts'
import { isUuid, globalOrigin } from './checkpoint.ts'
import { readTold } from './choose-keys.ts'
import type { Means } from './means.ts'
import { leafHash } from './merkle.ts'
import type { Vkey } from './note.ts'
import { Wrong } from './report.ts'

/** Bytes. */
export const mostProof = 64_000
/** As in a bundle. */
const mostSubjects = 1_000_000_000

export interface Proof {
  origin: string
  number: number
  hash: Uint8Array
  entry: ReadLeaf
  proof: Uint8Array[]
  /** Signed note. */
  checkpoint: string
  keys: Vkey[]
}

export interface ReadLeaf {
  at: number
  actorKind: string
  verb: string
  outcome: string
  subjects: number
}

interface Raw {
  format: string
  origin: string
  number: number
  leaf: string
  proof: string[]
  checkpoint: string
  keys: string[]
}

function broken(why: string): Wrong {
  return new Wrong('proof', `The file is no proof of an entry: ${why}.`)
}

export function readProof(means: Means, text: string): Proof {
  let raw: Raw
  try {
    raw = JSON.parse(text) as Raw
    const { format, origin, number, leaf, proof, checkpoint, keys } = raw
    // Spaces between the parts are harmless; another order, a field twice, or another way to write a number is not.
    const dense = text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1')
    if (JSON.stringify({ format, origin, number, leaf, proof, checkpoint, keys }) !== dense)
      throw broken('it is written in another way than proofs are')
  } catch (error) {
    throw error instanceof Wrong ? error : broken('it is not JSON')
  }
  if (raw.format !== 'candour/proof/1') throw broken('it is of another format')
  if (typeof raw.origin !== 'string' || globalOrigin(raw.origin) === null) throw broken('its origin is no practice’s')
  if (!Number.isSafeInteger(raw.number) || raw.number < 1) throw broken('it names no entry')
  if (!Array.isArray(raw.proof) || raw.proof.length > 53) throw broken('its proof is none')
  if (typeof raw.checkpoint !== 'string') throw broken('it has no checkpoint')
  const keys = readTold(means, raw.keys, raw.origin)
  if (keys === null) throw broken('it has no keys, or one that belongs to something else')
  const leaf = typeof raw.leaf === 'string' ? fromBase64(raw.leaf) : null
  const proof = raw.proof.map(hashFromBase64)
  if (!proof.every((hash) => hash !== null)) throw broken('its proof is none')
  const entry = leaf === null ? null : readLeaf(leaf)
  if (leaf === null || entry === null) throw broken('what it holds is no entry')
  const { origin, number, checkpoint } = raw
  return { origin, number, hash: leafHash(means.sha256, leaf), entry, proof, checkpoint, keys }
}

const fieldsOfLeaf = 10

/** Null unless these are exactly the fields of an entry. */
function readLeaf(leaf: Uint8Array): ReadLeaf | null {
  const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.byteLength)
  const fields: Uint8Array[] = []
  for (let at = 0; at < leaf.length;) {
    if (at + 4 > leaf.length) return null
    const end = at + 4 + view.getUint32(at)
    if (end > leaf.length) return null
    fields.push(leaf.subarray(at + 4, end))
    at = end
  }
  if (fields.length !== fieldsOfLeaf || fields[1]!.length !== 16) return null
  if (fields[8]!.length !== 32 || fields[9]!.length !== 32) return null
  const texts = fields.map((field) =>
    field.every((code) => code >= 32 && code < 127) ? String.fromCharCode(...field) : '',
  )
  const [format, , at, actorKind, actor, verb, outcome, subjects] = texts as [string, ...string[]]
  const isNumber = (text: string | undefined) => /^(?:0|[1-9]\d{0,15})$/.test(text ?? '')
  if (format !== 'candour/leaf/2' || !isNumber(at) || Number(at) > 8_640_000_000_000_000 || !isNumber(subjects))
    return null
  if (fields[4]!.length > 0 && !isUuid(actor!)) return null
  if (Number(subjects) >= mostSubjects) return null
  if (![actorKind, verb, outcome].every((word) => /^[ !#-[\]-~]{1,100}$/.test(word!))) return null
  return { at: Number(at), actorKind: actorKind!, verb: verb!, outcome: outcome!, subjects: Number(subjects) }
}
