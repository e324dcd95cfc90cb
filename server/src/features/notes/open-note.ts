import type { Note } from '@candour/contract/notes.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { listResourceVersions, type ListedResource } from '../resources/list-summaries.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { readResource } from '../resources/read-resource.ts'
import { resourceId } from '../resources/resource-id.ts'
import { fromComposition } from './composition.ts'

/** Throws `note.not_found`. */
export async function openNote(call: Call<unknown>, asked: string, version?: number): Promise<Note> {
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(asked)) throw new AppError('note.not_found')
  const opened = await readResource(call, 'Composition', resourceId(call, 'Composition', asked), version)
  if (opened === null) throw new AppError('note.not_found')
  const resource = JSON.parse(opened.bytes.toString()) as FhirResource
  const { id, version: read, compartment: patient, key } = opened
  const note = await showNote(call, key, { id, version: read, patient, resource })
  return { ...note, can: mayAmend(call, note) }
}

interface OpenedNote {
  id: string
  version: number
  patient: string
  resource: FhirResource
}

/** The newest version alone is added to. */
export function mayAmend(
  { actor }: Call<unknown>,
  { version, versions }: Pick<Note, 'version' | 'versions'>,
): Note['can'] {
  return version === versions.at(-1)!.version && actor.can.has('note.write') && !actor.readOnly ? ['amend'] : []
}

export async function showNote(
  call: Call<unknown>,
  key: CompartmentKey,
  opened: OpenedNote,
): Promise<Omit<Note, 'can'>> {
  return noteOf(opened, await listResourceVersions(call, key, 'Composition', opened.id))
}

export function noteOf(
  { id, version, patient, resource }: OpenedNote,
  versions: readonly ListedResource[],
): Omit<Note, 'can'> {
  const shown = versions.map((one) => ({ version: one.version, at: one.at.toISOString(), author: one.summary.author }))
  const own = shown.find((one) => one.version === version)!
  return {
    id,
    patient,
    version,
    ...fromComposition(resource),
    status: resource['status'] === 'amended' ? 'amended' : 'final',
    author: own.author,
    // What came from elsewhere was finished before it was written here.
    finishedAt: versions.find((one) => one.version === version)!.summary.at,
    versions: shown,
  }
}
