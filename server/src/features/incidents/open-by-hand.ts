import type { Incident, incidentRoutes } from '@candour/contract/incidents.ts'
import type { z } from 'zod'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { handlersOf, mayHandle, namesFor } from './handlers.ts'
import { openIncidentWith } from './open-incident.ts'
import { showIncident } from './show-incident.ts'

/** Throws `member.not_found`, `incident.own`, `incident.times`. */
export function openByHand(publicOrigin: string) {
  return async (call: Call<z.output<typeof incidentRoutes.open.input>>): Promise<Outcome<Incident>> => {
    const { input, now, actor } = call
    refuseTimes(input, now)
    if (input.who !== null && !(await namesFor(call)).has(input.who)) throw new AppError('member.not_found')
    const handlers = await handlersOf(call)
    if (!mayHandle(call, input, handlers)) throw new AppError('incident.own')
    const opening = { ...input, ...utc(input), origin: { from: 'hand' } as const }
    const opened = await openIncidentWith(call, newId(), { member: actor.member }, opening, publicOrigin)
    const output = await showIncident(call, opened, handlers)
    return { output, subjects: [], reason: input.title, notFor: input.who }
  }
}

interface Times {
  happenedAt: string | null
  awareAt: string
}

/** What happened is known after it happened, and nobody knows of tomorrow. Throws `incident.times`. */
export function refuseTimes({ happenedAt, awareAt }: Times, now: Date): void {
  const aware = Date.parse(awareAt)
  if (aware > now.getTime() + 60_000 || (happenedAt !== null && Date.parse(happenedAt) > aware))
    throw new AppError('incident.times')
}

/** All instants are kept in UTC, so that they sort as text. */
export function utc({ happenedAt, awareAt }: Times): Times {
  const same = (instant: string) => new Date(instant).toISOString()
  return { happenedAt: happenedAt === null ? null : same(happenedAt), awareAt: same(awareAt) }
}
