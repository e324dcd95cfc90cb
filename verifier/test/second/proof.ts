import { leafHash, rootByPath } from './trees.ts'
import { openNote, readCheckpoint, readKey, type Key } from './notes.ts'
import { bothNames, readKeys, readOrigin, type Trust } from './bundle.ts'
import { bytes, canonical, fault, isUuid, list, members, noting, number, text, utf8, type Wrong } from './text.ts'

/** `candour/proof/1`: one entry, and its way to a signed root. */

export interface Proof {
  origin: string
  installation: string
  number: number
  hash: Buffer
  path: Buffer[]
  checkpoint: string
  keys: Key[]
}

/** The fields of a leaf, each with its length in front, or a fault. */
function readLeaf(leaf: Buffer): void {
  const fields: Buffer[] = []
  for (let at = 0; at < leaf.length;) {
    const length = at + 4 <= leaf.length ? leaf.readUInt32BE(at) : Infinity
    if (at + 4 + length > leaf.length) throw fault('form', 'the leaf ends within a field')
    fields.push(leaf.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  const [format, nonce, time, kind, actor, verb, outcome, subjects, subjectsHash, detailHash, ...more] = fields
  const is = (field: Buffer | undefined, form: RegExp) => field !== undefined && form.test(field.toString('latin1'))
  const whole = /^(0|[1-9]\d{0,15})$/
  const word = /^[ !#-[\]-~]{1,100}$/
  const sound =
    is(format, /^candour\/leaf\/2$/) &&
    nonce?.length === 16 &&
    is(time, whole) &&
    Number(time) <= 8640000000000000 &&
    is(kind, word) &&
    (actor?.length === 0 || isUuid(actor?.toString('latin1'))) &&
    is(verb, word) &&
    is(outcome, word) &&
    is(subjects, whole) &&
    Number(subjects) < 1e9 &&
    subjectsHash?.length === 32 &&
    detailHash?.length === 32 &&
    more.length === 0
  if (!sound) throw fault('form', 'this is no leaf')
}

export function readProof(file: Uint8Array): Proof {
  if (file.length > 64_000) throw fault('form', 'the proof is longer than 64,000 bytes')
  const proof = members(canonical(utf8(file), 'spaced'), 'format origin number leaf proof checkpoint keys')
  if (proof['format'] !== 'candour/proof/1') throw fault('form', 'this is no proof')
  const { installation } = readOrigin(proof['origin'])
  const origin = text(proof['origin'], 'origin')
  const leaf = bytes(proof['leaf'], 'leaf')
  readLeaf(leaf)
  return {
    origin,
    installation,
    number: number(proof['number'], 'number'),
    hash: leafHash(leaf),
    path: list(proof['proof'], 'proof', 0, Infinity).map((hash) => bytes(hash, 'a hash of the proof', 32)),
    checkpoint: text(proof['checkpoint'], 'checkpoint'),
    keys: readKeys(proof['keys'], origin, installation),
  }
}

export function judgeProof(proof: Proof, trust: Trust): Wrong[] {
  const wrong: Wrong[] = []
  const keys = trust.keys ? bothNames(trust.keys.map(readKey), proof.origin, proof.installation) : proof.keys
  const own = keys.filter((key) => key.name === proof.origin)
  noting(wrong, () => {
    const checkpoint = readCheckpoint(openNote(proof.checkpoint, own).text, 'signature')
    if (checkpoint.origin !== proof.origin) throw fault('signature', 'the checkpoint is of another ledger')
    const inside = proof.number >= 1 && proof.number <= checkpoint.size
    const root = inside ? rootByPath(proof.number - 1, checkpoint.size, proof.hash, proof.path) : null
    if (!root?.equals(checkpoint.root))
      throw fault('tree', 'the entry is not where the proof says', { entries: [proof.number] })
    for (const kept of trust.kept ?? []) {
      const earlier = readCheckpoint(openNote(kept.note, own, 'kept').text, 'kept')
      if (earlier.origin !== proof.origin) throw fault('kept', 'what was kept is of another ledger')
      if (earlier.size === checkpoint.size && !earlier.root.equals(checkpoint.root))
        throw fault('kept', 'two roots of one size were signed')
      const [less, more] = earlier.size < checkpoint.size ? [earlier, checkpoint] : [checkpoint, earlier]
      if (less.size < more.size && less.at > more.at) throw fault('time', 'the checkpoint with more entries is older')
    }
  })
  return wrong
}
