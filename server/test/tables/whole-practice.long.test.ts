import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { surveyTable } from '../../src/features/tables/survey-table.ts'
import { readRow } from '../../src/features/tables/judge-row.ts'
import { readTable } from '../../src/features/tables/read-table.ts'
import { seenRows } from '../../src/features/tables/seen-rows.ts'
import { fileAt } from '../../src/features/transfers/folder-source.ts'
import { folderOf } from '../transfers/by-command.ts'

const heading = 'ID,Title,Surname,Forename,DOB,Address1,Town,Postcode,Mobile,Email'
const others = Array.from({ length: 30 }, (_, place) => `Field ${place}`)

function* lines(count: number) {
  yield `${[heading, ...others].join(',')}\r\n`
  const rest = others.map(() => 'some words in a cell').join(',')
  for (let place = 0; place < count; place++)
    yield `${place},Mrs,Family${place},Ada,0${1 + (place % 9)}/03/1957,1 Tallow Lane,Bristol,BS1 4ND,07700900123,a${place}@example.org,${rest}\r\n`
}

async function surveyed(count: number) {
  const folder = await folderOf({})
  const path = join(folder, 'patients.csv')
  await pipeline(Readable.from(lines(count)), createWriteStream(path))
  const file = await fileAt(path, 'patients.csv')
  let most = 0
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 20)
  const began = performance.now()
  const never = new AbortController().signal
  try {
    const { table } = await surveyTable(file, { today: '2026-11-22', signal: never })
    const seen = seenRows()
    const mapping = { practice: 'p', today: '2026-11-22', ...table }
    let taken = 0
    for await (const row of readTable(file.read(0), table.form!))
      if ('patient' in readRow(row, table.form!.width, mapping, seen)) taken += 1
    const seconds = (performance.now() - began) / 1000
    process.stdout.write(
      `${taken} rows, ${file.size / 1e6} MB, ${seconds.toFixed(1)} s, ${Math.round(most / 1e6)} MB, stood still ${Math.round(longest)} ms\n`,
    )
    return { table, taken, longest, most }
  } finally {
    clearInterval(timer)
    await rm(folder, { recursive: true })
  }
}

test(
  '100,000 rows of 40 columns are read in constant memory, and nobody waits for it',
  { timeout: 300_000 },
  async () => {
    const few = await surveyed(25_000)
    const { table, taken, longest, most } = await surveyed(100_000)
    expect([table.rows, taken]).toEqual([100_000, 100_000])
    // What they are told apart by: some 15 MB, and the slack of the garbage collector.
    expect((most - few.most) / 1e6).toBeLessThan(150)
    expect(longest).toBeLessThan(1000)
  },
)

test('more are refused, with what to do', { timeout: 300_000 }, async () => {
  await expect(surveyed(100_001)).rejects.toThrow('At most 100,000 rows at once. Cut the file into several.')
})
