/** One route and what it does to the records in memory. */
import type { Route } from '@candour/contract/route.ts'
import type { z } from 'zod'
import { Refusal, type Visit } from './refusal.ts'

export interface Verb {
  route: Route
  open?: boolean
  verb: (input: never, visit: Visit) => unknown
}

export function verb<R extends Route>(
  route: R,
  does: (input: z.output<R['input']>, visit: Visit) => z.input<R['output']>,
  open = false,
): Verb {
  return { route, verb: does as Verb['verb'], open }
}

export function found<T>(
  thing: T | undefined,
  code: 'patient.not_found' | 'draft.not_found' | 'note.not_found' | 'file.not_found' | 'member.not_found',
): T {
  if (thing === undefined) throw new Refusal(code)
  return thing
}
