import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openBeside, sealBeside, type GlassFacts } from '../compartments/admission.ts'
import { openBesideWall } from '../compartments/open-beside-wall.ts'
import { glasses, type GlassRow, type GlassState } from './glasses.store.ts'

export interface OpenedGlass {
  id: string
  revision: number
  facts: GlassFacts
  /** Of the patient whose record it is. */
  key: CompartmentKey
}

/** Null when the record was erased. SealBroken for a row that was altered or taken away. */
export async function openGlass(within: Within, row: GlassRow): Promise<OpenedGlass | null> {
  const { glass: id, patient, revision, sealed, mark } = row
  if (patient === null) throw new SealBroken('payload', `glass/${id}`)
  const beside = await openBesideWall(within, patient)
  if (beside === null) return null
  const facts = openBeside<GlassFacts>(within, beside.key, { kind: 'glass', id, revision }, sealed, mark)
  return { id, revision: revision!, facts, key: beside.key }
}

/** Throws `glass.not_found`. */
export async function findGlass(within: Within, id: string): Promise<OpenedGlass> {
  const row = await glasses.read(within.tx, id)
  const opened = row === null ? null : await openGlass(within, row)
  if (opened === null) throw new AppError('glass.not_found')
  return opened
}

export async function keepGlass(
  within: Within,
  { id, revision: before, key, facts: was }: OpenedGlass,
  state: GlassState,
  facts: GlassFacts,
): Promise<OpenedGlass> {
  const revision = before + 1
  await glasses.update(within.tx, {
    glass: id,
    state,
    revision,
    ...sealBeside(within, key, { kind: 'glass', id, revision }, facts),
  })
  noteChange(within.tx, 'glass', id, carriedOf(was), carriedOf(facts))
  return { id, revision, key, facts }
}

export function carriedOf({ until, endedAt, settled }: GlassFacts) {
  return { until, ended: endedAt, verdict: settled?.verdict ?? null }
}
