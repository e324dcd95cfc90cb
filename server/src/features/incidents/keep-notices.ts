import type { Incident } from '@candour/contract/incidents.ts'
import { icoDueAt } from '@candour/contract/incident-clocks.ts'
import type { IncidentNotice } from '@candour/contract/incident-words.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { actOnIncident } from './act-on-incident.ts'
import { noticeFields } from './notice-drafts.ts'
import { refuseTimes } from './open-by-hand.ts'

/** One more version of a draft. Nothing leaves Candour by it. Throws `input.invalid` for a field that it has not. */
export function saveNotice(
  call: Call<{ id: string; baseRevision: number; notice: IncidentNotice; fields: { name: string; text: string }[] }>,
): Promise<Outcome<Incident>> {
  const { notice, fields } = call.input
  const known = noticeFields(notice)
  const names = fields.map(({ name }) => name)
  if (names.length !== known.length || new Set([...names, ...known]).size !== known.length)
    throw new AppError('input.invalid', [{ path: 'fields', message: 'These are not the fields of this notice.' }])
  return actOnIncident(call, () => ({ step: 'notice-saved', notice, fields }))
}

/** Told, outside Candour. Throws `incident.times`, `incident.late` where it was late and nobody says why. */
export function recordAct(
  call: Call<{
    id: string
    baseRevision: number
    notice: IncidentNotice
    at: string
    how: string
    reference: string
    lateReason: string | null
  }>,
): Promise<Outcome<Incident>> {
  const { notice, how, reference, lateReason } = call.input
  const at = new Date(call.input.at).toISOString()
  return actOnIncident(
    call,
    ({ opened: { folded } }) => {
      refuseTimes({ happenedAt: null, awareAt: at }, call.now)
      // Times are given to the minute.
      if (at.slice(0, 16) < folded.awareAt.slice(0, 16)) throw new AppError('incident.times')
      const isFirst = folded.acts.every((one) => one.notice !== 'ico')
      if (notice === 'ico' && isFirst && at > icoDueAt(folded.awareAt) && lateReason === null)
        throw new AppError('incident.late')
      const version = folded.saved.filter((one) => one.notice === notice).length
      return { step: 'recorded', notice, at, how, reference, lateReason, version }
    },
    `${how} ${reference}`.trim(),
  )
}
