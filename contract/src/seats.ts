/**
 * A seat: somebody's place at a shared computer. A short code brings them back there within the hours of their last whole
 * sign-in; it is worth nothing at any other browser.
 */
import { z } from 'zod'
import { route } from './route.ts'
import { session } from './sessions.ts'
import { empty, id, instant } from './shapes.ts'

/** Why a code is too easily guessed, in words; null when it will do. */
export function weakPin(pin: string): string | null {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, at) => digit - digits[at]!)
  if (steps.every((step) => step === steps[0] && Math.abs(step) <= 1))
    return 'Not the same digit, and not digits in a row: they are tried first.'
  const repeats = [2, 3].some((length) => digits.every((digit, at) => digit === digits[at % length]))
  if (repeats || new Set(digits).size < 3) return 'This repeats itself, so it is tried first. Choose other digits.'
  return null
}

export const pin = z.string().regex(/^\d{6}$/, { error: 'A short code has six digits.', abort: true })

export const newPin = pin.superRefine((value, context) => {
  const fault = weakPin(value)
  if (fault !== null) context.addIssue({ code: 'custom', message: fault })
})

export const seat = z.strictObject({
  id,
  name: z.string(),
  role: z.string(),
  practice: z.string(),
  /** Until when the code opens here; null: a whole sign-in first. */
  openUntil: instant.nullable(),
})
export type Seat = z.infer<typeof seat>

export const seatRoutes = {
  /** Public: who can come back at this browser, by its own cookie. Empty anywhere else. */
  list: route({
    method: 'GET',
    path: '/api/seats',
    input: empty,
    output: z.strictObject({ seats: z.array(seat) }),
  }),
  /** Public: five wrong ones, and the code is off here until the next whole sign-in. */
  unlock: route({
    method: 'POST',
    path: '/api/seats/:id/session',
    input: z.strictObject({ id, pin }),
    output: session,
  }),
  /** The own one, here. */
  read: route({
    method: 'GET',
    path: '/api/seats/own',
    input: empty,
    output: z.strictObject({ isSet: z.boolean(), openUntil: instant.nullable() }),
  }),
  set: route({ method: 'PUT', path: '/api/seats/own', input: z.strictObject({ pin: newPin }), output: empty }),
  remove: route({ method: 'DELETE', path: '/api/seats/own', input: empty, output: empty }),
}
