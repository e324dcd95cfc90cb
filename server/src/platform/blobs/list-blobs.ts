/** Promise: what lies in the store can be listed without any key, so that a blob that no record names is found. */
import { join } from 'node:path'
import { hasCode, withFile } from '../vault/disk.ts'
import { pathOf, type BlobName, type BlobStore } from './blob-store.ts'

/** Practices that have a folder. */
export async function listBlobPractices(store: BlobStore): Promise<string[]> {
  const names = await store.disk.readdir(store.directory)
  return names.filter((name) => name !== 'staging' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name))
}

/** The ids of a practice's blobs, folder by folder. Whatever is not named as a blob in its place is left out. */
export async function* listBlobs(store: BlobStore, practice: string): AsyncGenerator<string[]> {
  const folder = join(store.directory, practice)
  for (const shard of await store.disk.readdir(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shard)) continue
    const names = await store.disk.readdir(join(folder, shard))
    const ids = names.filter((name) => uuid.test(name) && name.endsWith(shard))
    if (ids.length > 0) yield ids
  }
}

/** When its last byte was written; undefined when it is gone meanwhile. */
export async function blobWrittenAt(store: BlobStore, name: BlobName): Promise<Date | undefined> {
  try {
    const file = await store.disk.open(pathOf(store, name), 'r')
    return (await withFile(file, () => file.stat())).mtime
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
