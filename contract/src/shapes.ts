/** Shapes that several nouns share. Every object refuses unknown fields. */
import { z } from 'zod'

export const empty = z.strictObject({})

/** A UUID, any version, lower case. Internal ids are UUIDv7 and may be minted by the client. */
export const id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'This is not an id that Candour gives out.')

/** An instant, ISO 8601 with time zone. */
export const instant = z.iso.datetime({ offset: true, error: 'This is not a date and time.' })

/** A calendar date that exists, YYYY-MM-DD. */
export const date = z.iso.date({ error: 'This date does not exist. Write it as YYYY-MM-DD.' })

/**
 * Half a surrogate pair is no character, and no word has 31 combining marks in a row (UAX #15, stream-safe text): longer
 * runs take a time to normalise that grows with the square of their length.
 */
function isShowable(text: string): boolean {
  return text.isWellFormed() && !/\p{M}{31}/u.test(text)
}

/** One line of text for people: trimmed, Unicode NFC, no control characters. */
export function line(most: number, least = 1) {
  return z
    .string()
    .max(most, `At most ${most} characters.`)
    .refine((text) => isShowable(text) && !/\p{Cc}/u.test(text), 'This holds a character that cannot be shown.')
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length >= least, 'This is needed.')
}

/** Text of several lines: NFC, newlines and tabs allowed, other control characters refused. */
export function text(most: number) {
  return z
    .string()
    .max(most, `At most ${most} characters.`)
    .refine(
      (value) => isShowable(value) && !/[^\P{Cc}\n\r\t]/u.test(value),
      'This holds a character that cannot be shown.',
    )
    .transform((value) => value.normalize('NFC'))
}

export const email = z
  .string()
  .max(254, 'At most 254 characters.')
  .refine((value) => value.isWellFormed(), 'This is not an email address.')
  .transform((value) => value.normalize('NFC').trim())
  .refine((value) => /^[^\s@<>"(),:;\\[\]]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value), 'This is not an email address.')

/** Who did something, as people are shown it. */
export const person = z.strictObject({ member: id.nullable(), name: z.string(), role: z.string() })
export type Person = z.infer<typeof person>
