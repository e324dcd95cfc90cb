import { expect, test } from 'vitest'
import { zipOf } from '../../../test/transfers/unzip.ts'
import { readZip, type Bytes } from './read-zip.ts'
import { SourceBroken, type SourceFile } from './source.ts'

// oxlint-disable-next-line require-await -- bytes that are there already
const bytesOf = (zip: Buffer): Bytes => ({
  size: zip.length,
  async *read(start, end) {
    for (let at = start; at < end; at += 1000) yield zip.subarray(at, Math.min(at + 1000, end))
  },
})
const read = async (file: SourceFile, offset = 0) => {
  const pieces: Uint8Array[] = []
  for await (const piece of file.read(offset)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}
const lines = Buffer.from(Array.from({ length: 5000 }, (_, at) => `{"line":${at}}\n`).join(''))
const files = { 'Patient.ndjson': lines, 'files/a.bin': Buffer.from([0, 1, 2]), 'empty.json': Buffer.alloc(0) }

test.each([
  ['packed', true, false],
  ['as they are', false, false],
  ['in the long form', true, true],
])('files come out as they went in: %s', async (_how, compress, long) => {
  const found = await readZip(bytesOf(await zipOf(files, compress, long)))
  expect(found.map(({ name, size }) => [name, size])).toEqual(
    Object.entries(files).map(([name, { length }]) => [name, length]),
  )
  for (const file of found) expect((await read(file)).equals(files[file.name as keyof typeof files])).toBe(true)
  // In the middle of a file, as an import goes on after a crash.
  expect((await read(found[0]!, 4321)).equals(lines.subarray(4321))).toBe(true)
})

test('whatever byte is altered, what comes out is what went in, or nothing', async () => {
  const zip = await zipOf({ 'a.json': lines.subarray(0, 600) })
  let refused = 0
  for (let at = 0; at < zip.length; at++) {
    const altered = Buffer.from(zip)
    altered[at]! ^= 0x55
    try {
      const found = await readZip(bytesOf(altered))
      for (const file of found) expect((await read(file)).equals(lines.subarray(0, 600))).toBe(true)
    } catch (error) {
      expect(error).toBeInstanceOf(SourceBroken)
      refused += 1
    }
  }
  expect(refused).toBeGreaterThan(zip.length / 2)
})

test('cut off anywhere it is refused', async () => {
  const zip = await zipOf({ 'a.json': Buffer.from('{}') })
  for (let length = 0; length < zip.length; length++)
    await expect(readZip(bytesOf(zip.subarray(0, length)))).rejects.toBeInstanceOf(SourceBroken)
})

test('a bomb is refused before anything is unpacked, whether it says its size or not', async () => {
  const bomb = await zipOf({ 'a.ndjson': Buffer.alloc(32 * 1024 ** 2) })
  await expect(readZip(bytesOf(bomb))).rejects.toThrow('far more than records do')
  const lying = await zipOf({ 'a.ndjson': Buffer.alloc(32 * 1024 ** 2) })
  // 1 kB, says its directory.
  const directory = lying.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  lying.writeUInt32LE(1000, directory + 24)
  const [file] = await readZip(bytesOf(lying))
  await expect(read(file!)).rejects.toThrow('not a whole ZIP')
})

test('what is encrypted, or packed otherwise, is refused in words', async () => {
  const zip = await zipOf({ 'a.json': Buffer.from('{}') })
  const directory = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  const encrypted = Buffer.from(zip)
  encrypted.writeUInt16LE(zip.readUInt16LE(directory + 8) | 1, directory + 8)
  await expect(readZip(bytesOf(encrypted))).rejects.toThrow('is encrypted')
  const other = Buffer.from(zip)
  other.writeUInt16LE(14, directory + 10)
  await expect(readZip(bytesOf(other))).rejects.toThrow('not read here')
})
