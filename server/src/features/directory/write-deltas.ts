import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { sealDelta } from './delta.ts'
import { deltas } from './directory.store.ts'
import { foldSoon } from './fold-soon.ts'
import type { Person } from './person.ts'

/** Makes people findable from the commit on, at every node. */
export async function listPeople(
  within: Within,
  people: { revision: number; person: Person }[],
  key: CompartmentKey | null = within.keys.directory,
): Promise<void> {
  if (key === null) throw new AppError('directory.rebuilding')
  const rows = people.map(({ revision, person }) => ({
    patient: person.id,
    revision,
    sealed: sealDelta(within, key, revision, person),
  }))
  await deltas.write(within.tx, key.compartment, rows)
}

/** From the commit on nobody finds them; the blocks are rewritten without them within seconds. */
export async function unlistPeople(within: Within, patients: string[]): Promise<void> {
  const key = within.keys.directory
  if (key === null) throw new AppError('directory.rebuilding')
  const rows = patients.map((patient) => ({ patient, revision: 1, sealed: null }))
  await deltas.write(within.tx, key.compartment, rows)
  await foldSoon(within)
}
