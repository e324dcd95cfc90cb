/**
 * Promise: what counts as a witness's answer is a signature of that witness's own key, over this very checkpoint: C2SP
 * tlog-cosignature (cosignature/v1, Ed25519).
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { digest } from './digest.ts'

/** What stands in front of an Ed25519 key of 32 bytes in SPKI form (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex')
const cosignatureType = 4

export interface WitnessKey {
  name: string
  /** Four bytes that tell it from others of the same name. */
  id: Buffer
  key: KeyObject
}

/** `<name>+<8 hex digits>+<base64 of 4 and the key>`; null for anything else. */
export function readWitnessKey(vkey: string): WitnessKey | null {
  const [name = '', id = '', ...rest] = vkey.split('+')
  const material = strictBase64(rest.join('+'))
  if (name === '' || /[\p{White_Space}\p{Cc}]/u.test(name) || material?.length !== 33) return null
  const own = digest(Buffer.concat([Buffer.from(`${name}\n`), material])).subarray(0, 4)
  if (material[0] !== cosignatureType || own.toString('hex') !== id) return null
  const key = createPublicKey({ key: Buffer.concat([spki, material.subarray(1)]), format: 'der', type: 'spki' })
  return { name, id: own, key }
}

/**
 * The line of `answer` by which the witness signs a checkpoint's text, with the time that it says; null when there is none.
 * @param text the checkpoint without its signatures, with its last line end
 */
export function findCosignature(witness: WitnessKey, text: string, answer: string): { line: string; at: Date } | null {
  for (const line of answer.split('\n')) {
    const [dash, name, base64 = '', ...more] = line.split(' ')
    const bytes = strictBase64(base64)
    if (dash !== '—' || name !== witness.name || more.length > 0 || bytes?.length !== 76) continue
    const seconds = bytes.readBigUInt64BE(4)
    if (!bytes.subarray(0, 4).equals(witness.id) || seconds > 8_640_000_000_000n) continue
    const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)
    if (verify(null, message, witness.key, bytes.subarray(12))) return { line, at: new Date(Number(seconds) * 1000) }
  }
  return null
}

function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
