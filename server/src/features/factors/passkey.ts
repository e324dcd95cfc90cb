import { isIP } from 'node:net'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { NewPasskey, PasskeyOptions, SignedPasskey } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import type { PasskeyFacts } from './factor.ts'

/** For whom passkeys are made: the name of this Candour's address, and the origins of that name. */
export interface PasskeySite {
  id: string
  origins: string[]
}

/** Null where people come by a bare number: passkeys belong to names (Web Authentication, section 5.1.2). */
export function passkeySite(origins: readonly string[]): PasskeySite | null {
  const nameOf = (origin: string) => new URL(origin).hostname
  const id = nameOf(origins[0]!)
  if (isIP(id.replace(/^\[(.*)\]$/, '$1')) !== 0) return null
  return { id, origins: origins.filter((origin) => nameOf(origin) === id) }
}

/** Throws `factor.passkey_unavailable`. */
export function needSite(site: PasskeySite | null): PasskeySite {
  if (site === null) throw new AppError('factor.passkey_unavailable')
  return site
}

/** EdDSA, ES256, RS256: the last for Windows Hello. */
const algorithms = [-8, -7, -257]
const timeout = 5 * 60_000

/** By what a passkey names its account: a keyed hash, which tells nothing to who reads the key. */
function userHandle(vault: Pick<Vault, 'bind'>, account: string): Buffer {
  return vault.bind('passkey-user', [account])
}

/** For a key that keeps itself, checks its person by itself, and is not asked of which make it is. */
export async function askForNewPasskey(
  site: PasskeySite,
  vault: Pick<Vault, 'bind'>,
  { account, facts }: OpenedAccount,
  known: PasskeyFacts[],
  challenge: Buffer,
): Promise<PasskeyOptions> {
  const options = await generateRegistrationOptions({
    rpName: 'Candour',
    rpID: site.id,
    userID: new Uint8Array(userHandle(vault, account)),
    userName: facts.email,
    userDisplayName: facts.name,
    challenge: new Uint8Array(challenge),
    timeout,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential, transports }) => ({ id: credential, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
  return { ...options }
}

/** @param known of an account that is known already; none for any passkey of this Candour */
export async function askForPasskey(
  site: PasskeySite,
  known: PasskeyFacts[],
  challenge: Buffer,
): Promise<PasskeyOptions> {
  const options = await generateAuthenticationOptions({
    rpID: site.id,
    allowCredentials: known.map(({ credential, transports }) => ({ id: credential, transports })),
    challenge: new Uint8Array(challenge),
    timeout,
    userVerification: 'required',
  })
  return { ...options }
}

export interface MadePasskey {
  facts: Omit<PasskeyFacts, 'name'>
  counter: number
  challenge: string
}

/** Throws `factor.passkey_not_made` for whatever is not a new passkey of this site, made for this challenge. */
export async function readNewPasskey(
  site: PasskeySite,
  { id, transports, ...response }: NewPasskey,
  isExpected: (challenge: string) => boolean,
): Promise<MadePasskey> {
  const challenge = challengeIn(response.clientDataJSON, notMade)
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { ...response, transports } },
    expectedChallenge: isExpected,
    expectedOrigin: site.origins,
    expectedRPID: site.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(notMade)
  if (!verified || registrationInfo.credential.id !== id) return notMade()
  const { publicKey, counter } = registrationInfo.credential
  return {
    facts: { credential: id, publicKey: Buffer.from(publicKey).toString('base64url'), transports },
    counter,
    challenge,
  }
}

/**
 * What a passkey signed: its counter, and the challenge that it answered. Throws `factor.passkey_refused` when another site,
 * another key or another account is in it, or nobody showed that they are there.
 */
export async function readSigned(
  site: PasskeySite,
  vault: Pick<Vault, 'bind'>,
  account: string,
  { credential, publicKey }: PasskeyFacts,
  { id, userHandle: named, ...signed }: SignedPasskey,
  isExpected: (challenge: string) => boolean,
): Promise<{ counter: number; challenge: string }> {
  if (id !== credential) return refuse()
  if (named !== null && !Buffer.from(named, 'base64url').equals(userHandle(vault, account))) return refuse()
  const challenge = challengeIn(signed.clientDataJSON, refuse)
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: signed },
    expectedChallenge: isExpected,
    expectedOrigin: site.origins,
    expectedRPID: site.id,
    requireUserVerification: true,
    // Compared by who keeps it, so that a copy is told from a key that is not known.
    credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
  }).catch(refuse)
  return verified ? { counter: authenticationInfo.newCounter, challenge } : refuse()
}

/** In a frame of another site nobody signs in here, whatever the browser allows. */
function challengeIn(clientData: string, refused: () => never): string {
  try {
    const { challenge, crossOrigin } = JSON.parse(Buffer.from(clientData, 'base64url').toString()) as {
      challenge?: unknown
      crossOrigin?: unknown
    }
    if (typeof challenge === 'string' && crossOrigin !== true) return challenge
  } catch {
    // Refused below.
  }
  return refused()
}

function refuse(): never {
  throw new AppError('factor.passkey_refused')
}

function notMade(): never {
  throw new AppError('factor.passkey_not_made')
}
