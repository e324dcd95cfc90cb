/**
 * The plainest of zips: stored members one after the other, then their directory, then its end, and nothing between, before or
 * behind. Whatever two programs could read in two ways is refused.
 */
import { equal, textOf, utf8 } from './bytes.ts'
import type { Source } from './means.ts'
import { Wrong } from './report.ts'

export interface Member {
  name: string
  from: number
  to: number
}

const endLength = 22
const mostDirectory = 16_000_000
/** Names in UTF-8 (0x800); sizes behind the bytes (0x8), as programs write that did not know them before. */
const knownFlags = 0x808

function broken(why: string): Wrong {
  return new Wrong('zip', `The zip is odd, and is not read: ${why}.`)
}

export async function readZip(source: Source): Promise<Member[]> {
  if (source.size < endLength) throw broken('it is too short')
  const end = viewOf(await source.read(source.size - endLength, source.size))
  if (end.getUint32(0, true) !== 0x06054b50) throw broken('something stands behind its end, or it breaks off')
  const many = end.getUint16(10, true)
  const size = end.getUint32(12, true)
  const start = end.getUint32(16, true)
  if (end.getUint32(4, true) !== 0 || end.getUint16(8, true) !== many || end.getUint16(20, true) !== 0)
    throw broken('it has several parts, or a comment')
  if (many === 0xffff || start + size !== source.size - endLength || size > mostDirectory)
    throw broken('its directory does not stand where its end says')
  const bytes = await source.read(start, start + size)
  const directory = viewOf(bytes)
  const members: Member[] = []
  const names = new Set<string>()
  let at = 0
  let next = 0
  for (let place = 0; place < many; place += 1) {
    if (at + 46 > size || directory.getUint32(at, true) !== 0x02014b50) throw broken('its directory is broken')
    const flags = directory.getUint16(at + 8, true)
    const length = directory.getUint32(at + 20, true)
    const nameLength = directory.getUint16(at + 28, true)
    const extra = directory.getUint16(at + 30, true)
    const header = directory.getUint32(at + 42, true)
    if (directory.getUint16(at + 10, true) !== 0 || length !== directory.getUint32(at + 24, true))
      throw broken('a member is compressed')
    if ((flags & ~knownFlags) !== 0) throw broken('a member is encrypted, or of another kind')
    if (directory.getUint16(at + 32, true) !== 0 || directory.getUint16(at + 34, true) !== 0)
      throw broken('a member has a comment')
    // One of them holds another name, which some programs unpack by.
    if (extra !== 0) throw broken('a member has an extra field')
    if (at + 46 + nameLength > size) throw broken('its directory is broken')
    const raw = bytes.subarray(at + 46, at + 46 + nameLength)
    const name = nameOf(raw)
    if (names.has(name)) throw broken(`there are two members named ${name}`)
    names.add(name)
    if (header !== next) throw broken('between its members there is something else')
    const from = await checkLocal(source, { header, flags, length, raw })
    members.push({ name, from, to: from + length })
    next = from + length + (flags & 8 ? await checkDescriptor(source, from + length, length) : 0)
    if (next > start) throw broken('a member reaches into the directory')
    at += 46 + nameLength
  }
  if (at !== size || next !== start) throw broken('between its members and its directory there is something else')
  return members
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A path that stays where it is unpacked. */
function nameOf(raw: Uint8Array): string {
  const name = textOf(raw)
  if (name === null) throw broken('the name of a member is no text')
  const parts = name.split('/')
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..')
  if (!isPlain || /[\p{Cc}\\:]/u.test(name) || name.length > 250) throw broken('the name of a member leads elsewhere')
  return name
}

interface Local {
  header: number
  flags: number
  length: number
  raw: Uint8Array
}

/** Where the member's bytes begin. */
async function checkLocal(source: Source, { header, flags, length, raw }: Local): Promise<number> {
  if (header + 30 + raw.length > source.size) throw broken('a member breaks off')
  const bytes = await source.read(header, header + 30 + raw.length)
  const local = viewOf(bytes)
  const told = flags & 8 ? [0, length] : [length]
  const isSame =
    local.getUint32(0, true) === 0x04034b50 &&
    local.getUint16(6, true) === flags &&
    local.getUint16(8, true) === 0 &&
    told.includes(local.getUint32(18, true)) &&
    told.includes(local.getUint32(22, true)) &&
    local.getUint16(26, true) === raw.length &&
    local.getUint16(28, true) === 0 &&
    equal(bytes.subarray(30), raw)
  if (!isSame) throw broken('a member says something else of itself than the directory does')
  const from = header + 30 + raw.length
  if (from + length > source.size) throw broken('a member breaks off')
  return from
}

async function checkDescriptor(source: Source, at: number, length: number): Promise<number> {
  if (at + 16 > source.size) throw broken('a member breaks off')
  const view = viewOf(await source.read(at, at + 16))
  if (
    view.getUint32(0, true) !== 0x08074b50 ||
    view.getUint32(8, true) !== length ||
    view.getUint32(12, true) !== length
  )
    throw broken('the sizes behind a member are wrong')
  return 16
}

export const zipStart = (start: Uint8Array) => equal(start.subarray(0, 2), utf8('PK'))
