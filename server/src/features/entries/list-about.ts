import type { entryRoutes } from '@candour/contract/entries.ts'
import { routineVerbs } from '@candour/contract/entries.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import type { Directory } from '../directory/directory.ts'
import { nameMembers } from '../members/list-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { knownType } from '../resources/check-resource.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import { showEntries } from './list-entries.ts'
import { pageSize, searchBy } from './search-entries.ts'

interface Asked {
  type: string
  id: string
  before?: number | undefined
}

/**
 * A record's own history: all who opened or changed a patient's record, or one resource of it. From where somebody else did
 * it is for those who read the activity. Throws `patient.not_found`, `resource.not_found`.
 */
export function listEntriesAbout(directory: Directory) {
  return async (call: Call<Asked>): Promise<Outcome<OutputOf<typeof entryRoutes.listAbout>>> => {
    const { about, fits } = await whatAbout(call)
    const [{ rows, next }, names] = await Promise.all([
      searchBy(call, { ...everything, about }, fits, call.input.before, pageSize),
      nameMembers(call),
    ])
    const hidesPlaces = !call.actor.can.has('entry.read')
    const entries = await showEntries(call, directory, rows, names, { hidesPlaces, about })
    return { output: { entries, before: next }, subjects: [about] }
  }
}

const everything = { outcome: null, member: null, verbs: null, without: routineVerbs, from: null, to: null }

async function whatAbout(
  call: Call<Asked>,
): Promise<{ about: string; fits: ((detail: EntryDetail) => boolean) | null }> {
  const { input, tx } = call
  const type = knownType(input.type)
  if (type === 'Patient') return { about: (await openPatientKey(call, input.id)).compartment, fits: null }
  if (!isFhirId(input.id)) throw new AppError('resource.not_found')
  const opened = await readVersionOf(call, type, resourceId(call, type, input.id))
  if (opened === null) throw new AppError('resource.not_found')
  const { id, key, compartment } = opened
  const fits = ({ touched = [] }: EntryDetail) => touched.some((one) => one.type === type && one.id === id)
  // What was filed or is shared stands in its owners' logs.
  return { about: (await ownersOf(tx, key))[0] ?? compartment, fits }
}
