import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRootKey, openLocalKeyService } from './local-key-service.ts'
import { diskError, tracedDisk } from './traced-disk.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable, SealBroken } from './vault-errors.ts'

let root: string
let path: string

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'candour-root-'))
  path = join(root, 'root.key')
  await createRootKey(path)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const context = { purpose: 'practice-key', practice: 'p1', version: '1' }

describe("the root key's file", () => {
  it('has 32 random bytes, mode 0400', async () => {
    expect(statSync(path)).toMatchObject({ size: 32 })
    expect(statSync(path).mode & 0o777).toBe(0o400)
    await createRootKey(join(root, 'other.key'))
    expect(readFileSync(join(root, 'other.key')).equals(readFileSync(path))).toBe(false)
  })

  it('is synced, and its directory too', async () => {
    const disk = tracedDisk((name) => name.replace(root, '').replace(/\.[0-9a-f-]{36}$/, '.staged'))
    await createRootKey(join(root, 'other.key'), disk)
    expect(disk.trace.filter((step) => /^(sync|link)/.test(step))).toEqual([
      'sync /.other.key.staged',
      'link /.other.key.staged /other.key',
      'sync ',
    ])
  })

  it('is never overwritten', async () => {
    const before = readFileSync(path)
    await expect(createRootKey(path)).rejects.toThrow(new KeyExists(`there is a root key at ${path} already`))
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('reports another failure as it is', async () => {
    const disk = tracedDisk()
    disk.before = () => {
      throw diskError('ENOSPC')
    }
    await expect(createRootKey(join(root, 'other.key'), disk)).rejects.toThrow('ENOSPC')
  })

  it.each([0o440, 0o404, 0o420, 0o402, 0o410, 0o401, 0o644])('is refused with mode %o', async (mode) => {
    chmodSync(path, mode)
    await expect(openLocalKeyService(path)).rejects.toThrow(
      new KeysUnreachable(`the root key at ${path} can be read by others: set its mode to 0400 (chmod 400)`),
    )
  })

  it.each([0o400, 0o600])('is taken with mode %o', async (mode) => {
    chmodSync(path, mode)
    await expect(openLocalKeyService(path)).resolves.toBeDefined()
  })

  it.each([0, 31, 33, 64])('is refused with %d bytes', async (size) => {
    writeFileSync(join(root, 'odd.key'), randomBytes(size), { mode: 0o400 })
    await expect(openLocalKeyService(join(root, 'odd.key'))).rejects.toThrow(
      new KeysUnreachable(`the root key at ${join(root, 'odd.key')} has ${size} bytes instead of 32`),
    )
  })

  it('is missed with a readable error', async () => {
    await expect(openLocalKeyService(join(root, 'none'))).rejects.toThrow(
      new KeysUnreachable(`the root key at ${join(root, 'none')} cannot be read (ENOENT)`),
    )
    const disk = tracedDisk()
    disk.before = () => {
      throw new Error('?')
    }
    await expect(openLocalKeyService(path, disk)).rejects.toThrow('cannot be read (unknown error)')
  })
})

describe('the local key service', () => {
  it('unwraps what it wrapped, also after a restart', async () => {
    const key = randomBytes(32)
    const wrapped = await (await openLocalKeyService(path)).wrap(key, context)
    expect(wrapped.includes(key)).toBe(false)
    const service = await openLocalKeyService(path)
    expect((await service.unwrap(wrapped, context)).equals(key)).toBe(true)
    expect((await service.unwrap(wrapped, { version: '1', practice: 'p1', purpose: 'practice-key' })).equals(key)).toBe(
      true,
    )
  })

  it.each([
    {},
    { ...context, practice: 'p2' },
    { ...context, version: '2' },
    { ...context, more: '' },
    { purpose: 'practice-key', practice: 'p1' },
    { purpose: 'p1', practice: 'practice-key', version: '1' },
  ])('refuses another context: %o', async (other) => {
    const service = await openLocalKeyService(path)
    const wrapped = await service.wrap(randomBytes(32), context)
    await expect(service.unwrap(wrapped, other as Record<string, string>)).rejects.toThrow(SealBroken)
    await expect(service.rewrap(wrapped, other as Record<string, string>)).rejects.toThrow(SealBroken)
  })

  it('refuses another root key', async () => {
    const wrapped = await (await openLocalKeyService(path)).wrap(randomBytes(32), context)
    await createRootKey(join(root, 'other.key'))
    await expect((await openLocalKeyService(join(root, 'other.key'))).unwrap(wrapped, context)).rejects.toThrow(
      SealBroken,
    )
  })

  it('rewraps into other bytes that hold the same key', async () => {
    const service = await openLocalKeyService(path)
    const key = randomBytes(32)
    const wrapped = await service.wrap(key, context)
    const again = await service.rewrap(wrapped, context)
    expect(again.equals(wrapped)).toBe(false)
    expect((await service.unwrap(again, context)).equals(key)).toBe(true)
  })

  it('destroys the root key for good', async () => {
    const service = await openLocalKeyService(path)
    const wrapped = await service.wrap(randomBytes(32), context)
    await service.destroy()
    expect(existsSync(path)).toBe(false)
    for (const work of [service.wrap(Buffer.alloc(32), context), service.unwrap(wrapped, context), service.destroy()])
      await expect(work).rejects.toThrow(new KeyDestroyed('the root key was destroyed'))
  })

  it('never prints the root key', async () => {
    const service = await openLocalKeyService(path)
    const printed = inspect(service, { showHidden: true, depth: Infinity }) + JSON.stringify(service)
    expect(printed).not.toContain(readFileSync(path, 'hex'))
  })
})
