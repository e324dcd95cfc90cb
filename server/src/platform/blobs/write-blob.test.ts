import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealedSize } from '../vault/chunked-encryption.ts'
import { digest } from '../vault/digest.ts'
import { newId } from '../vault/ids.ts'
import { diskError } from '../vault/traced-disk.ts'
import { BlobExists, BlobTruncated, StorageFull } from './blob-errors.ts'
import { MIB } from './blob-store.ts'
import { treeRoot } from './hash-tree.ts'
import { readBlob } from './read-blob.ts'
import { parts, trialStore, type TrialStore } from './trial-store.ts'

let trial: TrialStore

beforeEach(async () => {
  trial = await trialStore()
})

afterEach(() => trial.remove())

const staged = () => readdirSync(join(trial.directory, 'staging'))

function files(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

describe('a new blob', () => {
  it.each([0, 1, 16_384, MIB, 2 * MIB + 12_345])(
    'of %d bytes is sealed on disk and described by its hashes',
    async (size) => {
      const bytes = randomBytes(size)
      const written = await trial.write(bytes)
      const onDisk = readFileSync(written.path)
      expect(written).toMatchObject({ size, sealedSize: sealedSize(size) })
      expect(onDisk).toHaveLength(written.sealedSize)
      expect(written.sha256.equals(digest(bytes))).toBe(true)
      const hashes = []
      for (let at = 0; at < onDisk.length; at += MIB) hashes.push(digest(onDisk.subarray(at, at + MIB)))
      expect(written.hashes.equals(Buffer.concat(hashes))).toBe(true)
      expect(written.root.equals(treeRoot(written.hashes))).toBe(true)
      if (size > 64) expect(onDisk.includes(bytes.subarray(0, 16))).toBe(false)
      expect((await trial.read(written.id, written)).equals(bytes)).toBe(true)
    },
  )

  it('gets its name only after its bytes are synced, in directories that are synced', async () => {
    const { id, path } = await trial.write(randomBytes(MIB))
    const shard = `/p1/${id.slice(-2)}`
    expect(trial.disk.trace.filter((step) => !step.startsWith('close'))).toEqual([
      'open wx /staging/p1.id.x',
      `write ${MIB} /staging/p1.id.x`,
      `write ${sealedSize(MIB) - MIB} /staging/p1.id.x`,
      'sync /staging/p1.id.x',
      'mkdir /p1',
      'open r ',
      'sync ',
      `mkdir ${shard}`,
      'open r /p1',
      'sync /p1',
      `link /staging/p1.id.x ${shard}/id`,
      `open r ${shard}`,
      `sync ${shard}`,
      'unlink /staging/p1.id.x',
    ])
    expect(path).toBe(join(trial.directory, shard, id))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(staged()).toEqual([])
  })

  it('never overwrites', async () => {
    const { id, path } = await trial.write(Buffer.from('first'))
    const before = readFileSync(path)
    await expect(trial.write(Buffer.from('second'), { id })).rejects.toThrow(
      new BlobExists(`blob ${id} exists already`),
    )
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(staged()).toEqual([])
  })

  it('is written once by two that write it at once', async () => {
    const id = newId()
    const results = await Promise.allSettled([trial.write(randomBytes(9), { id }), trial.write(randomBytes(9), { id })])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(staged()).toEqual([])
  })

  it.each([
    [100, 99],
    [0, 1],
    [100, 101],
  ])('of %d announced bytes is refused when %d come', async (expectedSize, size) => {
    await expect(trial.write(randomBytes(size), { expectedSize })).rejects.toThrow(
      new BlobTruncated(expectedSize, size),
    )
    expect(files(trial.directory)).toEqual([])
  })

  it('stops reading as soon as more comes than was announced', async () => {
    let asked = 0
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        asked++
        yield Buffer.alloc(60)
      }
    }
    await expect(trial.write(Buffer.alloc(0), { source: endless(), expectedSize: 100 })).rejects.toThrow(BlobTruncated)
    expect(asked).toBe(2)
  })

  it('need not announce its size', async () => {
    const written = await trial.write(Buffer.from('abc'), { expectedSize: undefined })
    expect(written.size).toBe(3)
  })

  it('is not kept when its source fails', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield randomBytes(2 * MIB)
      throw new Error('the sender went away')
    }
    await expect(trial.write(Buffer.alloc(0), { source: failing(), expectedSize: undefined })).rejects.toThrow(
      'the sender went away',
    )
    expect(files(trial.directory)).toEqual([])
  })

  it('is not kept when it is aborted, even while the source is silent', async () => {
    const abort = new AbortController()
    async function* silent(): AsyncGenerator<Buffer> {
      yield randomBytes(2 * MIB)
      queueMicrotask(() => abort.abort(new Error('enough')))
      await new Promise(() => undefined)
    }
    const work = trial.write(Buffer.alloc(0), { source: silent(), expectedSize: undefined, signal: abort.signal })
    await expect(work).rejects.toThrow('enough')
    expect(files(trial.directory)).toEqual([])
  })

  it.each(['ENOSPC', 'EDQUOT'])(
    'says that storage is full on %s, wherever it happens, and keeps nothing',
    async (code) => {
      for (const step of ['open wx', 'write', 'sync /staging', 'mkdir', 'link', 'sync /p1']) {
        trial.disk.before = (next) => {
          if (next.startsWith(step)) throw diskError(code)
        }
        await expect(trial.write(randomBytes(2 * MIB))).rejects.toThrow(
          new StorageFull('there is no room for the file'),
        )
        expect(files(trial.directory)).toEqual([])
      }
      trial.disk.before = () => undefined
      await trial.write(randomBytes(10))
    },
  )

  it('reports another failure of the disk as it is', async () => {
    trial.disk.before = (step) => {
      if (step.startsWith('sync')) throw diskError('EIO')
    }
    await expect(trial.write(randomBytes(10))).rejects.toThrow('EIO')
    expect(files(trial.directory)).toEqual([])
  })

  it.each([
    '',
    '..',
    '../../etc/passwd',
    'AAAAAAAA-0000-7000-8000-000000000000',
    '0190f5d2-1111-7abc-8def-001122334455/x',
    '0190f5d2-1111-7abc-8def-001122334455\n',
  ])('takes no path for an id: %j', async (id) => {
    await expect(trial.write(Buffer.alloc(1), { id })).rejects.toThrow(
      new TypeError('a blob id is a UUID in lower case'),
    )
  })

  it.each(['', '.', '..', 'a/b', 'staging', '.a', 'x'.repeat(65)])(
    'takes no path for a practice: %j',
    async (practice) => {
      await expect(trial.write(Buffer.alloc(1), { practice })).rejects.toThrow(
        new TypeError('a practice id must fit a directory name'),
      )
    },
  )

  it('waits for the disk before it asks for more', async () => {
    let asked = 0
    async function* source(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 64; n++) {
        asked++
        yield Buffer.alloc(65_536)
      }
    }
    const seen: number[] = []
    trial.disk.before = (step) => {
      if (step.startsWith('write')) seen.push(asked)
    }
    await trial.write(Buffer.alloc(0), { source: source(), expectedSize: 64 * 65_536 })
    expect(seen).toEqual([16, 32, 48, 64, 64])
  })

  it('does not open under another id', async () => {
    const { path, ...written } = await trial.write(randomBytes(50))
    const other = await trial.write(randomBytes(50))
    expect(existsSync(path)).toBe(true)
    await expect(trial.read(other.id, written)).rejects.toMatchObject({ name: 'BlobAltered', part: 'block' })
  })
})

it('a large blob goes in and out in little memory', async () => {
  const size = 128 * MIB
  let peak = 0
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()))
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < size; at += 65_536) {
      sample()
      yield Buffer.alloc(65_536, at / 65_536)
    }
  }
  const small = await trial.write(randomBytes(MIB))
  await trial.read(small.id, small)
  const before = process.memoryUsage.rss()
  const facts = await trial.write(Buffer.alloc(0), { source: source(), expectedSize: size })
  let read = 0
  for await (const part of readBlob(trial.store, { practice: 'p1', id: facts.id, key: trial.key, facts })) {
    sample()
    read += part.length
  }
  expect(read).toBe(size)
  expect(peak - before).toBeLessThan(60 * MIB)
}, 30_000)

it('hands its pieces over as they come', async () => {
  const sizes: number[] = []
  for await (const part of parts(Buffer.alloc(70_000))) sizes.push(part.length)
  expect(sizes).toEqual([65_536, 4464])
})
