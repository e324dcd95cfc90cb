import type { Incident, incidentRoutes } from '@candour/contract/incidents.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { breather } from '../../platform/breathe.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { findIncident } from './find-incident.ts'
import { foldIncident } from './fold-incident.ts'
import { handlersOf, mayHandle } from './handlers.ts'
import { incidents, type StepRow } from './incidents.store.ts'
import { openSteps, type OpenedIncident } from './sealed-incident.ts'
import { showIncident, showSummary } from './show-incident.ts'

/** What was altered closes nothing else: it is named beside the others. */
export async function listIncidents(call: Call<unknown>): Promise<Outcome<OutputOf<typeof incidentRoutes.list>>> {
  const { opened, altered } = await openIncidents(call)
  const handlers = await handlersOf(call)
  const shown = opened
    .filter(({ folded }) => mayHandle(call, folded, handlers))
    .map((one) => showSummary(one, call.now))
    .toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.openedAt.localeCompare(a.openedAt))
  return { output: { incidents: shown, altered }, subjects: [] }
}

async function openIncidents(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
): Promise<{ opened: OpenedIncident[]; altered: string[] }> {
  const byIncident = new Map<string, StepRow[]>()
  for (const row of await incidents.list(within.tx))
    byIncident.set(row.incident, [...(byIncident.get(row.incident) ?? []), row])
  const opened: OpenedIncident[] = []
  const altered: string[] = []
  const breathe = breather()
  for (const [id, rows] of byIncident) {
    await breathe()
    try {
      const steps = openSteps(within, rows)
      opened.push({ id, steps, folded: foldIncident(steps) })
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      altered.push(id)
    }
  }
  return { opened, altered }
}

/** Throws `incident.not_found`; SealBroken for one that was altered. */
export async function readIncident(call: Call<{ id: string }>): Promise<Outcome<Incident>> {
  const { opened, handlers } = await findIncident(call, call.input.id)
  return { output: await showIncident(call, opened, handlers), subjects: [] }
}
