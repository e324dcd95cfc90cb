/** Signed notes and verifier keys: c2sp.org/signed-note; cosignatures: c2sp.org/tlog-cosignature. */
import { equal, fromBase64, hex, joined, utf8 } from './bytes.ts'
import type { Means } from './means.ts'
import { isTrustworthyPoint } from './point.ts'
import { Wrong } from './report.ts'

export interface Vkey {
  name: string
  /** Four bytes as eight digits. */
  id: string
  kind: 'log' | 'witness'
  publicKey: Uint8Array
  text: string
}

const types = { log: 1, witness: 4 } as const
const isName = (name: string) => name !== '' && !/[\p{White_Space}+]/u.test(name)

function idOf(means: Means, name: string, material: Uint8Array): string {
  return hex(means.sha256(joined(utf8(`${name}\n`), material)).subarray(0, 4))
}

/** `<name>+<8 hex digits>+<base64 of the type and the public key>` */
export function readVkey(means: Means, text: string, kind: Vkey['kind']): Vkey {
  const broken = (why: string) => new Wrong('key', `This is no verifier key: ${why} (${text.slice(0, 100)}).`)
  const [name = '', id = '', ...rest] = text.split('+')
  const material = fromBase64(rest.join('+'))
  if (!isName(name) || !/^[0-9a-f]{8}$/.test(id) || material?.length !== 33)
    throw broken('its form is not <name>+<hash>+<key>')
  if (material[0] !== types[kind])
    throw broken(kind === 'log' ? 'it is not the key of a ledger (type 1)' : 'it is not the key of a witness (type 4)')
  if (idOf(means, name, material) !== id) throw broken('its hash does not belong to its key')
  if (!isTrustworthyPoint(material.subarray(1)))
    throw broken('its key is one for which anybody can make signatures, or is written in a second way')
  return { name, id, kind, publicKey: material.subarray(1), text }
}

/** The same public key under another name: one key pair signs for a whole installation. */
export function renamed(means: Means, key: Vkey, name: string): Vkey {
  const material = joined(Uint8Array.of(1), key.publicKey)
  const id = idOf(means, name, material)
  const base64 = key.text.split('+').slice(2).join('+')
  return { ...key, name, id, text: `${name}+${id}+${base64}` }
}

export interface Note {
  text: string
  signatures: { name: string; id: string; bytes: Uint8Array }[]
}

/** Throws Wrong with what is odd about it; nothing is verified yet. */
export function readNote(note: string): Note {
  const broken = (why: string) => new Wrong('note', `A signed note is not well formed: ${why}.`)
  if (note.length > 1_000_000) throw broken('it is too long')
  if (!note.isWellFormed()) throw broken('it is not Unicode')
  if (/[\0-\x09\x0b-\x1f]/.test(note)) throw broken('it has a control character')
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) throw broken('it has no signatures')
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > 100) throw broken('it has more than 100 signatures')
  const signatures = lines.map((line) => {
    const [dash, name = '', base64 = '', ...rest] = line.split(' ')
    const bytes = fromBase64(base64)
    if (dash !== '—' || !isName(name) || bytes === null || bytes.length < 5 || rest.length > 0)
      throw broken('a signature line is none')
    return { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) }
  })
  return { text: note.slice(0, end + 1), signatures }
}

export interface Opened {
  text: string
  signedBy: Vkey[]
  cosignedBy: { key: Vkey; time: number }[]
}

/** Every signature by a known key must be right; those of unknown keys are passed over. */
export async function openNote(means: Means, note: string, keys: readonly Vkey[], what: string): Promise<Opened> {
  const { text, signatures } = readNote(note)
  const opened: Opened = { text, signedBy: [], cosignedBy: [] }
  for (const { name, id, bytes } of signatures) {
    for (const key of keys) {
      if (key.name !== name || key.id !== id) continue
      const isRight =
        key.kind === 'log'
          ? bytes.length === 64 && (await means.verify(key.publicKey, utf8(text), bytes))
          : await isCosignature(means, key, text, bytes)
      if (!isRight)
        throw new Wrong(
          'signature',
          `The signature of ${name} on ${what} is not right: the text or the signature was altered.`,
        )
      if (key.kind === 'witness') opened.cosignedBy.push({ key, time: cosignedAt(bytes) })
      else if (!opened.signedBy.some((one) => equal(one.publicKey, key.publicKey))) opened.signedBy.push(key)
    }
  }
  return opened
}

function cosignedAt(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
}

async function isCosignature(means: Means, key: Vkey, text: string, bytes: Uint8Array): Promise<boolean> {
  if (bytes.length !== 72) return false
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)
  // Further than a date can be shown; the largest that the standard has is larger still.
  if (time > 8_640_000_000_000n) return false
  return means.verify(key.publicKey, utf8(`cosignature/v1\ntime ${time}\n${text}`), bytes.subarray(8))
}
