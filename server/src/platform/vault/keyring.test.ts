import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeyring, openKeyring, type Keyring } from './keyring.ts'
import { diskError, tracedDisk, type TracedDisk } from './traced-disk.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable } from './vault-errors.ts'

let root: string
let directory: string
let disk: TracedDisk
let keyring: Keyring

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'candour-keyring-'))
  directory = join(root, 'keys/ring')
  disk = tracedDisk((path) => path.replace(directory, '').replace(/\.[0-9a-f-]{36}$/, '.staged'))
  await createKeyring(directory, disk)
  keyring = await openKeyring(directory, disk)
  await keyring.writePepper(Buffer.from('pepper'))
  disk.trace.length = 0
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const entry = (practice: string, version: number) => ({
  practice,
  version,
  createdAt: new Date('2026-11-21T10:00:00Z'),
  wrapped: Buffer.from(`wrapped ${version}`),
})

describe('the keyring', () => {
  it('gives back what was written', async () => {
    await keyring.write(entry('p1', 1))
    expect(await keyring.read('p1', 1)).toEqual(entry('p1', 1))
    expect(JSON.parse(readFileSync(join(directory, 'p1/1.json'), 'utf8'))).toEqual({
      practice: 'p1',
      version: 1,
      createdAt: '2026-11-21T10:00:00.000Z',
      wrapped: 'd3JhcHBlZCAx',
    })
    expect(statSync(join(directory, 'p1/1.json')).mode & 0o777).toBe(0o600)
  })

  it('syncs a new practice, the file and its directory before it says so', async () => {
    await keyring.write(entry('p1', 1))
    expect(disk.trace.filter((step) => /^(mkdir|sync|link)/.test(step))).toEqual([
      'mkdir /p1',
      'sync ',
      'sync /p1/.1.json.staged',
      'link /p1/.1.json.staged /p1/1.json',
      'sync /p1',
    ])
  })

  it('lists versions by number', async () => {
    for (const version of [2, 10, 1]) await keyring.write(entry('p1', version))
    await keyring.write(entry('p2', 5))
    writeFileSync(join(directory, 'p1/.3.json.left-by-a-crash'), '')
    writeFileSync(join(directory, 'p1/x4.json'), '')
    writeFileSync(join(directory, 'p1/4.json~'), '')
    const { createdAt } = entry('p1', 1)
    expect(await keyring.list('p1')).toEqual([1, 2, 10].map((version) => ({ version, createdAt })))
    expect(await keyring.list('p3')).toEqual([])
  })

  it('never overwrites a version', async () => {
    await keyring.write(entry('p1', 1))
    await expect(keyring.write({ ...entry('p1', 1), wrapped: Buffer.from('other') })).rejects.toThrow(
      new KeyExists('that version is in the keyring already'),
    )
    expect((await keyring.read('p1', 1)).wrapped.toString()).toBe('wrapped 1')
  })

  it('loses a destroyed version, after zeros took its place', async () => {
    await keyring.write(entry('p1', 1))
    disk.trace.length = 0
    await keyring.destroy('p1', 1)
    expect(disk.trace.filter((step) => /^(write|sync|unlink)/.test(step))).toEqual([
      expect.stringMatching(/^write \d+ \/p1\/1.json$/),
      'sync /p1/1.json',
      'unlink /p1/1.json',
      'sync /p1',
    ])
    expect(existsSync(join(directory, 'p1/1.json'))).toBe(false)
    await expect(keyring.read('p1', 1)).rejects.toThrow(KeyDestroyed)
    await expect(keyring.destroy('p1', 1)).rejects.toThrow(KeyDestroyed)
    await expect(keyring.read('p9', 1)).rejects.toThrow(KeyDestroyed)
  })

  it.each(['', '.', '..', '../p1', 'p/1', '.p', 'a b', 'x'.repeat(65), 'p1\n'])(
    'takes no path for a practice: %j',
    async (name) => {
      for (const work of [
        keyring.list(name),
        keyring.read(name, 1),
        keyring.write(entry(name, 1)),
        keyring.destroy(name, 1),
      ])
        await expect(work).rejects.toThrow(new TypeError('a practice id must fit a file name'))
    },
  )

  it.each([0, -1, 1.5, NaN])('takes only whole versions from 1: %d', async (version) => {
    await expect(keyring.read('p1', version)).rejects.toThrow(new TypeError('a key version is a whole number from 1'))
  })

  it.each(['p', '0190f5d2-1111-7abc-8def-001122334455', 'A_9'])('takes %s for a practice', async (practice) => {
    await keyring.write(entry(practice, 1))
    expect(await keyring.list(practice)).toHaveLength(1)
  })

  it('says which version is gone', async () => {
    await expect(keyring.read('p1', 4)).rejects.toThrow("version 4 of a practice's key is not in the keyring")
    await expect(keyring.destroy('p1', 4)).rejects.toThrow('version 4 is not in the keyring')
  })

  it('keeps the pepper, once', async () => {
    await createKeyring(join(root, 'new'))
    const fresh = await openKeyring(join(root, 'new'))
    writeFileSync(join(root, 'new/.pepper.json.left-by-a-crash'), '')
    expect(await fresh.isEmpty()).toBe(true)
    expect(await fresh.readPepper()).toBeUndefined()
    await fresh.writePepper(Buffer.from('pepper'))
    expect((await fresh.readPepper())?.toString()).toBe('pepper')
    await expect(fresh.writePepper(Buffer.from('other'))).rejects.toThrow(KeyExists)
    expect(await fresh.isEmpty()).toBe(false)
  })
})

describe('a keyring that cannot be trusted', () => {
  it('is refused when its directory is not there', async () => {
    await expect(openKeyring(join(root, 'unmounted'))).rejects.toThrow(
      new KeysUnreachable(`the keyring at ${join(root, 'unmounted')} cannot be read`),
    )
  })

  it('is closed while it cannot be read', async () => {
    await keyring.write(entry('p1', 1))
    disk.before = (step) => {
      if (!step.startsWith('close')) throw diskError('EIO')
    }
    await expect(keyring.read('p1', 1)).rejects.toThrow(new KeysUnreachable('the keyring cannot be read'))
    await expect(keyring.list('p1')).rejects.toThrow(new KeysUnreachable('the keyring cannot be read'))
    await expect(keyring.readPepper()).rejects.toThrow(KeysUnreachable)
    await expect(keyring.isEmpty()).rejects.toThrow(KeysUnreachable)
    await expect(keyring.destroy('p1', 1)).rejects.toThrow('EIO')
    await expect(keyring.write(entry('p1', 2))).rejects.toThrow(KeysUnreachable)
  })

  it.each(['moved away', 'emptied, as an unmounted volume is'])('takes no new key once it is %s', async (how) => {
    renameSync(directory, join(root, 'elsewhere'))
    if (how.startsWith('emptied')) mkdirSync(directory)
    await expect(keyring.write(entry('p2', 1))).rejects.toThrow(KeysUnreachable)
    expect(existsSync(join(directory, 'p2'))).toBe(false)
  })

  it.each(['', '{', 'null', '[]', '{"practice":"p1","version":1}', '{"practice":"p1","version":1,"wrapped":5}'])(
    'names the file that is damaged: %j',
    async (content) => {
      mkdirSync(join(directory, 'p1'))
      writeFileSync(join(directory, 'p1/1.json'), content)
      await expect(keyring.read('p1', 1)).rejects.toThrow(
        new KeysUnreachable(`the keyring's file ${join(directory, 'p1/1.json')} is damaged`),
      )
    },
  )

  it('does not take one version or practice for another', async () => {
    await keyring.write(entry('p1', 1))
    await keyring.write(entry('p2', 1))
    renameSync(join(directory, 'p1/1.json'), join(directory, 'p1/2.json'))
    renameSync(join(directory, 'p2/1.json'), join(directory, 'p1/1.json'))
    await expect(keyring.read('p1', 2)).rejects.toThrow(KeysUnreachable)
    await expect(keyring.read('p1', 1)).rejects.toThrow(KeysUnreachable)
  })

  it('says so when the time of making is damaged', async () => {
    mkdirSync(join(directory, 'p1'))
    writeFileSync(join(directory, 'p1/1.json'), '{"practice":"p1","version":1,"createdAt":"x","wrapped":"AA=="}')
    await expect(keyring.read('p1', 1)).rejects.toThrow(KeysUnreachable)
  })
})
