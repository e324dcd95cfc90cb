import { randomBytes } from 'node:crypto'
import { appendFileSync, copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealedSize } from '../vault/chunked-encryption.ts'
import { digest } from '../vault/digest.ts'
import { BlobAltered, type AlteredPart } from './blob-errors.ts'
import { MIB, type BlobFacts } from './blob-store.ts'
import { checkBlob } from './check-blob.ts'
import { treeRoot } from './hash-tree.ts'
import { readBlob } from './read-blob.ts'
import { trialStore, type TrialStore } from './trial-store.ts'

let trial: TrialStore
const bytes = randomBytes(3 * MIB + 54_321)
let blob: BlobFacts & { id: string; path: string }

beforeAll(async () => {
  trial = await trialStore()
  blob = await trial.write(bytes)
})

afterAll(() => trial.remove())

const altered = (part: AlteredPart, block?: number) => new BlobAltered(blob.id, part, block)

/** Facts that fit whatever stands on disk now, as a forger of both would make them. */
function forgedFacts(path: string, size: number): BlobFacts {
  const onDisk = readFileSync(path)
  const hashes = []
  for (let at = 0; at < onDisk.length; at += MIB) hashes.push(digest(onDisk.subarray(at, at + MIB)))
  return { size, hashes: Buffer.concat(hashes), root: treeRoot(Buffer.concat(hashes)) }
}

async function withAltered<Result>(change: (path: string) => void, use: () => Promise<Result>): Promise<Result> {
  const copy = `${blob.path}.copy`
  copyFileSync(blob.path, copy)
  try {
    change(blob.path)
    return await use()
  } finally {
    copyFileSync(copy, blob.path)
    rmSync(copy)
  }
}

function flip(path: string, at: number): void {
  const onDisk = readFileSync(path)
  onDisk[at]! ^= 1
  writeFileSync(path, onDisk)
}

describe('a blob', () => {
  it('is read whole, in parts of 16 KiB, and the file is closed', async () => {
    trial.disk.trace.length = 0
    const sizes: number[] = []
    const read: Buffer[] = []
    for await (const part of readBlob(trial.store, { practice: 'p1', id: blob.id, key: trial.key, facts: blob })) {
      sizes.push(part.length)
      read.push(part)
    }
    expect(Buffer.concat(read).equals(bytes)).toBe(true)
    expect(Math.max(...sizes)).toBe(16_384)
    expect(trial.disk.trace.map((step) => step.split(' ')[0])).toEqual(['open', 'close'])
  })

  it('gives any range', async () => {
    const edge = fc.oneof(
      fc.nat(bytes.length),
      fc.constantFrom(0, 1, 16_383, 16_384, 16_385, MIB - 56, MIB, MIB + 1, 2 * MIB, bytes.length - 1, bytes.length),
    )
    await fc.assert(
      fc.asyncProperty(edge, edge, async (one, other) => {
        const range = { start: Math.min(one, other), end: Math.max(one, other) }
        const read = await trial.read(blob.id, blob, { range })
        expect(read.equals(bytes.subarray(range.start, range.end))).toBe(true)
      }),
      { numRuns: 80 },
    )
  })

  it('gives every range of a small one that ends with a chunk', async () => {
    for (const size of [0, 5, 16_384, 32_768]) {
      const plain = randomBytes(size)
      const small = await trial.write(plain)
      for (const [start, end] of [
        [0, size],
        [0, 0],
        [size, size],
        [Math.floor(size / 2), size],
        [0, Math.floor(size / 2)],
      ]) {
        const read = await trial.read(small.id, small, { range: { start: start!, end: end! } })
        expect(read.equals(plain.subarray(start, end))).toBe(true)
      }
    }
  })

  it.each([
    { start: -1, end: 5 },
    { start: 5, end: 4 },
    { start: 0, end: bytes.length + 1 },
    { start: 0.5, end: 4 },
    { start: 0, end: NaN },
  ])('has no range %o', async (range) => {
    await expect(trial.read(blob.id, blob, { range })).rejects.toThrow(RangeError)
  })

  it('reads from disk only what a range needs', async () => {
    const blocks: number[] = []
    const store = {
      ...trial.store,
      disk: {
        ...trial.store.disk,
        async open(...args: Parameters<typeof trial.store.disk.open>) {
          const file = await trial.store.disk.open(...args)
          const read = async (into: Buffer, at: number, length: number, position: number) => {
            blocks.push(position)
            return file.read(into, at, length, position)
          }
          return { ...file, read: read as unknown as typeof file.read }
        },
      },
    }
    const range = { start: 2 * MIB + 100_000, end: 2 * MIB + 100_010 }
    for await (const part of readBlob(store, { practice: 'p1', id: blob.id, key: trial.key, facts: blob, range }))
      expect(part.equals(bytes.subarray(range.start, range.end))).toBe(true)
    expect(blocks).toEqual([0, 2 * MIB])
  })

  it('closes its file when the reader stops early', async () => {
    trial.disk.trace.length = 0
    for await (const _ of readBlob(trial.store, { practice: 'p1', id: blob.id, key: trial.key, facts: blob })) break
    expect(trial.disk.trace.at(-1)).toMatch(/^close/)
  })
})

describe('an altered blob', () => {
  it('is refused wherever one bit was flipped, and the MiB is named', async () => {
    const places = [
      0,
      23,
      24,
      55,
      56,
      57,
      MIB - 1,
      MIB,
      2 * MIB + 17,
      3 * MIB - 1,
      3 * MIB,
      sealedSize(bytes.length) - 1,
    ]
    for (const at of places) {
      const expected = at < 56 ? altered('seal') : altered('block', Math.floor(at / MIB))
      await withAltered(
        (path) => flip(path, at),
        () => expect(trial.read(blob.id, blob)).rejects.toThrow(expected),
      )
    }
  })

  it('gives nothing of the MiB that was altered, and what comes before', async () => {
    const read: Buffer[] = []
    await withAltered(
      (path) => flip(path, 2 * MIB + 5),
      async () => {
        const reading = readBlob(trial.store, { practice: 'p1', id: blob.id, key: trial.key, facts: blob })
        await expect(
          (async () => {
            for await (const part of reading) read.push(part)
          })(),
        ).rejects.toThrow(altered('block', 2))
      },
    )
    const before = Buffer.concat(read)
    expect(before.equals(bytes.subarray(0, before.length))).toBe(true)
    expect(before.length).toBeLessThan(2 * MIB)
  })

  it('is not noticed by a range elsewhere, and noticed by one within', async () => {
    await withAltered(
      (path) => flip(path, 2 * MIB + 5),
      async () => {
        await trial.read(blob.id, blob, { range: { start: 10, end: 20 } })
        await expect(trial.read(blob.id, blob, { range: { start: 2 * MIB, end: 2 * MIB + 1 } })).rejects.toThrow(
          altered('block', 2),
        )
      },
    )
  })

  it('is refused when it is cut, longer or gone', async () => {
    const refused = (part: AlteredPart) => () => expect(trial.read(blob.id, blob)).rejects.toThrow(altered(part))
    await withAltered((path) => truncateSync(path, sealedSize(bytes.length) - 1), refused('length'))
    await withAltered((path) => truncateSync(path, MIB), refused('length'))
    await withAltered((path) => appendFileSync(path, 'x'), refused('length'))
    await withAltered((path) => rmSync(path), refused('missing'))
  })

  it('is refused when its facts do not fit together', async () => {
    const refused = (facts: Partial<BlobFacts>) =>
      expect(trial.read(blob.id, { ...blob, ...facts })).rejects.toThrow(altered('facts'))
    await refused({ root: randomBytes(32) })
    await refused({ hashes: Buffer.concat([blob.hashes.subarray(32), blob.hashes.subarray(0, 32)]) })
    await refused({ hashes: blob.hashes.subarray(0, -32) })
    await refused({ hashes: Buffer.concat([blob.hashes, randomBytes(32)]) })
    await refused({ size: bytes.length + MIB })
    await expect(trial.read(blob.id, { ...blob, size: bytes.length - 1 })).rejects.toThrow(altered('length'))
  })

  it('does not decrypt, even when hashes and root were forged with it', async () => {
    for (const at of [5, 30, 60, MIB + 3, sealedSize(bytes.length) - 1])
      await withAltered(
        (path) => flip(path, at),
        () => expect(trial.read(blob.id, forgedFacts(blob.path, bytes.length))).rejects.toThrow(altered('seal')),
      )
  })

  it('does not decrypt when it was cut at a chunk and its facts were forged', async () => {
    const size = 2 * MIB
    await withAltered(
      (path) => truncateSync(path, sealedSize(size)),
      () => expect(trial.read(blob.id, forgedFacts(blob.path, size))).rejects.toThrow(altered('seal')),
    )
  })

  it('says nothing of what it holds', () => {
    expect(altered('block', 2).message).toBe(`blob ${blob.id} was altered (block 2)`)
    expect(altered('seal').message).toBe(`blob ${blob.id} was altered (seal)`)
  })

  it('reports a disk that fails as it is', async () => {
    trial.disk.before = () => {
      throw new Error('EIO')
    }
    await expect(trial.read(blob.id, blob)).rejects.toThrow('EIO')
    trial.disk.before = () => undefined
  })
})

describe('a scrubber', () => {
  it('passes what is whole, without a key', async () => {
    await expect(checkBlob(trial.store, { practice: 'p1', id: blob.id }, blob)).resolves.toBeNull()
  })

  it('names what is not', async () => {
    const check = () => checkBlob(trial.store, { practice: 'p1', id: blob.id }, blob)
    for (const at of [0, MIB, 3 * MIB + 5])
      await withAltered(
        (path) => flip(path, at),
        () => expect(check()).rejects.toThrow(altered('block', Math.floor(at / MIB))),
      )
    await withAltered(
      (path) => rmSync(path),
      () => expect(check()).rejects.toThrow(altered('missing')),
    )
  })
})
