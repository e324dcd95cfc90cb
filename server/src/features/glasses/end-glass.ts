import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { isLive } from '../compartments/admission.ts'
import { findGlass, keepGlass } from './opened-glass.ts'

/** Before its time, by hand. One that has ended stays as it is. Throws `glass.not_found`, for another's too. */
export async function endGlass(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { input, actor, now } = call
  const opened = await findGlass(call, input.id)
  const { facts } = opened
  if (facts.member !== actor.member && !actor.can.has('glass.review')) throw new AppError('glass.not_found')
  if (isLive(facts, now)) await keepGlass(call, opened, 'ended', { ...facts, endedAt: now.toISOString() })
  return { output: {}, subjects: [facts.patient] }
}
