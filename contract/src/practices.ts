/** A practice is the tenant: the controller of its records. */
import { z } from 'zod'
import { factorNeeded, secondStep } from './factors.ts'
import { newPassword } from './passwords.ts'
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
  /** Of an account that has a second factor, once the first answer asked for it. */
  second: secondStep.optional(),
})

export const practiceRoutes = {
  /** Public: the processing agreement that sign-up asks to accept (P61). */
  readAgreement: route({ method: 'GET', path: '/api/agreement', input: empty, output: agreementText }),
  /** Public: opens a practice with its first administrator, and signs that person in. */
  signUp: route({
    method: 'POST',
    path: '/api/practices',
    input: signUp,
    /**
     * Nothing is opened before the second step of an account that has one. Not signed in where the same request came before,
     * whose second step is used up.
     */
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('opened'), practice, signedIn: z.boolean() }),
      factorNeeded,
    ]),
  }),
}
