import type { Within } from '../../platform/http/endpoint.ts'
import { sealDelta } from './delta.ts'
import { deltas } from './directory.store.ts'
import { foldSoon } from './fold-soon.ts'
import type { Person } from './person.ts'

/** Makes people findable from the commit on, at every node. */
export async function listPeople(within: Within, people: { revision: number; person: Person }[]): Promise<void> {
  const rows = people.map(({ revision, person }) => ({
    patient: person.id,
    revision,
    sealed: sealDelta(within, revision, person),
  }))
  await deltas.write(within.tx, within.keys.directory.compartment, rows)
}

/** From the commit on nobody finds them; the blocks are rewritten without them within seconds. */
export async function unlistPeople(within: Within, patients: string[]): Promise<void> {
  const rows = patients.map((patient) => ({ patient, revision: 1, sealed: null }))
  await deltas.write(within.tx, within.keys.directory.compartment, rows)
  await foldSoon(within)
}
