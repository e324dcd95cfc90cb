/** Makes ledgers, bundles, proofs and packs for tests, with keys of its own, and nothing of what they are to test. */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'

export type Random = (below: number) => number

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export const sha = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
export const randomBytes = (random: Random, many: number): Buffer =>
  Buffer.from(Array.from({ length: many }, () => random(256)))

export function uuid(random: Random): string {
  const digits = randomBytes(random, 16).toString('hex')
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  )
}

export interface Signer {
  privateKey: KeyObject
  publicKey: Buffer
}

export function makeSigner(random: Random): Signer {
  const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), randomBytes(random, 32)])
  const privateKey = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { privateKey, publicKey }
}

function keyId(name: string, type: number, { publicKey }: Signer): Buffer {
  return sha(name, '\n', Buffer.of(type), publicKey).subarray(0, 4)
}

export function vkey(name: string, signer: Signer, type = 1): string {
  const material = Buffer.concat([Buffer.of(type), signer.publicKey]).toString('base64')
  return `${name}+${keyId(name, type, signer).toString('hex')}+${material}`
}

export function signatureLine(text: string, name: string, signer: Signer): string {
  const signature = sign(null, Buffer.from(text), signer.privateKey)
  return `— ${name} ${Buffer.concat([keyId(name, 1, signer), signature]).toString('base64')}\n`
}

export function cosignatureLine(text: string, name: string, signer: Signer, seconds: number): string {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), signer.privateKey)
  return `— ${name} ${Buffer.concat([keyId(name, 4, signer), time, signature]).toString('base64')}\n`
}

/** RFC 6962, 2.1: MTH, PATH and PROOF as they are defined, by recursion. */
function split(many: number): number {
  let half = 1
  while (half * 2 < many) half *= 2
  return half
}

export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha('')
  if (hashes.length === 1) return hashes[0]!
  const half = split(hashes.length)
  return sha(Buffer.of(1), rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)))
}

export function pathOf(index: number, hashes: readonly Buffer[]): Buffer[] {
  if (hashes.length <= 1) return []
  const half = split(hashes.length)
  return index < half
    ? [...pathOf(index, hashes.slice(0, half)), rootOf(hashes.slice(half))]
    : [...pathOf(index - half, hashes.slice(half)), rootOf(hashes.slice(0, half))]
}

export function consistencyOf(old: number, hashes: readonly Buffer[]): Buffer[] {
  const sub = (size: number, part: readonly Buffer[], isWhole: boolean): Buffer[] => {
    if (size === part.length) return isWhole ? [] : [rootOf(part)]
    const half = split(part.length)
    return size <= half
      ? [...sub(size, part.slice(0, half), isWhole), rootOf(part.slice(half))]
      : [...sub(size - half, part.slice(half), false), rootOf(part.slice(0, half))]
  }
  return old === 0 ? [] : sub(old, hashes, true)
}

export interface MadeEntry {
  nonce: string
  at: number
  actorKind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: number
  subjectsHash: string
  detailHash: string
}

const verbs = ['patient.read', 'patient.chart', 'note.finish', 'file.read', 'session.sign-in', 'ledger.mark']

export function makeEntry(random: Random, at: number): MadeEntry {
  const subjects = Array.from({ length: random(4) }, () => uuid(random)).toSorted()
  return {
    nonce: randomBytes(random, 16).toString('base64'),
    at,
    actorKind: ['member', 'job', 'operator'][random(3)]!,
    actor: random(4) === 0 ? null : uuid(random),
    verb: verbs[random(verbs.length)]!,
    outcome: ['opened', 'changed', 'refused'][random(3)]!,
    subjects: subjects.length,
    subjectsHash: sha(Buffer.from(subjects.join('').replaceAll('-', ''), 'hex')).toString('base64'),
    detailHash: randomBytes(random, 32).toString('base64'),
  }
}

export function leafOf(entry: MadeEntry): Buffer {
  const fields: (string | Buffer)[] = [
    'candour/leaf/2',
    Buffer.from(entry.nonce, 'base64'),
    String(entry.at),
    entry.actorKind,
    entry.actor ?? '',
    entry.verb,
    entry.outcome,
    String(entry.subjects),
    Buffer.from(entry.subjectsHash, 'base64'),
    Buffer.from(entry.detailHash, 'base64'),
  ]
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field as string)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

export const leafHashOf = (leaf: string | Buffer): Buffer => sha(Buffer.of(0), leaf)

export function checkpointText(origin: string, hashes: readonly Buffer[], at: number): string {
  const time = new Date(at).toISOString().slice(0, 19)
  return `${origin}\n${hashes.length}\n${rootOf(hashes).toString('base64')}\ntime ${time}Z\n`
}

export interface MadeAnchor {
  size: number
  text: string
  nonce: string
  index: number
  proof: string[]
}

export interface Ledger {
  installation: string
  practice: string
  origin: string
  signer: Signer
  witnesses: { name: string; signer: Signer }[]
  entries: MadeEntry[]
  hashes: Buffer[]
  start: number
}

const step = 60_000

export function makeLedger(random: Random, size: number, witnesses = 2): Ledger {
  const installation = `candour-ledger/${uuid(random)}`
  const practice = uuid(random)
  const start = Date.UTC(2026, 10, 1) + random(1000) * 1000
  const entries = Array.from({ length: size }, (_, place) => makeEntry(random, start + place * step + random(1000)))
  return {
    installation,
    practice,
    origin: `${installation}/${practice}`,
    signer: makeSigner(random),
    witnesses: Array.from({ length: witnesses }, (_, place) => ({
      name: `witness.example/w${place}`,
      signer: makeSigner(random),
    })),
    entries,
    hashes: entries.map((entry) => leafHashOf(leafOf(entry))),
    start,
  }
}

/** When a checkpoint of that many entries is signed. */
export const timeAt = (ledger: Ledger, size: number): number =>
  Math.floor((ledger.start + size * step) / 1000) * 1000 + 1000

export function signedNote(ledger: Ledger, origin: string, text: string, signer = ledger.signer): string {
  return `${text}\n${signatureLine(text, origin, signer)}`
}

/** The practice's checkpoint of its first `size` entries, as somebody keeps it. */
export function keptNote(ledger: Ledger, size: number): string {
  return signedNote(
    ledger,
    ledger.origin,
    checkpointText(ledger.origin, ledger.hashes.slice(0, size), timeAt(ledger, size)),
  )
}

export interface MadeBundle {
  header: Record<string, unknown>
  entries: MadeEntry[]
  anchors: MadeAnchor[]
}

/** @param anchorSizes of the trees that were anchored; in between lie leaves of other practices */
export function makeBundle(
  random: Random,
  ledger: Ledger,
  anchorSizes: readonly number[],
  withNames = true,
): MadeBundle {
  const { origin, installation, entries, hashes, signer } = ledger
  const size = entries.length
  const globalLeaves: Buffer[] = []
  const anchors: Omit<MadeAnchor, 'proof'>[] = []
  const fill = () => {
    for (let many = random(3); many > 0; many -= 1) globalLeaves.push(randomBytes(random, 32))
  }
  for (const anchored of anchorSizes) {
    fill()
    const text = checkpointText(origin, hashes.slice(0, anchored), timeAt(ledger, anchored))
    const nonce = randomBytes(random, 32)
    anchors.push({ size: anchored, text, nonce: nonce.toString('base64'), index: globalLeaves.length })
    globalLeaves.push(leafHashOf(`candour/global/1\n${sha(nonce, text).toString('hex')}\n`))
  }
  fill()
  const at = timeAt(ledger, size)
  const globalText = checkpointText(installation, globalLeaves, at)
  const cosignatures = ledger.witnesses
    .map((one) => cosignatureLine(globalText, one.name, one.signer, at / 1000 + 2))
    .join('')
  const header = {
    format: 'candour/bundle/1',
    origin,
    practice: ledger.practice,
    made: new Date(at).toISOString(),
    size,
    checkpoint: signedNote(ledger, origin, checkpointText(origin, hashes, at)),
    keys: [vkey(origin, signer), vkey(installation, signer)],
    witnesses: ledger.witnesses.map((one) => vkey(one.name, one.signer, 4)),
    global: anchorSizes.length === 0 ? null : signedNote(ledger, installation, globalText) + cosignatures,
    names: withNames ? { [uuid(random)]: 'Imogen Thrale', [uuid(random)]: 'Łukasz “Lu” Żak\u2028' } : {},
  }
  const proofs = anchors.map(({ index, ...rest }) => ({
    ...rest,
    index,
    proof: pathOf(index, globalLeaves).map((hash) => hash.toString('base64')),
  }))
  return {
    header,
    entries,
    anchors: proofs.map(({ size, text, nonce, index, proof }) => ({ size, text, nonce, index, proof })),
  }
}

export function linesOf({ header, entries, anchors }: MadeBundle): string[] {
  return [
    JSON.stringify(header),
    ...entries.map((entry) => JSON.stringify(entry)),
    ...anchors.map((anchor) => JSON.stringify({ anchor })),
    JSON.stringify({ end: true, entries: entries.length, anchors: anchors.length }),
  ]
}

export const textOf = (bundle: MadeBundle): string => `${linesOf(bundle).join('\n')}\n`

export function makeProof(ledger: Ledger, number: number, size = ledger.entries.length): string {
  const hashes = ledger.hashes.slice(0, size)
  return JSON.stringify({
    format: 'candour/proof/1',
    origin: ledger.origin,
    number,
    leaf: leafOf(ledger.entries[number - 1]!).toString('base64'),
    proof: pathOf(number - 1, hashes).map((hash) => hash.toString('base64')),
    checkpoint: keptNote(ledger, size),
    keys: [vkey(ledger.origin, ledger.signer)],
  })
}
