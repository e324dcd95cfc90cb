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

/** What proves that a person is there, besides the password. */
export const proof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('totp'), code }),
  z.strictObject({ by: z.literal('recovery'), code: recoveryCode }),
])
export type Proof = z.output<typeof proof>

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
  /** New ones; the old ones are void. */
  makeRecoveryCodes: route({
    method: 'POST',
    path: '/api/factors/recovery-codes',
    input: empty,
    output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
  }),
  remove: route({ method: 'DELETE', path: '/api/factors/:id', input: z.strictObject({ id }), output: empty }),
}
