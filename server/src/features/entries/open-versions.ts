import type { ResourceChange } from '@candour/contract/entries.ts'
import { AppError } from '../../platform/app-error.ts'
import type { TouchedRecord } from '../../platform/database/transaction.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { ownersOf } from '../compartments/owners-of.ts'
import { readVersionOf, type OpenedResource } from '../resources/read-resource.ts'

/** What is larger is not compared here: its versions stand in the record. */
const largest = 256 * 1024

type Reading = Pick<Call<unknown>, 'tx' | 'vault' | 'keys' | 'now' | 'actor'>
type Closed = Exclude<ResourceChange['state'], 'open'>

/**
 * The version that an entry wrote and the one before it, through the wall: restricted, deleted, permissions. What can't be shown
 * says why, and stops nothing else.
 */
export async function openVersions(call: Reading, wrote: TouchedRecord): Promise<ResourceChange> {
  const { type, id, version, hash } = wrote
  const nothing = { of: 'resource', type, id, version, patient: null, before: null, after: null } as const
  if (!call.actor.can.has(type === 'Patient' ? 'patient.read' : 'record.read')) return { ...nothing, state: 'closed' }
  const after = await openOne(call, wrote)
  if (typeof after === 'string') return { ...nothing, state: after }
  if (after.hash !== hash) return { ...nothing, state: 'altered' }
  const before = version === 1 ? null : await openOne(call, { type, id, version: version - 1 })
  if (typeof before === 'string') return { ...nothing, state: before }
  const patient = (await ownersOf(call.tx, after.key))[0] ?? null
  if (after.bytes.length > largest || (before?.bytes.length ?? 0) > largest)
    return { ...nothing, patient, state: 'large' }
  const text = (one: OpenedResource | null) => (one === null || one.deleted ? null : one.bytes.toString())
  return { ...nothing, patient, state: 'open', before: text(before), after: text(after) }
}

async function openOne(
  call: Reading,
  { type, id, version }: Pick<TouchedRecord, 'type' | 'id' | 'version'>,
): Promise<OpenedResource | Closed> {
  const { tx, actor } = call
  const wasDeleted = new Set(tx.deleted)
  const wasHidden = tx.hidden.size
  try {
    const opened = await readVersionOf(call, type, id, version)
    const deleted = [...tx.deleted].filter((patient) => !wasDeleted.has(patient))
    if (deleted.length > 0 && !actor.can.has('patient.delete')) {
      // Dealt with: nothing of it leaves here, and the entry itself stays readable.
      for (const patient of deleted) tx.deleted.delete(patient)
      return 'closed'
    }
    // The entry says that it was there: without its mark it was taken away.
    return opened ?? (tx.hidden.size > wasHidden ? 'closed' : 'altered')
  } catch (error) {
    if (error instanceof SealBroken) return 'altered'
    if (error instanceof AppError && error.code === 'resource.gone') return 'gone'
    throw error
  }
}
