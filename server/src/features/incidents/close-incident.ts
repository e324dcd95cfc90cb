import type { Incident } from '@candour/contract/incidents.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { actOnIncident, keepStep } from './act-on-incident.ts'
import { findIncident } from './find-incident.ts'
import { stillOpen } from './still-open.ts'

/** Asks twice: what is still open is listed, and kept with the closing. Throws `incident.still_open`. */
export function closeIncident(
  call: Call<{ id: string; baseRevision: number; note: string; although: boolean }>,
): Promise<Outcome<Incident>> {
  const { note, although } = call.input
  return actOnIncident(
    call,
    ({ opened: { folded } }) => {
      const left = stillOpen(folded, call.now)
      if (left.length > 0 && !although) throw new AppError('incident.still_open')
      return { step: 'closed', note, stillOpen: left }
    },
    note,
  )
}

/** Throws `incident.open`. */
export async function reopenIncident(call: Call<{ id: string; reason: string }>): Promise<Outcome<Incident>> {
  const { id, reason } = call.input
  const found = await findIncident(call, id)
  if (found.opened.folded.isOpen) throw new AppError('incident.open')
  return keepStep(call, found, { step: 'reopened', reason }, reason)
}
