import { BlobAltered } from '../../platform/blobs/blob-errors.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import { checkBlob } from '../../platform/blobs/check-blob.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { blobs, type KeptBlob } from './files.store.ts'

/** Where in the files one is: after a file, or in the middle of one, at a MiB of it. */
export interface FilePlace {
  file: string
  block: number
}

const lowest = '00000000-0000-0000-0000-000000000000'
/** MiB at a time. */
const most = 16

/** The next 16 MiB of files at most, or one that is smaller: their bytes against the hashes apart from them, without any key. */
export async function scrubFiles(
  tx: Transaction,
  store: BlobStore,
  after: FilePlace | null,
): Promise<{ altered: string[]; looked: number; next: FilePlace | null }> {
  if (after !== null && after.block > 0) {
    const begun = await blobs.keptOne(tx, after.file)
    const next = begun === null ? null : await look(tx, store, begun, after.block)
    if (typeof next === 'number') return { altered: [], looked: 0, next: { file: after.file, block: next } }
    return { altered: next === 'altered' ? [after.file] : [], looked: 1, next: { file: after.file, block: 0 } }
  }
  const [file] = await blobs.keptAfter(tx, after?.file ?? lowest, 1)
  if (file === undefined) return { altered: [], looked: 0, next: null }
  const next = await look(tx, store, file, 0)
  if (typeof next === 'number') return { altered: [], looked: 0, next: { file: file.blob, block: next } }
  return { altered: next === 'altered' ? [file.blob] : [], looked: 1, next: { file: file.blob, block: 0 } }
}

/** Where to go on in it; null at its end. */
async function look(
  tx: Transaction,
  store: BlobStore,
  { blob, content, ...facts }: KeptBlob,
  from: number,
): Promise<number | 'altered' | null> {
  try {
    return await checkBlob(store, { practice: tx.practice, id: content }, facts, from, most)
  } catch (error) {
    if (!(error instanceof BlobAltered)) throw error
    // It may have been removed by right while it was looked at.
    return (await blobs.keptOne(tx, blob))?.content === content ? 'altered' : null
  }
}

/** Whether all of a file's bytes are as its hashes say. One that is kept no more has nothing to be altered. */
export async function isFileWhole(tx: Transaction, store: BlobStore, blob: string): Promise<boolean> {
  const kept = await blobs.keptOne(tx, blob)
  if (kept === null) return true
  for (let from: number | 'altered' | null = 0; from !== null;) {
    from = await look(tx, store, kept, from)
    if (from === 'altered') return false
  }
  return true
}
