import { expect, test } from 'vitest'
import { readLines } from './read-lines.ts'

// oxlint-disable-next-line require-await -- a stream of what is there already
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function linesOf(text: string, size: number, offset = 0, longest = 1000) {
  const lines = await Array.fromAsync(readLines(cut(Buffer.from(text).subarray(offset), size), offset, longest))
  return lines.map(({ bytes, next }) => [bytes?.toString() ?? null, next])
}

test('lines are the same however the bytes are cut, with the last one without its end', async () => {
  for (const size of [1, 2, 3, 7, 100])
    expect(await linesOf('one\n\ntwø\r\nthree', size)).toEqual([
      ['one', 4],
      ['', 5],
      ['twø\r', 11],
      ['three', 16],
    ])
})

test('from an offset it goes on as if it had never stopped', async () => {
  expect(await linesOf('one\ntwo\nthree\n', 2, 4)).toEqual([
    ['two', 8],
    ['three', 14],
  ])
})

test('a line that is too long is passed over, and the next one is whole', async () => {
  for (const size of [1, 5, 100])
    expect(await linesOf(`a\n${'x'.repeat(50)}\nb\n`, size, 0, 20)).toEqual([
      ['a', 2],
      [null, 53],
      ['b', 55],
    ])
})
