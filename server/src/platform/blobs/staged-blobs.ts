/** Promise: what a crash leaves of an unfinished upload can be found and collected. */
import { join } from 'node:path'
import { hasCode, syncDirectory, withFile } from '../vault/disk.ts'
import { stagingOf, type BlobName, type BlobStore } from './blob-store.ts'

export interface StagedBlob extends BlobName {
  /** File name within the staging area. */
  name: string
  /** Bytes so far. */
  size: number
  changedAt: Date
}

/** Running uploads too: a collector takes only those that have not changed for longer than any upload may pause. */
export async function listStaged(store: BlobStore): Promise<StagedBlob[]> {
  const names = await store.disk.readdir(stagingOf(store))
  const staged = await Promise.all(names.map((name) => stagedBlob(store, name)))
  return staged.filter((blob) => blob !== undefined)
}

/** @returns false when it is gone already. */
export async function discardStaged(store: BlobStore, { name }: Pick<StagedBlob, 'name'>): Promise<boolean> {
  if (partsOf(name) === undefined) throw new TypeError('not the name of a staged blob')
  try {
    await store.disk.unlink(join(stagingOf(store), name))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
  await syncDirectory(store.disk, stagingOf(store))
  return true
}

async function stagedBlob(store: BlobStore, name: string): Promise<StagedBlob | undefined> {
  const parts = partsOf(name)
  if (parts === undefined) return undefined
  try {
    const file = await store.disk.open(join(stagingOf(store), name), 'r')
    const { size, mtime } = await withFile(file, () => file.stat())
    return { ...parts, name, size, changedAt: mtime }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function partsOf(name: string): BlobName | undefined {
  const [, practice, id] = /^([A-Za-z0-9][A-Za-z0-9_-]*)\.([0-9a-f-]{36})\.[0-9a-f-]{36}$/.exec(name) ?? []
  return practice === undefined || id === undefined ? undefined : { practice, id }
}
