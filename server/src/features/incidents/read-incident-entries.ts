import type { Entry } from '@candour/contract/entries.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { touchedRecords } from '../../platform/ledger/touched-records.store.ts'
import type { Directory } from '../directory/directory.ts'
import { showEntries } from '../entries/list-entries.ts'
import { openingVerbs } from '../entries/opening-verbs.ts'
import { findIncident } from './find-incident.ts'
import type { Folded } from './fold-incident.ts'
import { namesFor } from './handlers.ts'

const page = 200

/** What the case rests on; patients are named to those alone who may open their records. Throws `incident.not_found`. */
export function readIncidentEntries(directory: Directory) {
  return async (call: Call<{ id: string }>): Promise<Outcome<{ entries: Entry[]; more: boolean }>> => {
    const { opened } = await findIncident(call, call.input.id)
    const rows = await entriesOf(call, opened.folded, page + 1)
    const entries = await showEntries(call, directory, rows.slice(0, page), await namesFor(call))
    return { output: { entries, more: rows.length > page }, subjects: [] }
  }
}

/** The entries of the alert, and those that were counted, newest first, each once. */
export async function entriesOf(
  { tx }: Pick<Within, 'tx'>,
  { origin, counted }: Folded,
  most: number,
): Promise<EntryRow[]> {
  const found = new Map<number, EntryRow>()
  if (origin.from === 'alert')
    for (const row of await lookingThrough.numbered(tx, origin.entries)) found.set(row.number, row)
  for (const { actor, fromAt, toAt } of counted)
    for (const row of await touchedRecords.list(tx, actor, fromAt, toAt, openingVerbs, most)) found.set(row.number, row)
  return [...found.values()].toSorted((a, b) => b.number - a.number).slice(0, most)
}
