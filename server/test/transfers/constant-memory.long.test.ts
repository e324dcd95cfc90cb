import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { signUp } from '../people.ts'
import { exportFolder, folderOf, importFolder } from './by-command.ts'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

const documents = 16_000
const text = 'QSBsZXR0ZXIgdGhhdCBpcyBsb25nIGVub3VnaC4g'.repeat(310)

function* lines() {
  yield '{"resourceType":"Patient","id":"p"}\n'
  for (let place = 0; place < documents; place++)
    yield (
      `{"resourceType":"DocumentReference","id":"d${place}","status":"current","subject":{"reference":"Patient/p"},` +
      `"content":[{"attachment":{"contentType":"text/plain","data":"${text}"}}]}\n`
    )
}

/** The longest that the event loop stood still, in milliseconds, and the most memory that was taken. */
function watch() {
  let longest = 0
  let most = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5)
    last = performance.now()
    most = Math.max(most, process.memoryUsage.rss())
  }, 5)
  return () => {
    clearInterval(timer)
    return { longest: Math.round(longest), most: Math.round(most / 1e6) }
  }
}

test('a file of 200 MB goes in and out in constant memory', async () => {
  const practice = (await signUp(candour)).session.practice.id
  const folder = await folderOf({})
  const path = join(folder, 'long.ndjson')
  await pipeline(Readable.from(lines()), createWriteStream(path))
  expect((await stat(path)).size).toBeGreaterThan(200e6)
  const before = Math.round(process.memoryUsage.rss() / 1e6)
  const end = watch()
  const { facts } = await importFolder(candour, practice, folder)
  expect(facts.kept.reduce((sum, { created }) => sum + created, 0)).toBe(documents + 1)
  const to = await folderOf({})
  await exportFolder(candour, practice, to)
  const { longest, most } = end()
  process.stdout.write(`memory before ${before} MB, at most ${most} MB; event loop held for at most ${longest} ms\n`)
  expect((await stat(join(to, 'DocumentReference.ndjson'))).size).toBeGreaterThan(200e6)
  expect(most - before).toBeLessThan(250)
  for (const one of [folder, to]) await rm(one, { recursive: true })
}, 900_000)
