import { transferRoutes } from '@candour/contract/transfers.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { signUp, type Person } from '../people.ts'
import { freePort, ownerOf, removeHome, startServerProcess, type ServerProcess } from '../faults/server-process.ts'
import { folderOf, unstamped } from './by-command.ts'
import { checkedImport } from './by-web.ts'

const program = join(import.meta.dirname, '../../bin/candour.js')
const people = 30
const each = 100

let home: string
let port: number
let server: ServerProcess
let folder: string
let lines: Record<'Patient' | 'Observation', string>
beforeAll(async () => {
  home = await makeTestHome()
  port = await freePort()
  server = await startServerProcess({ home, port })
  const patients = Array.from({ length: people }, (_, place) => ({ resourceType: 'Patient', id: `p${place}` }))
  const observations = patients.flatMap(({ id }) =>
    Array.from({ length: each }, (_, place) => ({
      resourceType: 'Observation',
      id: `${id}-o${place}`,
      status: 'final',
      code: { text: 'Weight' },
      subject: { reference: `Patient/${id}` },
      valueQuantity: { value: place },
    })),
  )
  const joined = (all: object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join('')
  lines = { Patient: joined(patients), Observation: joined(observations) }
  folder = await folderOf({ 'a-observations.ndjson': lines.Observation, 'b-patients.ndjson': lines.Patient })
}, 60_000)
afterAll(async () => {
  await server.stop()
  await removeHome(home)
  await rm(folder, { recursive: true })
})

interface Ran {
  code: number | null
  output: string
}

/** Runs `candour`; killed with SIGKILL once it has reported so many steps of a kind. */
async function candour(words: string[], kind = '', killAfter = Infinity): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...words, '--json', '--home', home], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let steps = 0
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    steps += text.split(`"what":"${kind}"`).length - 1
    if (steps >= killAfter) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** What the database holds of a practice, past all walls: every version of everything, and the ledger's entries. */
async function heldBy(practice: string): Promise<{ versions: number; once: number; postings: number }> {
  const client = new pg.Client(ownerOf(home))
  await client.connect()
  try {
    const { rows } = await client.query<{ versions: number; once: number; postings: number }>(
      `select (select count(*)::int from candour.resource where practice = $1) as versions,
         (select count(distinct (type, id))::int from candour.resource where practice = $1) as once,
         (select count(distinct p.compartment)::int from ledger.posting p join ledger.entry e using (practice, number)
          where p.practice = $1 and e.verb = 'transfer.import') as postings`,
      [practice],
    )
    return rows[0]!
  } finally {
    await client.end()
  }
}

const whole = people + people * each

test('P62 an import killed again and again goes on by the same command: nothing is lost, nothing is doubled', async () => {
  const practice = (await signUp(server, 'Killed Import')).session.practice.id
  const words = ['import', '--practice', practice, folder, '--yes']
  for (const kind of ['Checking', 'Importing', 'Importing']) expect((await candour(words, kind, 4)).code).toBeNull()
  const { versions, once: held } = await heldBy(practice)
  expect(versions).toBe(held)
  expect(versions).toBeGreaterThan(people)
  expect(versions).toBeLessThan(whole)
  const last = await candour(words)
  expect([last.code, last.output]).toEqual([0, expect.stringContaining('"event":"imported"')])
  await expect
    .poll(() => heldBy(practice), { timeout: 10_000 })
    .toEqual({ versions: whole, once: whole, postings: people })
  const again = JSON.parse((await candour(words)).output.trim().split('\n').at(-1)!) as {
    types: { unchanged: number }[]
  }
  expect(again.types.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(whole)
}, 180_000)

test('P62 an export killed in the middle goes on by the same command, and holds everything once', async () => {
  const practice = (await signUp(server, 'Killed Export')).session.practice.id
  expect((await candour(['import', '--practice', practice, folder, '--yes'])).code).toBe(0)
  const to = await folderOf({})
  const words = ['export', '--practice', practice, '--to', to]
  expect((await candour(words, 'Gathering', 3)).code).toBeNull()
  expect((await candour(words)).code).toBe(0)
  for (const [type, came] of Object.entries(lines)) {
    const left = (await readFile(join(to, `${type}.ndjson`), 'utf8')).trim().split('\n').map(unstamped)
    expect(left.toSorted()).toEqual(came.trim().split('\n').map(unstamped).toSorted())
  }
  await writeFile(join(to, 'mine.txt'), 'mine')
  const taken = await candour(words)
  expect([taken.code, taken.output]).toEqual([1, expect.stringContaining('is there already')])
  await rm(to, { recursive: true })
}, 180_000)

test('P62 the server is killed amid an import of the web app: it goes on by itself when it is back', async () => {
  const admin: Person = await signUp(server, 'Killed Server')
  const practice = admin.session.practice.id
  const { id } = await checkedImport(admin, { 'a.ndjson': lines.Observation, 'b.ndjson': lines.Patient })
  await admin.browser.call(transferRoutes.keep, { id })
  await expect
    .poll(() => heldBy(practice).then(({ versions }) => versions), { interval: 5, timeout: 20_000 })
    .toBeGreaterThan(people)
  await server.kill()
  server = await startServerProcess({ home, port })
  const { versions } = await heldBy(practice)
  expect(versions).toBeLessThan(whole)
  const state = async () => (await admin.browser.call(transferRoutes.read, { id })).state
  await expect.poll(state, { timeout: 60_000, interval: 200 }).toBe('done')
  expect(await heldBy(practice)).toMatchObject({ versions: whole, once: whole })
}, 180_000)

test('a command works without the server too, and says so when another works on the same', async () => {
  const practice = (await signUp(server, 'Server Away')).session.practice.id
  expect(await server.stop()).toBe(0)
  try {
    const { code, output } = await candour(['import', '--practice', 'server away', folder, '--dry-run'])
    expect([code, output]).toEqual([0, expect.stringContaining('"event":"checked"')])
    expect((await candour(['import', '--practice', 'Nobody At All', folder])).output).toContain(practice)
  } finally {
    server = await startServerProcess({ home, port })
  }
  expect((await heldBy(practice)).versions).toBe(0)
}, 60_000)
