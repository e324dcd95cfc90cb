/** Promise: what is said to be on disk is on disk: the file's bytes are synced first, then the name in its directory. */
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { newId } from './ids.ts'

export type DiskFile = Pick<fs.FileHandle, 'read' | 'write' | 'sync' | 'stat' | 'close'>

/** The calls of node:fs/promises in use, so that a test can trace their order or let them fail. */
export interface Disk {
  open(path: string, flags: 'r' | 'r+' | 'wx', mode?: number): Promise<DiskFile>
  link(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  mkdir(path: string, mode: number): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  readdir(path: string): Promise<string[]>
}

export const localDisk: Disk = {
  open: (path, flags, mode) => fs.open(path, flags, mode),
  link: (from, to) => fs.link(from, to),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
  mkdir: (path, mode) => fs.mkdir(path, mode),
  chmod: (path, mode) => fs.chmod(path, mode),
  readdir: (path) => fs.readdir(path),
}

/** Runs `use` with the file open and closes it either way. */
export async function withFile<Result>(file: DiskFile, use: (file: DiskFile) => Promise<Result>): Promise<Result> {
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

export async function writeAll(file: DiskFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten
}

/** Fills `into` from `position` of the file; the part that was filled, shorter where the file ends before. */
export async function readAt(file: DiskFile, position: number, into: Buffer): Promise<Buffer> {
  for (let at = 0; at < into.length;) {
    const { bytesRead } = await file.read(into, at, into.length - at, position + at)
    if (bytesRead === 0) return into.subarray(0, at)
    at += bytesRead
  }
  return into
}

export async function readWhole(disk: Disk, path: string): Promise<Buffer> {
  return withFile(await disk.open(path, 'r'), async (file) => readAt(file, 0, Buffer.alloc((await file.stat()).size)))
}

export async function syncDirectory(disk: Disk, path: string): Promise<void> {
  await withFile(await disk.open(path, 'r'), (directory) => directory.sync())
}

/**
 * Makes a directory, mode 0700, and those above it that are missing; the parent is synced, also when it was there: whoever
 * made it may have been killed before, or may not have come to it yet.
 */
export async function makeDirectory(disk: Disk, path: string): Promise<void> {
  try {
    await disk.mkdir(path, 0o700)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return syncDirectory(disk, dirname(path))
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error
    await makeDirectory(disk, dirname(path))
    return makeDirectory(disk, path)
  }
  await syncDirectory(disk, dirname(path))
}

/**
 * Gives a synced file its final name and syncs the directory. A link and not a rename, for a rename overwrites: where
 * the name is taken, throws EEXIST and changes nothing. The first name goes last; a crash may leave it.
 */
export async function publishFile(disk: Disk, from: string, to: string): Promise<void> {
  await disk.link(from, to)
  try {
    await syncDirectory(disk, dirname(to))
  } catch (error) {
    await disk.unlink(to)
    throw error
  }
  await disk.unlink(from).catch(() => undefined)
}

/** A small file, whole or not at all, and durable. Throws EEXIST when it is there. */
export async function writeFileOnce(disk: Disk, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const staged = join(dirname(path), `.${basename(path)}.${newId()}`)
  try {
    await withFile(await disk.open(staged, 'wx', mode), async (file) => {
      await writeAll(file, bytes)
      await file.sync()
    })
    await publishFile(disk, staged, path)
  } catch (error) {
    await disk.unlink(staged).catch(() => undefined)
    throw error
  }
}

/** Another whole text in the place of a small file, or still the one before. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const staged = join(dirname(path), `.${basename(path)}.${newId()}`)
  await withFile(await disk.open(staged, 'wx', mode), async (file) => {
    await writeAll(file, bytes)
    await file.sync()
  })
  await disk.rename(staged, path)
  await syncDirectory(disk, dirname(path))
}

/** Overwrites a small file with zeros, unlinks it and syncs the directory. Read-only files too. */
export async function eraseFile(disk: Disk, path: string): Promise<void> {
  await disk.chmod(path, 0o600)
  await withFile(await disk.open(path, 'r+'), async (file) => {
    await writeAll(file, Buffer.alloc((await file.stat()).size))
    await file.sync()
  })
  await disk.unlink(path)
  await syncDirectory(disk, dirname(path))
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
