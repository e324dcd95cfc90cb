/** Promise: a blob is one sealed file that is written once, and every path is made of checked names. */
import { join } from 'node:path'
import { localDisk, makeDirectory, type Disk } from '../vault/disk.ts'
import { newId } from '../vault/ids.ts'
import type { CompartmentKey, Place, Vault } from '../vault/vault.ts'

export interface BlobStore {
  readonly directory: string
  readonly vault: Pick<Vault, 'startSealing' | 'openRange'>
  readonly disk: Disk
  /** Directories that this process made, or found, and whose names are on disk. */
  readonly made: Set<string>
  /** Buffers of a MiB of sealed bytes that wait to be used again: making one costs as much as filling it. */
  readonly blocks: Buffer[]
}

/** Names one blob. Ids are UUIDs in lower case. */
export interface BlobName {
  practice: string
  id: string
}

/** What the database keeps of a blob, apart from the file: without it the file is not trusted. */
export interface BlobFacts {
  /** Plain bytes. */
  size: number
  /** SHA-256 of each MiB of ciphertext, 32 bytes each, concatenated. */
  hashes: Buffer
  /** RFC 6962 tree hash over them, 32 bytes. */
  root: Buffer
}

export interface SealedBlobName extends BlobName {
  key: CompartmentKey
}

export const MIB = 1_048_576

/** Makes the directory and its staging area. */
export async function openBlobStore(
  directory: string,
  vault: BlobStore['vault'],
  disk: Disk = localDisk,
): Promise<BlobStore> {
  const store = { directory, vault, disk, made: new Set<string>(), blocks: [] }
  await makeDirectory(disk, stagingOf(store))
  return store
}

export function stagingOf(store: BlobStore): string {
  return join(store.directory, 'staging')
}

/** `<directory>/<practice>/<last two hex digits of the id>/<id>`: the last ones, for a UUIDv7 begins with the time. */
export function pathOf(store: BlobStore, { practice, id }: BlobName): string {
  return join(store.directory, checkedPractice(practice), checkedId(id).slice(-2), id)
}

/** A name in the staging area that no other upload has, and that tells whose it is. */
export function newStagedPath(store: BlobStore, { practice, id }: BlobName): string {
  return join(stagingOf(store), `${checkedPractice(practice)}.${checkedId(id)}.${newId()}`)
}

export function placeOf(id: string): Place {
  return { table: 'blob', field: 'content', record: id, revision: 1, schema: 1 }
}

function checkedPractice(practice: string): string {
  if (practice === 'staging' || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(practice))
    throw new TypeError('a practice id must fit a directory name')
  return practice
}

function checkedId(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new TypeError('a blob id is a UUID in lower case')
  return id
}
