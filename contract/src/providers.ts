/**
 * Another organisation's sign-in, by OpenID Connect: which one a practice trusts, for what, and whose account there is linked to
 * whose here. Nobody is ever linked by email.
 */
import { z } from 'zod'
import { route } from './route.ts'
import { signInOutcome } from './sessions.ts'
import { empty, id, instant, line } from './shapes.ts'

/** `allowed`: beside the password; `required`: instead of it, but for an administrator's passkey. */
export const providerModes = ['off', 'allowed', 'required'] as const
export type ProviderMode = (typeof providerModes)[number]

const mode = z.enum(providerModes)

/** Values of `acr`, `amr` or `acrs` of an ID token: one of them says that the provider asked for a second factor. */
const strong = z
  .array(
    z
      .string()
      .max(100, 'At most 100 characters.')
      .regex(/^[\x21-\x7e]+$/, 'No spaces in it.'),
  )
  .max(10, 'At most ten.')

/** What an administrator decides; the secret goes in and is never shown again. */
const decided = {
  /** As the provider writes it, for example `https://accounts.google.com`. */
  issuer: z.string().max(300, 'At most 300 characters.').trim(),
  clientId: line(300),
  /** What people call it: "Harbour Trust". */
  name: line(60),
  mode,
  strong,
  /** Minutes within which its person must have signed in there; null: it is not asked, and then it counts as one factor. */
  freshMinutes: z.int().min(5, 'At least 5 minutes.').max(720, 'At most 12 hours.').nullable(),
}

export const provider = z.strictObject({
  ...decided,
  issuer: z.string(),
  /** The operator took its issuer off the list: nobody comes in by it. */
  isListed: z.boolean(),
  since: instant,
  /** Members by how many, of those with access, come in by it; and who could not. */
  linked: z.int(),
  notLinked: z.array(z.strictObject({ member: id, name: z.string() })),
})
export type Provider = z.infer<typeof provider>

export const providerPage = z.strictObject({
  provider: provider.nullable(),
  /** Of the practice's rules, of which it is a part. */
  revision: z.int(),
  /** What whoever runs Candour lets practices choose from; one with `*` takes a tenant's id in its place. */
  issuers: z.array(z.string()),
  /** To be registered at the provider. */
  returnAddress: z.string(),
  /** Where members of this practice sign in by it. */
  signInAddress: z.string(),
})
export type ProviderPage = z.infer<typeof providerPage>

/** A practice that takes sign-ins by a provider, by the address of its sign-in page. */
export const offer = z.strictObject({ address: z.string(), practiceName: z.string(), provider: z.string() })
export type Offer = z.infer<typeof offer>

/** Whose account there opens which account here. */
export const providerLink = z.strictObject({
  id,
  practice: id,
  practiceName: z.string(),
  provider: z.string(),
  since: instant,
  lastUsedAt: instant.nullable(),
  /** The practice takes it today. */
  works: z.boolean(),
})
export type ProviderLink = z.infer<typeof providerLink>

/** The last part of a practice's sign-in address. */
const address = z.string().regex(/^[\w-]{64}$/, 'This is no address of a practice.')
const token = z.string().regex(/^[\w-]{43}$/, 'This is no link of an invitation.')

/** What came back in the address, as it came; null for what did not. */
const came = z.strictObject({
  state: z.string().max(200),
  code: z.string().min(1).max(4000).nullable(),
  iss: z.string().max(300).nullable(),
  error: z.string().max(100).nullable(),
})
export type Came = z.output<typeof came>

/** Where the browser goes to sign in there. */
const begun = z.strictObject({ url: z.string() })

export const providerRoutes = {
  read: route({ method: 'GET', path: '/api/provider', input: empty, output: providerPage }),
  /** Sets it up, or changes it. Another issuer or client is another provider: links to the old one are void. */
  set: route({
    method: 'PUT',
    path: '/api/provider',
    input: z.strictObject({
      ...decided,
      /** Null keeps the one that is there. */
      clientSecret: z.string().min(1).max(500).nullable(),
      baseRevision: z.int().min(1),
      reason: line(300),
    }),
    output: empty,
  }),
  /** At once and for good: sessions end, the secret and all links are void. */
  revoke: route({
    method: 'POST',
    path: '/api/provider/revocation',
    input: z.strictObject({ reason: line(300) }),
    output: z.strictObject({ ended: z.int() }),
  }),
  /** Public: what a sign-in page offers at this browser, and by the address of a practice. */
  offers: route({
    method: 'POST',
    path: '/api/provider/offers',
    input: z.strictObject({ address: address.optional() }),
    output: z.strictObject({ offers: z.array(offer) }),
  }),
  /** Public: begins a sign-in, or the acceptance of an invitation. */
  start: route({
    method: 'POST',
    path: '/api/provider/sign-in',
    input: z.strictObject({ address: address.optional(), invitation: token.optional() }),
    output: begun,
  }),
  /** Public: ends it, at the browser that began it, once. */
  finish: route({
    method: 'POST',
    path: '/api/provider/sign-in/return',
    input: came,
    output: z.union([signInOutcome, z.strictObject({ outcome: z.literal('accepted'), practice: z.string() })]),
  }),
  /** The own ones, and what could be linked. */
  links: route({
    method: 'GET',
    path: '/api/provider/links',
    input: empty,
    output: z.strictObject({ links: z.array(providerLink), offers: z.array(offer) }),
  }),
  startLink: route({
    method: 'POST',
    path: '/api/provider/links',
    input: z.strictObject({ address }),
    output: begun,
  }),
  finishLink: route({ method: 'POST', path: '/api/provider/links/return', input: came, output: empty }),
  unlink: route({ method: 'DELETE', path: '/api/provider/links/:id', input: z.strictObject({ id }), output: empty }),
}

/** Of a flow: what its return does, before anything else is known of it. */
export const isLinkState = (state: string): boolean => state.startsWith('link.')
