/** Promise: a removed blob's name is gone from the disk, also after a power cut. */
import { dirname } from 'node:path'
import { hasCode, syncDirectory } from '../vault/disk.ts'
import { pathOf, type BlobName, type BlobStore } from './blob-store.ts'

/** @returns false when there was none: removing again is no error. */
export async function removeBlob(store: BlobStore, name: BlobName): Promise<boolean> {
  const path = pathOf(store, name)
  try {
    await store.disk.unlink(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
  await syncDirectory(store.disk, dirname(path))
  return true
}
