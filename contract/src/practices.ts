/** A practice is the tenant: the controller of its records. */
import { z } from 'zod'
import { route } from './route.ts'
import { empty, email, id, instant, line } from './shapes.ts'

export const practiceKinds = ['dental', 'gp', 'community', 'ambulance'] as const
export const practiceKind = z.enum(practiceKinds)
export type PracticeKind = z.infer<typeof practiceKind>

export const practice = z.strictObject({
  id,
  kind: practiceKind,
  name: z.string(),
  town: z.string(),
  /** Invented people, for show. */
  isDemo: z.boolean(),
  trialEndsAt: instant,
  /** After the trial a practice reads, prints and takes its data out; it does not write. */
  readOnly: z.boolean(),
})
export type Practice = z.infer<typeof practice>

/** The passwords that sign-in takes: length is what counts (security.md, People). */
export const newPassword = z
  .string()
  .max(1024, 'At most 256 characters.')
  .transform((value) => value.normalize('NFC'))
  .refine((value) => [...value].length >= 15, 'Use at least 15 characters. Three or four unrelated words do well.')
  .refine((value) => [...value].length <= 256, 'At most 256 characters.')

export const agreementText = z.strictObject({
  version: z.string(),
  title: z.string(),
  /** SHA-256 of the text as shown, hex. Acceptance records it. */
  sha256: z.string(),
  sections: z.array(z.strictObject({ heading: z.string(), paragraphs: z.array(z.string()) })),
})

export const signUp = z.strictObject({
  kind: practiceKind,
  name: line(120),
  town: line(80),
  person: z.strictObject({ name: line(120), role: line(80), email, password: newPassword }),
  agreement: z.strictObject({
    version: z.string().max(20),
    /** The name typed by the person who accepts for the practice. */
    acceptedBy: line(120),
  }),
})

export const practiceRoutes = {
  /** Public: the processing agreement that sign-up asks to accept (P61). */
  readAgreement: route({ method: 'GET', path: '/api/agreement', input: empty, output: agreementText }),
  /** Public: opens a practice with its first administrator, and signs that person in. */
  signUp: route({
    method: 'POST',
    path: '/api/practices',
    input: signUp,
    /** Not signed in when the account has a second factor: then the person signs in as always. */
    output: z.strictObject({ practice, signedIn: z.boolean() }),
  }),
}
