import type { IncidentNotice } from '@candour/contract/incident-words.ts'
import { incidentNotices } from '@candour/contract/incident-words.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { enqueue } from '../../platform/jobs/enqueue.ts'
import { withdrawNotice } from '../notices/add-notice.ts'
import { resourceId } from '../resources/resource-id.ts'
import { clocksOf, remindersOf } from './clocks.ts'
import type { OpenedIncident } from './sealed-incident.ts'

export const incidentJob = 'incident.remind'

/** One notice a clock and case; `opened` and `second` stand for the case itself, and for a decision that waits for somebody. */
export function noticeOf(
  keys: Pick<Within, 'vault' | 'keys'>,
  incident: string,
  what: IncidentNotice | 'opened' | 'second',
): string {
  return resourceId(keys, 'Notice', `incident ${incident} ${what}`)
}

/** After a step: what is to be reminded of at other times than before is asked for; a clock that stands still tells nothing more. */
export async function windClocks(within: Within, before: OpenedIncident | null, after: OpenedIncident): Promise<void> {
  const asked = new Set(before === null ? [] : remindersOf(before.folded, within.now).map(nameOf))
  const wanted = after.folded.isOpen ? remindersOf(after.folded, within.now) : []
  for (const reminder of wanted)
    if (!asked.has(nameOf(reminder)))
      await enqueue(within, { name: incidentJob, runAt: new Date(reminder.at), payload: { incident: after.id } })
  const runs = new Set(wanted.map(({ clock }) => clock))
  if (before === null) return
  for (const clock of Object.keys(incidentNotices) as IncidentNotice[])
    if (!runs.has(clock) && clocksOf(before.folded, within.now).some((one) => one.clock === clock))
      await withdrawNotice(within, noticeOf(within, after.id, clock))
  if (!after.folded.isOpen) await withdrawNotice(within, noticeOf(within, after.id, 'opened'))
}

function nameOf({ clock, stage, at }: { clock: string; stage: string; at: string }): string {
  return `${clock} ${stage} ${at}`
}
