import type { Incident, incidentRoutes } from '@candour/contract/incidents.ts'
import type { z } from 'zod'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { actOnIncident } from './act-on-incident.ts'
import { refuseTimes, utc } from './open-by-hand.ts'

/** Whom and what it concerns, what may follow, what was done. Throws `incident.not_found`. */
export function assessIncident(call: Call<z.output<typeof incidentRoutes.assess.input>>): Promise<Outcome<Incident>> {
  const { id: _id, baseRevision: _base, ...assessment } = call.input
  return actOnIncident(call, () => ({ step: 'assessed', ...assessment }))
}

/** When it happened and when it was known, said otherwise than before; both stay. Throws `incident.times`. */
export function correctTimes(call: Call<z.output<typeof incidentRoutes.correct.input>>): Promise<Outcome<Incident>> {
  const { reason } = call.input
  return actOnIncident(
    call,
    () => {
      refuseTimes(call.input, call.now)
      return { step: 'corrected', ...utc(call.input), reason }
    },
    reason,
  )
}

/** What somebody saw or did, with its own time. Throws `incident.times` for one to come. */
export function addNote(call: Call<{ id: string; at: string; text: string }>): Promise<Outcome<Incident>> {
  const { at, text } = call.input
  return actOnIncident(call, () => {
    refuseTimes({ happenedAt: null, awareAt: at }, call.now)
    return { step: 'noted', at: new Date(at).toISOString(), text }
  })
}
