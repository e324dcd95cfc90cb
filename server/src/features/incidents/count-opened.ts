import type { Incident } from '@candour/contract/incidents.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { touchedRecords } from '../../platform/ledger/touched-records.store.ts'
import { openingVerbs } from '../entries/opening-verbs.ts'
import { actOnIncident } from './act-on-incident.ts'
import { namesFor } from './handlers.ts'
import type { Counted } from './incident-step.ts'

/** The different records that were opened, and how often, by the ledger's own entries: nobody types these. */
export async function countOpened(
  { tx }: Pick<Within, 'tx'>,
  { actor, fromAt, toAt }: Pick<Counted, 'actor' | 'fromAt' | 'toAt'>,
): Promise<Counted> {
  const { people, records, first, last } = await touchedRecords.count(tx, actor, fromAt, toAt, openingVerbs)
  const entries = first === null || last === null ? null : { first, last }
  return { actor, fromAt, toAt, people, records, entries }
}

/** Throws `incident.not_found`, `member.not_found`, `incident.times`. */
export async function countAffected(
  call: Call<{ id: string; baseRevision: number; member: string | null; fromAt: string; toAt: string }>,
): Promise<Outcome<Incident>> {
  const { member, fromAt, toAt } = call.input
  return actOnIncident(call, async () => {
    if (member !== null && !(await namesFor(call)).has(member)) throw new AppError('member.not_found')
    const [from, to] = [new Date(fromAt), new Date(toAt)]
    if (to <= from) throw new AppError('incident.times')
    const asked = { actor: member, fromAt: from.toISOString(), toAt: to.toISOString() }
    return { step: 'counted', ...(await countOpened(call, asked)) }
  })
}
