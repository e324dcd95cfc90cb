import { showDayAndTime } from '@candour/contract/formatting.ts'
import { icoDueAt, showDeadline } from '@candour/contract/incident-clocks.ts'
import { incidentKinds } from '@candour/contract/incident-words.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { foldIncident } from './fold-incident.ts'
import type { By, Counted, Opening, Step } from './incident-step.ts'
import { addStep, type OpenedIncident } from './sealed-incident.ts'
import { tasksFor } from './task-templates.ts'
import { tellHandlers } from './tell-handlers.ts'
import { noticeOf, windClocks } from './wind-clocks.ts'

/**
 * Opens a case, starts its clocks and tells the others who handle incidents. Throws `record.changed_meanwhile` where somebody
 * opened the same at the same time. @param counted what was counted for it from the ledger
 */
export async function openIncidentWith(
  within: Within,
  id: string,
  by: By,
  opening: Opening,
  publicOrigin: string,
  counted: Counted | null = null,
): Promise<OpenedIncident> {
  const { kind, role, awareAt, who } = opening
  const facts = { step: 'opened', ...opening, tasks: tasksFor(kind, role, awareAt) } as const
  let steps: Step[] = await addStep(within, id, [], by, facts)
  if (counted !== null) steps = await addStep(within, id, steps, 'candour', { step: 'counted', ...counted })
  const opened: OpenedIncident = { id, steps, folded: foldIncident(steps) }
  await windClocks(within, null, opened)
  const due =
    role === 'controller'
      ? `Unless no risk to people is likely, the ICO has to be told by ${showDeadline(icoDueAt(awareAt))}.`
      : 'The controller has to be told without undue delay.'
  await tellHandlers(within, {
    notice: noticeOf(within, id, 'opened'),
    heading: opening.origin.from === 'operator' ? 'Whoever runs Candour tells you of an incident' : 'A case was opened',
    text: `${incidentKinds[kind]}. It was known on ${showDayAndTime(awareAt)}. ${due} All of it stands under Incidents.`,
    url: `${publicOrigin}/incidents/${id}`,
    notFor: who,
    by: typeof by === 'object' ? by.member : null,
  })
  return opened
}
