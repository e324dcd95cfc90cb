/** Promise: a blob that cannot be stored or trusted is named as such, and never with a byte of what it holds. */

/** More or fewer bytes came than were announced. Nothing was kept. */
export class BlobTruncated extends Error {
  override readonly name = 'BlobTruncated'
  readonly expected: number
  readonly received: number
  constructor(expected: number, received: number) {
    super(`a blob of ${expected} bytes was announced, ${received} came`)
    this.expected = expected
    this.received = received
  }
}

/** There is a blob of that id already; it was not touched. */
export class BlobExists extends Error {
  override readonly name = 'BlobExists'
}

/** `facts`: the stored hashes do not fit together; `block`: one MiB of ciphertext; `seal`: it does not decrypt. */
export type AlteredPart = 'missing' | 'length' | 'facts' | 'block' | 'seal'

/** What is on disk is not what was written. */
export class BlobAltered extends Error {
  override readonly name = 'BlobAltered'
  readonly id: string
  readonly part: AlteredPart
  /** Which MiB, from 0; only with `block`. */
  readonly block: number | undefined
  constructor(id: string, part: AlteredPart, block?: number) {
    super(`blob ${id} was altered (${part}${block === undefined ? '' : ` ${block}`})`)
    this.id = id
    this.part = part
    this.block = block
  }
}

/** No room on the disk or in the quota. Nothing was kept. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull'
}
