import type { Incident } from '@candour/contract/incidents.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { proposedBy } from '../notices/list-notices.ts'
import { openOnce, there } from './open-from-alert.ts'
import { openIncidentWith } from './open-incident.ts'
import { incidentIdFor, openIncident } from './sealed-incident.ts'

/** One click on what Candour found altered: known since the notice stands. Throws `notice.not_found`. */
export function openFromNotice(publicOrigin: string) {
  return async (call: Call<{ notice: string }>): Promise<Outcome<Incident>> => {
    const { heading, text, at } = await proposedBy(call, call.input.notice)
    const id = incidentIdFor(call, `notice ${call.input.notice} ${at.toISOString()}`, at.getTime())
    if ((await openIncident(call, id)) !== null) return there(call, id)
    const opening = {
      title: heading,
      what: text,
      kind: 'integrity' as const,
      role: 'controller' as const,
      happenedAt: null,
      awareAt: at.toISOString(),
      who: null,
      origin: { from: 'alarm' as const, notice: call.input.notice },
    }
    const by = { member: call.actor.member }
    return openOnce(call, id, () => openIncidentWith(call, id, by, opening, publicOrigin), heading)
  }
}
