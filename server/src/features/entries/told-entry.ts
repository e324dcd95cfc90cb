import type { Entry, FieldsChange } from '@candour/contract/entries.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import type { Directory } from '../directory/directory.ts'
import type { NamedMember } from '../members/list-members.ts'
import { tellsWords } from './closed-words.ts'
import { fieldsInWords } from './field-words.ts'
import { showEntries } from './list-entries.ts'
import { openIfWhole } from './open-if-whole.ts'

/** An entry as it leaves in a file. */
export interface ToldEntry {
  entry: Entry
  row: Pick<EntryRow, 'actor_kind' | 'actor'>
  /** Null for one that was altered. */
  detail: EntryDetail | null
  /** Null where there is none, and where it is not the reader's business: a record that they may not open, a case. */
  reason: string | null
  fields: FieldsChange[]
  /** Whom it was about: members, patients whom the reader may see, and how many others. */
  about: { members: NamedMember[]; patients: string[]; others: number }
}

/** As the reader may see them at this moment. @param about whom they were asked about; null: anybody */
export async function tellEntries(
  call: Call<unknown>,
  directory: Directory,
  rows: EntryRow[],
  names: Map<string, NamedMember>,
  about: string | null,
): Promise<ToldEntry[]> {
  const subjects = [...new Set(rows.flatMap((row) => row.subjects))]
  const [shown, hidden, listed] = await Promise.all([
    showEntries(call, directory, rows, names, { about }),
    hiddenFrom(call),
    directory.get(call, subjects),
  ])
  const known = new Set(listed.map(({ id }) => id))
  const { locations } = call.actor.rules
  return rows.map((row, place) => {
    const detail = openIfWhole(call, row, about)
    const isHidden = row.subjects.some((subject) => hidden.has(subject))
    const isClosed = isHidden || detail === null || !tellsWords(call, row, detail, 'of-activity')
    // What an altered one says of who it was, and about whom, is nobody's word.
    const subjectsOf = detail === null ? [] : row.subjects
    const patients = subjectsOf.filter((subject) => known.has(subject))
    const members = subjectsOf.flatMap((subject) => names.get(subject) ?? [])
    return {
      entry: shown[place]!,
      row: detail === null ? { actor_kind: row.actor_kind, actor: null } : row,
      detail,
      reason: isClosed ? null : (detail.reason ?? null),
      fields: isClosed ? [] : fieldsInWords(detail.changes ?? [], { names, locations }),
      about: { members, patients, others: subjectsOf.length - patients.length - members.length },
    }
  })
}
