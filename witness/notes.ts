/** Signed notes (c2sp.org/signed-note), checkpoints (tlog-checkpoint) and cosignatures (tlog-cosignature), as a witness needs them. */
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'

export interface Log {
  name: string
  id: Buffer
  key: KeyObject
}

export interface Signed {
  text: string
  origin: string
  size: number
  root: Buffer
  signatures: { name: string; id: Buffer; signature: Buffer }[]
}

const spki = Buffer.from('302a300506032b6570032100', 'hex')
export const sha256 = (...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** Null unless this is the one way to write these bytes. */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

function keyId(name: string, material: Buffer): Buffer {
  return sha256(name, '\n', material).subarray(0, 4)
}

export function readLog(vkey: string): Log {
  const [name = '', id = '', ...rest] = vkey.split('+')
  const material = fromBase64(rest.join('+'))
  const isOne =
    isName(name) && material?.length === 33 && material[0] === 1 && keyId(name, material).toString('hex') === id
  if (!isOne) throw new Error(`This is no verifier key of a log: ${vkey}`)
  const key = createPublicKey({ key: Buffer.concat([spki, material.subarray(1)]), format: 'der', type: 'spki' })
  return { name, id: Buffer.from(id, 'hex'), key }
}

export function isName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}+\p{Cc}]/u.test(name)
}

/** Null for whatever is not a signed checkpoint; nothing is verified yet. */
export function readSigned(note: string): Signed | null {
  if (/[\0-\x09\x0b-\x1f]/.test(note) || !note.endsWith('\n')) return null
  const end = note.lastIndexOf('\n\n')
  if (end < 0) return null
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > 100) return null
  const signatures = []
  for (const line of lines) {
    const [dash, name = '', base64 = '', ...more] = line.split(' ')
    const bytes = fromBase64(base64)
    if (dash !== '—' || !isName(name) || bytes === null || bytes.length < 5 || more.length > 0) return null
    signatures.push({ name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) })
  }
  const [origin = '', size = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  const root = fromBase64(rootText)
  if (origin === '' || !isSize(size) || root?.length !== 32 || extensions.includes('')) return null
  return { text, origin, size: Number(size), root, signatures }
}

export function isSize(text: string): boolean {
  return /^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text))
}

/** At least one signature of a known key, and none of a known key that is false. */
export function isSignedBy({ text, signatures }: Signed, logs: readonly Log[]): boolean {
  let isSigned = false
  for (const { name, id, signature } of signatures)
    for (const log of logs) {
      if (log.name !== name || !log.id.equals(id)) continue
      if (!verify(null, Buffer.from(text), log.key, signature)) return false
      isSigned = true
    }
  return isSigned
}

export interface Cosigner {
  name: string
  privateKey: KeyObject
}

function material({ privateKey }: Cosigner): Buffer {
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return Buffer.concat([Buffer.of(4), publicKey])
}

export function vkeyOf(cosigner: Cosigner): string {
  const bytes = material(cosigner)
  return `${cosigner.name}+${keyId(cosigner.name, bytes).toString('hex')}+${bytes.toString('base64')}`
}

export function cosign(cosigner: Cosigner, text: string, seconds: number): string {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), cosigner.privateKey)
  const bytes = Buffer.concat([keyId(cosigner.name, material(cosigner)), time, signature])
  return `— ${cosigner.name} ${bytes.toString('base64')}\n`
}
