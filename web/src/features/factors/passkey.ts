/** Passkeys in this browser: whether it has them here, making one, showing one. */
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { NewPasskey, PasskeyOptions, SignedPasskey } from '@candour/contract/factors.ts'
import { SaidError } from '../../ui/form-error.tsx'

type NewOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type Options = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Passkeys belong to the name of an address: opened by a bare number, there are none. */
export function passkeysHere(): 'here' | 'bare number' | 'old browser' {
  const { hostname } = location
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('[')) return 'bare number'
  return browserSupportsWebAuthn() ? 'here' : 'old browser'
}

export async function offersAutofill(): Promise<boolean> {
  return passkeysHere() === 'here' && (await browserSupportsWebAuthnAutofill())
}

/** What this device may be called in the list. */
export function deviceName(): string {
  const names: [RegExp, string][] = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android phone'],
    [/Macintosh/, 'Mac'],
    [/Windows/, 'Windows computer'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux computer'],
  ]
  return names.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? 'Passkey'
}

export async function makePasskey(options: PasskeyOptions): Promise<NewPasskey> {
  const { id, response } = await startRegistration({ optionsJSON: options as unknown as NewOptions }).catch(inWords)
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { id, clientDataJSON, attestationObject, transports: transports as NewPasskey['transports'] }
}

/** @param quietly waits in the field of the email, until somebody picks a passkey there */
export async function showPasskey(options: PasskeyOptions, quietly = false): Promise<SignedPasskey> {
  const asked = { optionsJSON: options as unknown as Options, useBrowserAutofill: quietly }
  const { id, response } = await startAuthentication(asked).catch(inWords)
  const { clientDataJSON, authenticatorData, signature, userHandle = null } = response
  return { id, clientDataJSON, authenticatorData, signature, userHandle }
}

export function stopAsking() {
  WebAuthnAbortService.cancelCeremony()
}

/** What browsers call the ways in which it can fail (Web Authentication, sections 5.1.3 and 5.1.4). */
const words: Record<string, string> = {
  NotAllowedError: 'No passkey came: it was cancelled, or took too long. Try again, or use another way.',
  InvalidStateError: 'This device holds a passkey of yours already.',
  SecurityError: 'Passkeys work only at the address by which your practice opens Candour.',
  ConstraintError: 'This device can’t check who you are by finger, face or PIN, so it can’t hold a passkey.',
  NotSupportedError: 'This device can’t hold a passkey for Candour. Use another one, or an authenticator app.',
}

function inWords(error: unknown): never {
  const said = error instanceof Error ? words[error.name] : undefined
  throw said === undefined ? error : new SaidError(said)
}
