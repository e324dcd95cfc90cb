/** A second factor: what a person shows besides the password. Never a text message, never a mail. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, id, instant, line } from './shapes.ts'

export const factorKind = z.enum(['passkey', 'totp', 'recovery'])
export type FactorKind = z.infer<typeof factorKind>

export const factor = z.strictObject({
  id,
  kind: z.enum(['passkey', 'totp']),
  /** In the person's own words: "Phone", "Blue key". */
  name: z.string(),
  since: instant,
  lastUsedAt: instant.nullable(),
})
export type Factor = z.infer<typeof factor>

/** Six digits, spaces allowed. */
export const code = z
  .string()
  .max(20)
  .transform((text) => text.replace(/\s/g, ''))
  .refine((text) => /^\d{6}$/.test(text), 'A code has six digits.')

/** A recovery code as it was printed; case, spaces and hyphens do not matter. */
export const recoveryCode = z
  .string()
  .max(60)
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .refine((text) => /^[0-9A-Z]{24}$/.test(text), 'A recovery code has 24 letters and digits.')

const base64url = (most: number) =>
  z
    .string()
    .max(most, `At most ${most} characters.`)
    .regex(/^[\w-]+$/, 'This is not what a passkey answers.')

/** What a browser is asked for a passkey with: Web Authentication, sections 5.4 and 5.5, as JSON. */
export const passkeyOptions = z.looseObject({ challenge: z.string() })
export type PasskeyOptions = z.infer<typeof passkeyOptions>

/** A new passkey, of what the browser answers the parts that count. */
export const newPasskey = z.strictObject({
  id: base64url(1400),
  clientDataJSON: base64url(4000),
  attestationObject: base64url(20_000),
  transports: z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(7),
})
export type NewPasskey = z.output<typeof newPasskey>

/** What a passkey signed. */
export const signedPasskey = z.strictObject({
  id: base64url(1400),
  clientDataJSON: base64url(4000),
  authenticatorData: base64url(4000),
  signature: base64url(2000),
  /** Whose it is; not every key tells once it was asked for by name. */
  userHandle: base64url(100).nullable(),
})
export type SignedPasskey = z.output<typeof signedPasskey>

/** What proves that a person is there, besides the password. */
export const proof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('totp'), code }),
  z.strictObject({ by: z.literal('recovery'), code: recoveryCode }),
  z.strictObject({ by: z.literal('passkey'), signed: signedPasskey }),
])
export type Proof = z.output<typeof proof>

/** What answers it: the ticket and a proof. Five tries a ticket. */
export const secondStep = z.strictObject({ ticket: z.string().regex(/^[\w-]{43}$/, 'This is no ticket.'), proof })
export type SecondStep = z.output<typeof secondStep>

/** A password was right, and the second step is to come. */
export const factorNeeded = z.strictObject({
  outcome: z.literal('factor-needed'),
  /** Holds ten minutes. */
  ticket: z.string(),
  /** None where the account's factors were altered outside Candour: then colleagues alone can open it again. */
  ways: z.array(factorKind),
  /** What to ask the browser for one of the account's passkeys with; null where it has none. */
  passkey: passkeyOptions.nullable(),
})
export type FactorNeeded = z.infer<typeof factorNeeded>

export const factorRoutes = {
  /** The own ones, and how many recovery codes are left. */
  list: route({
    method: 'GET',
    path: '/api/factors',
    input: empty,
    output: z.strictObject({ factors: z.array(factor), recoveryCodesLeft: z.int() }),
  }),
  /** An authenticator app, RFC 6238: the secret is shown this once, and counts after a code of it was given. */
  startTotp: route({
    method: 'POST',
    path: '/api/factors/totp',
    input: z.strictObject({ name: line(40) }),
    output: z.strictObject({ id, secret: z.string(), uri: z.string() }),
  }),
  /** With the first one come the recovery codes, shown this once. */
  confirmTotp: route({
    method: 'POST',
    path: '/api/factors/:id/confirmation',
    input: z.strictObject({ id, code }),
    output: z.strictObject({ recoveryCodes: z.array(z.string()).nullable() }),
  }),
  /** What to ask the browser for a new passkey with; it holds five minutes. */
  startPasskey: route({ method: 'POST', path: '/api/factors/passkey', input: empty, output: passkeyOptions }),
  /** The new passkey counts from here on. With the first factor come the recovery codes, shown this once. */
  confirmPasskey: route({
    method: 'POST',
    path: '/api/factors/passkey/confirmation',
    input: z.strictObject({ name: line(40), passkey: newPasskey }),
    output: z.strictObject({ recoveryCodes: z.array(z.string()).nullable() }),
  }),
  /** New ones; the old ones are void. */
  makeRecoveryCodes: route({
    method: 'POST',
    path: '/api/factors/recovery-codes',
    input: empty,
    output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
  }),
  rename: route({
    method: 'PATCH',
    path: '/api/factors/:id',
    input: z.strictObject({ id, name: line(40) }),
    output: empty,
  }),
  remove: route({ method: 'DELETE', path: '/api/factors/:id', input: z.strictObject({ id }), output: empty }),
}
