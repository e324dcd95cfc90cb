import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { SourceBroken, type SourceFile } from './source.ts'

/** Bytes that can be read from anywhere: a file on disk, an uploaded one. */
export interface Bytes {
  size: number
  /** From `start` up to and without `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

const most = { entries: 200_000, directory: 64 * 1024 ** 2, whole: 64 * 1024 ** 3 }
/** Lines of FHIR come down to a tenth; what comes down to a hundredth was made to fill a disk. */
const tightest = { from: 16 * 1024 ** 2, times: 100 }
const noSize32 = 0xffffffff

interface Entry {
  name: string
  method: number
  crc: number
  packed: number
  size: number
  /** Where its local header begins. */
  start: number
}

/**
 * The files of a ZIP, in the order of its directory, each unpacked as it is read (APPNOTE 6.3.10; ZIP64 too). Throws
 * SourceBroken for what is no ZIP, is encrypted, or would unpack to far more than it says; reading throws it for what does
 * not come out as the directory has it.
 */
export async function readZip(bytes: Bytes): Promise<SourceFile[]> {
  const entries = await directoryOf(bytes)
  const whole = entries.reduce((sum, { size }) => sum + size, 0)
  if (whole > most.whole) throw new SourceBroken('This ZIP holds more than 64 GiB. Import its files in parts.')
  return entries.map((entry) => ({
    name: entry.name,
    size: entry.size,
    read: (offset) => unpack(bytes, entry, offset),
  }))
}

async function directoryOf(bytes: Bytes): Promise<Entry[]> {
  const { count, size, offset } = await endOf(bytes)
  if (count > most.entries || size > most.directory) throw new SourceBroken('This ZIP holds too many files for one.')
  if (offset + size > bytes.size) throw new SourceBroken(damaged)
  const directory = await collect(bytes, offset, offset + size)
  const entries: Entry[] = []
  let at = 0
  while (entries.length < count) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw new SourceBroken(damaged)
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const end = nameEnd + directory.readUInt16LE(at + 30)
    const entry: Entry = {
      name: directory.toString('utf8', at + 46, nameEnd),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      ...sizesOf(directory, at, directory.subarray(nameEnd, end)),
    }
    if ((directory.readUInt16LE(at + 8) & 1) !== 0) throw new SourceBroken('This ZIP is encrypted. Unpack it first.')
    if (entry.method !== 0 && entry.method !== 8)
      throw new SourceBroken('This ZIP is packed in a way that is not read here. Pack it as ordinary ZIP.')
    if (entry.size > tightest.from && entry.size > entry.packed * tightest.times)
      throw new SourceBroken('A file of this ZIP would unpack to far more than records do. Nothing was unpacked.')
    entries.push(entry)
    at = end + directory.readUInt16LE(at + 32)
  }
  return entries
}

const damaged = 'This is not a whole ZIP. Send it again.'

async function endOf(bytes: Bytes): Promise<{ count: number; size: number; offset: number }> {
  const from = Math.max(0, bytes.size - 65_557 - 20)
  const tail = await collect(bytes, from, bytes.size)
  const at = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (at < 0 || at + 22 > tail.length) throw new SourceBroken(damaged)
  const plain = {
    count: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  const isLong = plain.count === 0xffff || plain.size === noSize32 || plain.offset === noSize32
  if (!isLong) return plain
  if (at < 20 || tail.readUInt32LE(at - 20) !== 0x07064b50) throw new SourceBroken(damaged)
  const place = Number(tail.readBigUInt64LE(at - 12))
  if (place + 56 > bytes.size) throw new SourceBroken(damaged)
  const record = await collect(bytes, place, place + 56)
  if (record.readUInt32LE(0) !== 0x06064b50) throw new SourceBroken(damaged)
  const [count, size, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)))
  return { count: count!, size: size!, offset: offset! }
}

/** The sizes, of large ones from the ZIP64 field: only what did not fit stands there, in this order. */
function sizesOf(directory: Buffer, at: number, extra: Buffer): Pick<Entry, 'size' | 'packed' | 'start'> {
  const long = longField(extra)
  let next = 0
  const sizeAt = (field: number): number => {
    const short = directory.readUInt32LE(at + field)
    if (short !== noSize32) return short
    if (next + 8 > long.length) throw new SourceBroken(damaged)
    next += 8
    return Number(long.readBigUInt64LE(next - 8))
  }
  const size = sizeAt(24)
  const packed = sizeAt(20)
  return { size, packed, start: sizeAt(42) }
}

function longField(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
  return extra.subarray(0, 0)
}

async function* unpack(bytes: Bytes, entry: Entry, offset: number): AsyncGenerator<Uint8Array> {
  const head = entry.start + 30 > bytes.size ? Buffer.alloc(30) : await collect(bytes, entry.start, entry.start + 30)
  const start = entry.start + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (head.readUInt32LE(0) !== 0x04034b50 || start + entry.packed > bytes.size) throw new SourceBroken(damaged)
  let [crc, size] = [0, 0]
  for await (const piece of contentsOf(bytes, start, entry)) {
    const before = size
    size += piece.length
    if (size > entry.size) throw new SourceBroken(damaged)
    crc = crc32(piece, crc)
    if (size > offset) yield before >= offset ? piece : piece.subarray(offset - before)
  }
  if (size !== entry.size || crc !== entry.crc) throw new SourceBroken(damaged)
}

async function* contentsOf(bytes: Bytes, start: number, { method, packed }: Entry): AsyncGenerator<Uint8Array> {
  const source = bytes.read(start, start + packed)
  if (method === 0) return yield* source
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  // What fails comes out where it is read.
  pipeline(Readable.from(source, { objectMode: false }), inflate).catch(() => undefined)
  try {
    yield* inflate as AsyncIterable<Uint8Array>
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('Z_') ? new SourceBroken(damaged) : error
  }
}

async function collect(bytes: Bytes, start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes.read(start, end)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}
