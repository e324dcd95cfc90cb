import type { Across } from '../../platform/database/workspace.ts'
import { digest } from '../../platform/vault/digest.ts'
import { randomNonce } from '../../platform/vault/ids.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { factors } from './factors.store.ts'

const lifetime = 5 * 60_000
const nonceLength = 16
const timeLength = 6
const length = nonceLength + timeLength + 32

/** What a challenge is for: answered elsewhere, it is none. */
export type ChallengeFor =
  | { act: 'sign-in' | 'support' }
  | { act: 'second-step'; ticket: string }
  | { act: 'enrol' | 'proof' | 'support-enrol'; session: string }

function fieldsOf(what: ChallengeFor, nonce: Buffer, time: number) {
  const whose = 'session' in what ? what.session : 'ticket' in what ? what.ticket : ''
  return [what.act, whose, nonce.toString('base64'), time]
}

/**
 * Random, for one act and five minutes. It carries its own proof that it came from here, so that nothing is kept of those
 * which nobody answers: whoever only opens the sign-in page writes no row.
 */
export function mintChallenge(vault: Pick<Vault, 'bind'>, what: ChallengeFor, now: Date): Buffer {
  const nonce = randomNonce()
  const time = Buffer.alloc(timeLength)
  time.writeUIntBE(now.getTime(), 0, timeLength)
  return Buffer.concat([nonce, time, vault.bind('passkey-challenge', fieldsOf(what, nonce, now.getTime()))])
}

/** @param challenge base64url, as the browser returns it */
export function isChallengeFor(
  vault: Pick<Vault, 'isBound'>,
  what: ChallengeFor,
  challenge: string,
  now: Date,
): boolean {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== length) return false
  const nonce = bytes.subarray(0, nonceLength)
  const time = bytes.readUIntBE(nonceLength, timeLength)
  const bound = bytes.subarray(nonceLength + timeLength)
  if (!vault.isBound('passkey-challenge', fieldsOf(what, nonce, time), bound)) return false
  return now.getTime() - time <= lifetime
}

/** Of many who answer the same one at the same moment, one gets true. */
export function useChallenge(gate: Across, challenge: string): Promise<boolean> {
  return factors.useChallenge(gate, digest(Buffer.from(challenge, 'base64url')))
}

/** An answered one is of no use to anybody after five minutes. */
export async function tidyChallenges(gate: Across): Promise<void> {
  await factors.tidyChallenges(gate)
}
