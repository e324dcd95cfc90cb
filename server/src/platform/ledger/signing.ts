/**
 * Promise: whatever leaves as signed by this installation is a C2SP signed note, under the name of what it is about. One
 * Ed25519 key signs for the tree of all and for each practice's; the name is part of the key's id, so that a signature of one
 * is none of another.
 */
import { digest } from '../vault/digest.ts'
import type { Signing } from '../vault/signing-key.ts'
import { SealBroken } from '../vault/vault-errors.ts'

/** `candour-ledger/<installation>` for the tree of all, and with the practice behind it for the practice's own. */
export function originOf(installation: string, practice: string | null = null): string {
  return practice === null ? `candour-ledger/${installation}` : `candour-ledger/${installation}/${practice}`
}

const ed25519 = Buffer.of(1)

/** C2SP signed-note: the first 4 bytes of SHA-256 over name, line feed, algorithm and key. */
function keyIdOf(origin: string, key: Buffer): Buffer {
  return digest(Buffer.concat([Buffer.from(`${origin}\n`), ed25519, key])).subarray(0, 4)
}

/** The verifier key: `<name>+<8 hex digits>+<base64>`. */
export function verifierKey({ signingKey }: Pick<Signing, 'signingKey'>, origin: string): string {
  const key = Buffer.concat([ed25519, signingKey]).toString('base64')
  return `${origin}+${keyIdOf(origin, signingKey).toString('hex')}+${key}`
}

/** @param text ends with a line feed, and has no empty line */
export function signNote(vault: Signing, origin: string, text: string): string {
  const signature = Buffer.concat([keyIdOf(origin, vault.signingKey), vault.sign(Buffer.from(text))])
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`
}

/** The text that this installation signed; SealBroken for a note that was altered. Others' signatures are not looked at. */
export function openNote(vault: Signing, origin: string, note: string): string {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const begin = `— ${origin} `
  const own = note
    .slice(end + 2)
    .split('\n')
    .find((line) => line.startsWith(begin))
  const signature = Buffer.from(own?.slice(begin.length) ?? '', 'base64')
  const isKnown = signature.subarray(0, 4).equals(keyIdOf(origin, vault.signingKey))
  if (end < 0 || !isKnown || !vault.isSigned(Buffer.from(text), signature.subarray(4)))
    throw new SealBroken('payload', `Note/${origin}`)
  return text
}

export interface TreeState {
  size: number
  root: Buffer
  at: Date
}

/** C2SP tlog-checkpoint, with the time as a line more. */
export function checkpointText(origin: string, { size, root, at }: TreeState): string {
  return `${origin}\n${size}\n${root.toString('base64')}\ntime ${wholeSeconds(at).toISOString().replace('.000Z', 'Z')}\n`
}

function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}
