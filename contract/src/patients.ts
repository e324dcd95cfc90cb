/** A patient: stored as a FHIR Patient, shown as a card. Names and dates follow the NHS Common User Interface. */
import { z } from 'zod'
import { isNhsNumber, plainNhsNumber } from './nhs-number.ts'
import { route } from './route.ts'
import { date, email, empty, instant, line } from './shapes.ts'
import { timelineRoute } from './timeline.ts'

export const sexes = ['female', 'male', 'other', 'unknown'] as const
export const sex = z.enum(sexes)

export const nhsNumber = z
  .string()
  .max(30)
  .transform(plainNhsNumber)
  .refine((digits) => /^\d{10}$/.test(digits), 'An NHS number has 10 digits.')
  .refine(
    (digits) => !/^\d{10}$/.test(digits) || isNhsNumber(digits),
    "The last digit doesn't fit the rest. Check it against the letter or card.",
  )

/** UK numbers as people write them; kept as typed, compared by digits. */
export const phone = line(30).refine(
  (value) => /^\+?[\d\s().-]{7,}$/.test(value) && value.replace(/\D/g, '').length <= 15,
  'This is not a phone number.',
)

export const postcode = line(10)
  .transform((value) => value.toUpperCase().replace(/\s+/g, ''))
  .refine((value) => /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(value), 'This is not a UK postcode.')
  .transform((value) => `${value.slice(0, -3)} ${value.slice(-3)}`)

export const address = z.strictObject({
  lines: z.array(line(100)).max(4),
  town: line(80, 0),
  postcode: postcode.nullable(),
})

export const birthDate = date
  .refine((value) => value >= '1875-01-01', 'Nobody alive was born before 1875.')
  .refine(
    (value) => value <= new Date(Date.now() + 14 * 3600_000).toISOString().slice(0, 10),
    'This date is still to come.',
  )

export const allergies = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not_recorded') }),
  z.strictObject({ state: z.literal('none_known') }),
  z.strictObject({
    state: z.literal('listed'),
    items: z
      .array(z.strictObject({ substance: line(120), reaction: line(120, 0) }))
      .min(1)
      .max(50),
  }),
])

export const patientDetails = z.strictObject({
  family: line(80),
  given: line(120),
  title: line(20, 0).default(''),
  birthDate,
  sex,
  nhsNumber: nhsNumber.nullable().default(null),
  phone: phone.nullable().default(null),
  email: email.nullable().default(null),
  address: address.nullable().default(null),
  allergies: allergies.default({ state: 'not_recorded' }),
})
export type PatientDetails = z.infer<typeof patientDetails>

/** Loose on the way out: records that came from elsewhere may lack a name or hold a year alone. */
export const patientCard = z.strictObject({
  id: z.string(),
  version: z.int(),
  family: z.string(),
  given: z.string(),
  title: z.string(),
  /** YYYY, YYYY-MM or YYYY-MM-DD; empty when not recorded. */
  birthDate: z.string(),
  diedAt: z.string().nullable(),
  sex: z.enum([...sexes, 'not_recorded']),
  nhsNumber: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  address: z.strictObject({ lines: z.array(z.string()), town: z.string(), postcode: z.string().nullable() }).nullable(),
  allergies: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('not_recorded') }),
    z.strictObject({ state: z.literal('none_known') }),
    z.strictObject({
      state: z.literal('listed'),
      items: z.array(z.strictObject({ substance: z.string(), reaction: z.string() })),
    }),
  ]),
  /** Only where the record is restricted: to how many people, and until when the reader is there by a broken glass. */
  restricted: z.strictObject({ people: z.int(), until: instant.nullable() }).optional(),
  /** Only where it is so: every opening by somebody without a part in the care is told of. */
  watched: z.boolean().optional(),
})
export type PatientCard = z.infer<typeof patientCard>

/** What the finder shows: identity alone. */
export const patientMatch = z.strictObject({
  id: z.string(),
  family: z.string(),
  given: z.string(),
  title: z.string(),
  birthDate: z.string(),
  sex: patientCard.shape.sex,
  nhsNumber: z.string().nullable(),
  phone: z.string().nullable(),
  postcode: z.string().nullable(),
  /** Why it is here: `NHS number`, `Name and birth year`, `1 letter out`, `Same surname and birth date`, ... */
  reason: z.string(),
})
export type PatientMatch = z.infer<typeof patientMatch>

export const patientRoutes = {
  /** Answers with `registered`, or, unless `duplicatesSeen` is true and there are some, with `duplicates` alone and nothing kept. */
  register: route({
    method: 'POST',
    path: '/api/patients',
    input: patientDetails.extend({ duplicatesSeen: z.boolean().default(false) }),
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('registered'), patient: patientCard }),
      z.strictObject({ outcome: z.literal('duplicates'), duplicates: z.array(patientMatch) }),
    ]),
  }),
  /**
   * By POST: names in a query string end up in logs. Blank text gives the patients opened lately. Best first, at most 20;
   * the last `alike` of them fit by sound or spelling alone.
   */
  find: route({
    method: 'POST',
    path: '/api/patients/find',
    input: z.strictObject({ text: z.string().max(200) }),
    output: z.strictObject({
      matches: z.array(patientMatch),
      alike: z.int(),
      took: z.number(),
      more: z.boolean(),
      /** What was typed is the NHS number of a record that is restricted to others; no more is told of it. */
      restricted: z.boolean(),
    }),
  }),
  /** The patients that this member opened last, newest first, at most 10; and whether the practice has any at all. */
  recent: route({
    method: 'GET',
    path: '/api/patients/recent',
    input: empty,
    output: z.strictObject({
      patients: z.array(patientMatch.extend({ openedAt: instant })),
      anyRegistered: z.boolean(),
    }),
  }),
  read: route({
    method: 'GET',
    path: '/api/patients/:id',
    input: z.strictObject({ id: z.string().max(64) }),
    output: patientCard,
  }),
  /** `baseVersion` is the version that was on screen; another one in between answers 409 and changes nothing. */
  amend: route({
    method: 'PUT',
    path: '/api/patients/:id',
    input: patientDetails.extend({ id: z.string().max(64), baseVersion: z.int().min(1) }),
    output: patientCard,
  }),
  /** Whether each opening by somebody without a part in the care is told of: of whom the public is curious about. */
  watch: route({
    method: 'PUT',
    path: '/api/patients/:id/watched',
    input: z.strictObject({ id: z.string().max(64), watched: z.boolean(), baseVersion: z.int().min(1) }),
    output: patientCard,
  }),
  timeline: timelineRoute,
  /**
   * What references of this record name. By POST: an id from elsewhere may be a number that names somebody. Those that
   * lead nowhere are left out; `value` is what was found, with its unit.
   */
  names: route({
    method: 'POST',
    path: '/api/patients/:id/names',
    input: z.strictObject({ id: z.string().max(64), references: z.array(z.string().max(130)).min(1).max(200) }),
    output: z.strictObject({
      names: z.array(z.strictObject({ reference: z.string(), name: z.string(), value: z.string() })),
    }),
  }),
}
