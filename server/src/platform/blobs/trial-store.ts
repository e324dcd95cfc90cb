/** For tests: a blob store over a real vault and a traced disk. */
import { join } from 'node:path'
import { newId } from '../vault/ids.ts'
import { tracedDisk, type TracedDisk } from '../vault/traced-disk.ts'
import { trialVault } from '../vault/trial-vault.ts'
import type { CompartmentKey } from '../vault/vault.ts'
import { openBlobStore, pathOf, type BlobStore } from './blob-store.ts'
import { readBlob, type BlobReading } from './read-blob.ts'
import { writeBlob, type NewBlob, type WrittenBlob } from './write-blob.ts'

export interface TrialStore {
  store: BlobStore
  disk: TracedDisk
  key: CompartmentKey
  directory: string
  write(bytes: Buffer, more?: Partial<NewBlob>): Promise<WrittenBlob & { id: string; path: string }>
  read(id: string, facts: BlobReading['facts'], more?: Partial<BlobReading>): Promise<Buffer>
  remove(): Promise<void>
}

export async function trialStore(): Promise<TrialStore> {
  const { vault, directory: root, remove } = await trialVault()
  await vault.createPracticeKey('p1')
  const { key } = await vault.newCompartment('p1', 'c1', 'patient')
  const directory = join(root, 'blobs')
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
  const disk = tracedDisk((path) =>
    path
      .replace(directory, '')
      .replace(/\.[0-9a-f-]{36}$/, '.x')
      .replace(uuid, 'id'),
  )
  const store = await openBlobStore(directory, vault, disk)
  disk.trace.length = 0
  return {
    store,
    disk,
    key,
    directory,
    async write(bytes, more = {}) {
      const blob = { practice: 'p1', id: newId(), key, source: parts(bytes), expectedSize: bytes.length, ...more }
      return { ...(await writeBlob(store, blob)), id: blob.id, path: pathOf(store, blob) }
    },
    async read(id, facts, more = {}) {
      const all: Buffer[] = []
      for await (const part of readBlob(store, { practice: 'p1', id, key, facts, ...more })) all.push(part)
      return Buffer.concat(all)
    },
    remove,
  }
}

/** The bytes in pieces of 64 KiB, as a socket gives them. */
export async function* parts(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
