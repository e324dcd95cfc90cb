import { createPublicKey, verify } from 'node:crypto'
import { sha256 } from './trees.ts'
import { base64, fault, instant, type Wrong } from './text.ts'

/** C2SP signed-note, tlog-checkpoint and tlog-cosignature. */

export interface Key {
  name: string
  /** 1: the log's; 4: a witness's. */
  type: 1 | 4
  publicKey: Buffer
  id: Buffer
}

const goodName = (name: string): boolean => name.length > 0 && !/[+\p{White_Space}]/u.test(name)

export const makeKey = (name: string, type: 1 | 4, publicKey: Buffer): Key => ({
  name,
  type,
  publicKey,
  id: sha256(Buffer.from(name), Buffer.from([0x0a, type]), publicKey).subarray(0, 4),
})

/** `<name>+<8 hex digits>+<base64(type || public key)>`; base64 may hold a plus itself. */
export function readKey(vkey: string): Key {
  const first = vkey.indexOf('+')
  const second = vkey.indexOf('+', first + 1)
  const name = vkey.slice(0, Math.max(first, 0))
  const material = base64(vkey.slice(second + 1), 33)
  const type = material?.[0]
  if (second < 0 || !goodName(name) || !name.isWellFormed() || !material || (type !== 1 && type !== 4))
    throw fault('form', 'this is no verifier key')
  const key = makeKey(name, type, material.subarray(1))
  if (vkey.slice(first + 1, second) !== key.id.toString('hex'))
    throw fault('form', 'the id of the verifier key is wrong')
  if (!goodPoint(key.publicKey)) throw fault('form', 'the public key is no point of Ed25519 that may be trusted')
  return key
}

const p = 2n ** 255n - 19n
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/**
 * RFC 8032, 5.1.3, refuses y >= p. Points of order 8 and below make signatures that hold for many texts; they are those with y = 0,
 * y = 1, y = -1 and d*y^4 + 2*y^2 - 1 = 0.
 */
function goodPoint(publicKey: Buffer): boolean {
  const y = BigInt(`0x${Buffer.from(publicKey).reverse().toString('hex')}`) & (2n ** 255n - 1n)
  if (y >= p || y === 0n) return false
  const square = (y * y) % p
  return square !== 1n && (d * square * square + 2n * square - 1n) % p !== 0n
}

function ed25519(publicKey: Buffer, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
    format: 'jwk',
  })
  return verify(null, message, key, signature)
}

/** What a signature line signs; a cosignature has its time in front. */
function holds(key: Key, signature: Buffer, text: string): boolean {
  if (key.type === 1) return signature.length === 64 && ed25519(key.publicKey, Buffer.from(text), signature)
  if (signature.length !== 72) return false
  const time = signature.readBigUInt64BE(0)
  return (
    time <= 8640000000000n &&
    ed25519(key.publicKey, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), signature.subarray(8))
  )
}

/**
 * The text of a note and whose signatures hold. Signatures of unknown keys are passed over, those of known ones must be right.
 * One of the log's own must be there.
 */
export function openNote(
  note: string,
  known: Key[],
  kind: Wrong['kind'] = 'signature',
): { text: string; signers: Key[] } {
  // eslint-disable-next-line no-control-regex -- what the standard forbids
  if (note.length > 1_000_000 || !note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    throw fault(kind, 'this is no signed note')
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) throw fault(kind, 'the note has no text with signatures behind it')
  const text = note.slice(0, end + 1)
  const lines = note
    .slice(end + 2)
    .split('\n')
    .slice(0, -1)
  if (lines.length < 1 || lines.length > 100) throw fault(kind, 'the note has no signature, or more than 100')
  const signers: Key[] = []
  const parsed = lines.map((line) => {
    const [dash, name, encoded, ...more] = line.split(' ')
    const bytes = base64(encoded ?? '')
    if (dash !== '—' || !goodName(name ?? '') || !bytes || bytes.length < 5 || more.length > 0)
      throw fault(kind, 'a signature line is not well formed')
    return { name: name!, id: bytes.subarray(0, 4), signature: bytes.subarray(4) }
  })
  for (const { name, id, signature } of parsed)
    for (const key of known.filter((k) => k.name === name && k.id.equals(id))) {
      if (!holds(key, signature, text))
        throw fault(key.type === 4 ? 'witness' : kind, `the signature of ${name} is wrong`)
      signers.push(key)
    }
  if (!signers.some((key) => key.type === 1)) throw fault(kind, 'no known key signed this')
  return { text, signers }
}

export interface Checkpoint {
  origin: string
  size: number
  root: Buffer
  at: number
}

/** Four lines and no more: origin, size, root, time. */
export function readCheckpoint(text: string, kind: Wrong['kind']): Checkpoint {
  const [origin, size, root, time, rest, ...more] = text.split('\n')
  const hash = base64(root ?? '', 32)
  const at = time?.startsWith('time ') ? instant(time.slice(5), 'seconds') : null
  if (!origin || rest !== '' || more.length > 0 || !/^(0|[1-9]\d*)$/.test(size ?? '') || !hash || at === null)
    throw fault(kind, 'this is no checkpoint')
  if (!Number.isSafeInteger(Number(size))) throw fault(kind, 'the size of the checkpoint is beyond 2^53 - 1')
  return { origin, size: Number(size), root: hash, at }
}
