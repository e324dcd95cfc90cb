import type { Entry, entryRoutes } from '@candour/contract/entries.ts'
import { errors, type ErrorCode } from '@candour/contract/errors.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import { entries, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { isAbout } from '../../platform/ledger/open-entry.ts'
import { erasedAmong } from '../compartments/erased-among.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import type { Directory } from '../directory/directory.ts'
import { openIfWhole, placeOf } from './open-if-whole.ts'
import { countMatching, pageSize, searchEntries, storeFilterOf, type EntryFilterAsked } from './search-entries.ts'
import { verbWords } from './words.ts'

/** The practice's ledger, newest first, with names for those who may see them. */
export function listEntries(directory: Directory) {
  return async (
    call: Call<EntryFilterAsked & { before?: number | undefined }>,
  ): Promise<Outcome<OutputOf<typeof entryRoutes.list>>> => {
    const { before, ...asked } = call.input
    const filter = await storeFilterOf(call, asked)
    const [{ rows, next }, matching, total, names] = await Promise.all([
      searchEntries(call, filter, asked, before, pageSize),
      before === undefined ? countMatching(call, filter, asked) : null,
      entries.size(call.tx),
      nameMembers(call),
    ])
    const output = {
      entries: await showEntries(call, directory, rows, names, { about: filter.about }),
      before: next,
      total,
      matching,
      members: [...names.values()].map(({ id, name }) => ({ id, name })),
    }
    return { output, subjects: [] }
  }
}

/** What the reader did themselves, in this practice. */
export function listOwnEntries(directory: Directory) {
  return async (
    call: Call<EntryFilterAsked & { before?: number | undefined }>,
  ): Promise<Outcome<OutputOf<typeof entryRoutes.listOwn>>> => {
    const { before, ...asked } = call.input
    const filter = await storeFilterOf(call, { ...asked, member: call.actor.member })
    const [{ rows, next }, names] = await Promise.all([
      searchEntries(call, filter, asked, before, pageSize),
      nameMembers(call),
    ])
    return {
      output: { entries: await showEntries(call, directory, rows, names, { about: filter.about }), before: next },
      subjects: [],
    }
  }
}

interface Showing {
  /** From where it was done is left out where it was not the reader. */
  hidesPlaces?: boolean
  /** Whom the entries were asked about; null: anybody. */
  about?: string | null
}

/** Patients are named to those alone who may open their records. An entry that was altered is named and stops no other (P33). */
export async function showEntries(
  call: Call<unknown>,
  directory: Directory,
  rows: EntryRow[],
  names: Map<string, NamedMember>,
  { hidesPlaces = false, about = null }: Showing = {},
): Promise<Entry[]> {
  const patients = [...new Set(rows.flatMap((row) => (row.subjects.length === 1 ? row.subjects : [])))]
  const [people, erased] = await Promise.all([directory.get(call, patients), erasedAmong(call.tx, patients)])
  const listed = new Map(people.map((one) => [one.id, one]))
  return rows.map((row) => {
    const person = row.subjects.length === 1 ? listed.get(row.subjects[0]!) : undefined
    const patient =
      person === undefined ? null : { id: person.id, family: person.family, given: person.given, title: person.title }
    const withPlace = !hidesPlaces || row.actor === call.actor.member
    const isErased = erased.has(row.subjects[0] ?? '')
    return showEntry(row, openIfWhole(call, row, about), names, { patient, withPlace, isErased, about })
  })
}

interface Shown {
  patient: Entry['patient']
  withPlace: boolean
  isErased: boolean
  about: string | null
}

function showEntry(
  row: EntryRow,
  detail: EntryDetail | null,
  names: Map<string, NamedMember>,
  { patient, withPlace, isErased, about }: Shown,
): Entry {
  const { number, verb, outcome } = row
  const sure = { number, at: row.at.toISOString(), hash: row.leaf_hash.toString('hex') }
  if (detail === null) {
    const who = { member: null, name: 'Not known', role: '' }
    const isElsewhere = about !== null && !isAbout(row, about)
    const which = isElsewhere ? 'This entry, or its place in this list,' : 'This entry'
    const what = `${which} was altered outside Candour`
    return { ...sure, who, kind: 'refused', verb, what, patient: null, from: '', refusal: null, altered: true }
  }
  const words = verbWords[verb] ?? verb
  const whom = row.subjects.length > 1 ? '' : isErased ? ' $1 an erased patient' : ' $1 a patient'
  return {
    ...sure,
    who: whoDid(row, detail, names),
    kind: outcome as Entry['kind'],
    verb,
    what: patient === null ? words.replace(/ (of|to|under)$/, whom) : words,
    patient,
    from: withPlace ? placeOf(detail) || 'Candour' : '',
    refusal: detail.refusal === undefined ? null : (errors[detail.refusal as ErrorCode]?.[1] ?? detail.refusal),
    altered: false,
  }
}

const operator = { member: null, name: 'The operator', role: 'of this installation' }

/** Refused ones come from whoever has the link. */
const byPatientLink = { member: null, name: 'By a patient’s link', role: 'handed over by the practice' }

/** Who it was, by name; of the operator's support as the entry itself says it, sealed. */
export function whoDid(
  row: Pick<EntryRow, 'actor' | 'actor_kind'>,
  { support }: Pick<EntryDetail, 'support'>,
  names: Map<string, NamedMember>,
): Entry['who'] {
  if (row.actor_kind === 'support') return whoWasSupport(support ?? 'somebody')
  if (row.actor_kind === 'patient-link') return byPatientLink
  return row.actor_kind === 'operator' ? operator : whoOf(row.actor, names)
}

export function whoWasSupport(name: string): Entry['who'] {
  return { member: null, name: `Support: ${name}`, role: 'let in by the practice' }
}

export function whoOf(actor: string | null, names: Map<string, NamedMember>): Entry['who'] {
  if (actor === null) return { member: null, name: 'Candour', role: 'itself' }
  const named = names.get(actor)
  return { member: actor, name: named?.name ?? 'A member', role: named?.role ?? '' }
}
