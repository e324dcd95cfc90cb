import type { Incident } from '@candour/contract/incidents.ts'
import { alertRules } from '@candour/contract/alerts.ts'
import type { IncidentKind } from '@candour/contract/incident-words.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { alertWords } from '../alerts/alert-words.ts'
import { findAlert } from '../alerts/read-alert.ts'
import type { OpenedAlert } from '../alerts/sealed-alert.ts'
import { nameToTell } from '../members/read-member.ts'
import { countOpened } from './count-opened.ts'
import { findIncident } from './find-incident.ts'
import { handlersOf } from './handlers.ts'
import { openIncidentWith } from './open-incident.ts'
import { incidentIdFor, openIncident, type OpenedIncident } from './sealed-incident.ts'
import { showIncident } from './show-incident.ts'

const day = 86_400_000
const accounts: readonly string[] = ['many-failures', 'new-device', 'two-networks']

function incidentOfAlert(call: Pick<Call<unknown>, 'vault' | 'keys'>, alert: string, at: string): string {
  return incidentIdFor(call, `alert ${alert}`, Date.parse(at))
}

/**
 * An alert turned out to be more: its words, whom it is about, and what was opened since the day before are taken over. It was
 * known when somebody opens the case; that can be corrected. Throws `access.refused`, `alert.not_found`.
 */
export function openFromAlert(publicOrigin: string) {
  return async (call: Call<{ alert: string }>): Promise<Outcome<Incident>> => {
    // What the alert says would be read in the case.
    if (!call.actor.can.has('alert.review')) throw new AppError('access.refused')
    const alert = await findAlert(call, call.input.alert)
    const id = incidentOfAlert(call, alert.id, alert.facts.at)
    if ((await openIncident(call, id)) !== null) return there(call, id)
    const { facts } = alert
    const name = facts.member === null ? '' : await nameToTell(call, facts.member)
    const { title } = alertRules[facts.rule]
    const opening = {
      title,
      what: alertWords(facts, name).what,
      kind: kindOf(alert),
      role: 'controller' as const,
      happenedAt: facts.at,
      awareAt: call.now.toISOString(),
      who: facts.member,
      origin: { from: 'alert' as const, alert: alert.id, title, at: facts.at, entries: facts.entries },
    }
    const by = { member: call.actor.member }
    const counted = await countedFor(call, alert)
    return openOnce(call, id, () => openIncidentWith(call, id, by, opening, publicOrigin, counted), title)
  }
}

/** Of two who open the same at the same time one does, and both are shown it. */
export async function openOnce(
  call: Call<unknown>,
  id: string,
  open: () => Promise<OpenedIncident>,
  reason: string,
): Promise<Outcome<Incident>> {
  try {
    const opened = await open()
    const output = await showIncident(call, opened, await handlersOf(call))
    return { output, subjects: [], reason, notFor: opened.folded.who }
  } catch (error) {
    if (error instanceof AppError && error.code === 'record.changed_meanwhile') return there(call, id)
    throw error
  }
}

/** The same case, to whoever may see it. */
export async function there(call: Call<unknown>, id: string): Promise<Outcome<Incident>> {
  const { opened, handlers } = await findIncident(call, id)
  return { output: await showIncident(call, opened, handlers), subjects: [] }
}

function kindOf({ facts: { rule } }: OpenedAlert): IncidentKind {
  return accounts.includes(rule) ? 'account' : 'access'
}

/** What they opened from a day before it was noticed until now; nothing where it is about nobody in particular. */
async function countedFor(call: Call<unknown>, { facts }: OpenedAlert) {
  const request = facts.facts['request']
  const actor = facts.member ?? (request === undefined ? null : String(request))
  if (actor === null) return null
  const fromAt = new Date(Date.parse(facts.at) - day).toISOString()
  return countOpened(call, { actor, fromAt, toAt: call.now.toISOString() })
}
