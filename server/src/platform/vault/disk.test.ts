import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  eraseFile,
  hasCode,
  localDisk,
  makeDirectory,
  readAt,
  readWhole,
  withFile,
  writeAll,
  writeFileOnce,
} from './disk.ts'
import type { DiskFile } from './disk.ts'
import { diskError, tracedDisk, type TracedDisk } from './traced-disk.ts'

let root: string
let disk: TracedDisk

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'candour-disk-'))
  disk = tracedDisk((path) => path.replace(root, '').replace(/\.[0-9a-f-]{36}$/, '.staged'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a file that is written once', () => {
  it('is synced before it gets its name, and the directory after', async () => {
    await writeFileOnce(disk, join(root, 'key'), Buffer.from('abc'), 0o400)
    expect(disk.trace).toEqual(
      [
        'open wx /.key.staged',
        'write 3 /.key.staged',
        'sync /.key.staged',
        'close /.key.staged',
        'link /.key.staged /key',
        'open r /',
        'sync /',
        'close /',
        'unlink /.key.staged',
      ].map((step) => step.replace(/ \/$/, ' ')),
    )
    expect(readFileSync(join(root, 'key'), 'utf8')).toBe('abc')
    expect(statSync(join(root, 'key')).mode & 0o777).toBe(0o400)
    expect(readdirSync(root)).toEqual(['key'])
  })

  it('is not overwritten', async () => {
    writeFileSync(join(root, 'key'), 'old')
    await expect(writeFileOnce(disk, join(root, 'key'), Buffer.from('new'), 0o400)).rejects.toMatchObject({
      code: 'EEXIST',
    })
    expect(readFileSync(join(root, 'key'), 'utf8')).toBe('old')
    expect(readdirSync(root)).toEqual(['key'])
  })

  it.each(['write 3 /.key.staged', 'sync /.key.staged', 'link /.key.staged /key', 'sync '])(
    'leaves nothing when "%s" fails',
    async (step) => {
      disk.before = (next) => {
        if (next === step) throw diskError('EIO')
      }
      await expect(writeFileOnce(disk, join(root, 'key'), Buffer.from('abc'), 0o400)).rejects.toThrow('EIO')
      expect(readdirSync(root)).toEqual([])
    },
  )

  it('counts as written when only its first name cannot be removed', async () => {
    disk.before = (step) => {
      if (step.startsWith('unlink')) throw diskError('EIO')
    }
    await writeFileOnce(disk, join(root, 'key'), Buffer.from('abc'), 0o400)
    expect(existsSync(join(root, 'key'))).toBe(true)
  })
})

describe('a new directory', () => {
  it('syncs the parent of each directory that it makes, from the top', async () => {
    await makeDirectory(disk, join(root, 'a/b/c'))
    expect(disk.trace.filter((step) => !step.startsWith('close') && !step.startsWith('open'))).toEqual([
      'mkdir /a/b/c',
      'mkdir /a/b',
      'mkdir /a',
      'sync ',
      'mkdir /a/b',
      'sync /a',
      'mkdir /a/b/c',
      'sync /a/b',
    ])
    expect(statSync(join(root, 'a/b')).mode & 0o777).toBe(0o700)
  })

  it('is left as it is when it is there, but its name is synced', async () => {
    await makeDirectory(disk, root)
    expect(disk.trace.slice(0, 3)).toEqual(['mkdir ', `open r ${tmpdir()}`, `sync ${tmpdir()}`])
  })

  it('reports what it cannot do', async () => {
    disk.before = () => {
      throw diskError('EACCES')
    }
    await expect(makeDirectory(disk, join(root, 'a'))).rejects.toThrow('EACCES')
  })

  it('gives up at the top', async () => {
    disk.before = () => {
      throw diskError('ENOENT')
    }
    await expect(makeDirectory(disk, join(root, 'a'))).rejects.toThrow('ENOENT')
  })
})

describe('an erased file', () => {
  it('is overwritten and synced before it goes, and its directory after', async () => {
    writeFileSync(join(root, 'key'), 'secret')
    let seen = ''
    disk.before = (step) => {
      if (step.startsWith('unlink')) seen = readFileSync(join(root, 'key'), 'hex')
    }
    await eraseFile(disk, join(root, 'key'))
    expect(disk.trace.filter((step) => !step.startsWith('close'))).toEqual([
      'chmod 600 /key',
      'open r+ /key',
      'write 6 /key',
      'sync /key',
      'unlink /key',
      'open r ',
      'sync ',
    ])
    expect(seen).toBe('00'.repeat(6))
    expect(existsSync(join(root, 'key'))).toBe(false)
  })
})

describe('reading and writing', () => {
  it('goes on where the system took less than it was given', async () => {
    const taken: number[] = []
    const file = {
      write: async (_bytes: Uint8Array, at: number, length: number) => {
        taken.push(at, length)
        return { bytesWritten: Math.min(length, 4) }
      },
      read: async (into: Buffer, at: number, length: number, position: number) => {
        expect(at + length).toBe(into.length)
        const bytesRead = Math.min(length, 3, Math.max(0, 8 - position))
        into.fill(position, at, at + bytesRead)
        return { bytesRead }
      },
    } as unknown as DiskFile
    await writeAll(file, Buffer.alloc(10))
    expect(taken).toEqual([0, 10, 4, 6, 8, 2])
    expect(await readAt(file, 1, Buffer.alloc(6))).toEqual(Buffer.of(1, 1, 1, 4, 4, 4))
    expect(await readAt(file, 5, Buffer.alloc(6))).toEqual(Buffer.of(5, 5, 5))
  })

  it('reads a whole file and closes it', async () => {
    writeFileSync(join(root, 'x'), 'hello')
    expect((await readWhole(disk, join(root, 'x'))).toString()).toBe('hello')
    expect(disk.trace).toEqual(['open r /x', 'close /x'])
  })

  it('closes a file when its use fails', async () => {
    writeFileSync(join(root, 'x'), 'hello')
    const work = withFile(await disk.open(join(root, 'x'), 'r'), () => Promise.reject(new Error('no')))
    await expect(work).rejects.toThrow('no')
    expect(disk.trace.at(-1)).toBe('close /x')
  })

  it('tells the codes of errors apart', async () => {
    const error = await localDisk.readdir(join(root, 'none')).catch((reason: unknown) => reason)
    expect(hasCode(error, 'ENOENT')).toBe(true)
    expect(hasCode(error, 'EEXIST', 'ENOSPC')).toBe(false)
    expect(hasCode(new Error('ENOENT'), 'ENOENT')).toBe(false)
    expect(hasCode({ code: 'ENOENT' }, 'ENOENT')).toBe(false)
  })
})
