import type { Within } from '../../platform/http/endpoint.ts'
import { enqueue } from '../../platform/jobs/enqueue.ts'
import { sealDelta } from './delta.ts'
import { deltas } from './directory.store.ts'
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

/** From the commit on nobody finds the patient; the blocks are rewritten without them within seconds. */
export async function unlistPerson(within: Within, patient: string): Promise<void> {
  await deltas.write(within.tx, within.keys.directory.compartment, [{ patient, revision: 1, sealed: null }])
  await enqueue(within, { name: 'directory.fold', runAt: within.now, payload: {} })
}
