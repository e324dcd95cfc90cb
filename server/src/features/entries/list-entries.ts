import { routineVerbs, type Entry, type entryKinds, type entryRoutes } from '@candour/contract/entries.ts'
import { errors, type ErrorCode } from '@candour/contract/errors.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { entries, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import type { Directory } from '../directory/directory.ts'
import { verbWords } from './words.ts'

const page = 50

interface Asked {
  kind: (typeof entryKinds)[number]
  member?: string | undefined
  patient?: string | undefined
  routine: 'shown' | 'folded'
  before?: number | undefined
}

/** The practice's ledger, newest first, with names for those who may see them. */
export function listEntries(directory: Directory) {
  return async (call: Call<Asked>): Promise<Outcome<OutputOf<typeof entryRoutes.list>>> => {
    const { kind, member = null, patient, routine, before = Number.MAX_SAFE_INTEGER } = call.input
    const outcome = kind === 'all' ? null : kind
    const about = patient === undefined ? null : (await openPatientKey(call, patient)).compartment
    const without = routine === 'folded' ? routineVerbs : []
    const [rows, total, names] = await Promise.all([
      entries.list(call.tx, { before, outcome, member, about, without, most: page + 1 }),
      entries.size(call.tx),
      nameMembers(call),
    ])
    const shown = rows.slice(0, page)
    const patients = [...new Set(shown.flatMap((row) => (row.subjects.length === 1 ? row.subjects : [])))]
    const listed = new Map((await directory.get(call, patients)).map((one) => [one.id, one]))
    const patientOf = (row: EntryRow) => {
      const person = row.subjects.length === 1 ? listed.get(row.subjects[0]!) : undefined
      return person === undefined
        ? null
        : { id: person.id, family: person.family, given: person.given, title: person.title }
    }
    const output = {
      entries: shown.map((row) => showEntry(call, row, names, patientOf(row))),
      before: rows.length > page ? shown.at(-1)!.number : null,
      total,
      members: [...names.values()].map(({ id, name }) => ({ id, name })),
    }
    return { output, subjects: [] }
  }
}

function showEntry(within: Within, row: EntryRow, names: Map<string, NamedMember>, patient: Entry['patient']): Entry {
  const detail = openEntry(within.vault, within.keys, row)
  const words = verbWords[row.verb] ?? row.verb
  return {
    number: row.number,
    at: row.at.toISOString(),
    who: row.actor_kind === 'operator' ? operator : whoOf(row.actor, names),
    kind: row.outcome as Entry['kind'],
    verb: row.verb,
    what: patient === null ? words.replace(/ (of|to|under)$/, row.subjects.length > 1 ? '' : ' $1 a patient') : words,
    patient,
    from: [detail.device, detail.address].filter((part) => part !== undefined && part !== '').join(' · ') || 'Candour',
    refusal: detail.refusal === undefined ? null : (errors[detail.refusal as ErrorCode]?.[1] ?? detail.refusal),
    hash: row.leaf_hash.toString('hex'),
  }
}

const operator = { member: null, name: 'The operator', role: 'of this installation' }

export function whoOf(actor: string | null, names: Map<string, NamedMember>): Entry['who'] {
  if (actor === null) return { member: null, name: 'Candour', role: 'itself' }
  const named = names.get(actor)
  return { member: actor, name: named?.name ?? 'A member', role: named?.role ?? '' }
}
