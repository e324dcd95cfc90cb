import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { freePort, ownerOf, removeHome, startServerProcess, type ServerProcess } from '../faults/server-process.ts'
import { signUp } from '../people.ts'
import { folderOf } from '../transfers/by-command.ts'

const program = join(import.meta.dirname, '../../bin/candour.js')
const people = 1500

let home: string
let server: ServerProcess
let folder: string
let practice: string
beforeAll(async () => {
  home = await makeTestHome()
  server = await startServerProcess({ home, port: await freePort() })
  const rows = Array.from({ length: people }, (_, place) => `${place},Family${place},Ada,${1 + (place % 28)}/03/1957`)
  folder = await folderOf({ 'patients.csv': `Ref 2,Family is,Forename,DOB\n${rows.join('\n')}\n` })
  practice = (await signUp(server, 'Killed Table')).session.practice.id
}, 60_000)
afterAll(async () => {
  await server.stop()
  await removeHome(home)
  await rm(folder, { recursive: true })
})

/** Runs `candour import-patients`; killed with SIGKILL once it has reported so many steps of a kind. */
async function importPatients(words: string[], kind = '', killAfter = Infinity) {
  const given = ['import-patients', '--practice', practice, ...words, '--json', '--home', home]
  const child = spawn(process.execPath, [program, ...given], {
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
  const events = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, any>)
  return { code, output, last: events.filter(({ event }) => event !== 'progress').at(-1) }
}

async function countOf(condition: string): Promise<number> {
  const client = new pg.Client(ownerOf(home))
  await client.connect()
  const text = `select count(*)::int as count from (select distinct on (id) * from candour.resource
    where practice = $1 and type = 'Patient' order by id, version desc) r where ${condition}`
  const { rows } = await client.query<{ count: number }>(text, [practice])
  await client.end()
  return rows[0]!.count
}

test('P62 an import of patients, and its undo, killed again and again, go on by the same command: once each', async () => {
  const table = join(folder, 'patients.csv')
  const unmapped = await importPatients([table, '--yes'])
  expect([unmapped.code, unmapped.output]).toEqual([1, expect.stringContaining('which column holds the surname')])
  const mapping = join(folder, 'mapping.json')
  const columns = { 'Family is': 'family', 'Ref 2': 'externalId' }
  await writeFile(mapping, JSON.stringify({ source: 'Old', columns }))

  const list = join(folder, 'list.csv')
  const words = [table, '--mapping', mapping, '--yes', '--rows', list]
  const dry = await importPatients([...words, '--dry-run'])
  expect([dry.code, dry.last]).toEqual([0, expect.objectContaining({ event: 'checked', created: people, refused: 0 })])
  expect(await countOf('true')).toBe(0)

  for (const [kind, after] of [
    ['Checking', 3],
    ['Importing', 2],
    ['Importing', 2],
  ] as const)
    expect((await importPatients(words, kind, after)).code).toBeNull()
  expect(await countOf('version = 1')).toBeLessThan(people)
  const done = await importPatients(words)
  expect(done.last).toMatchObject({ event: 'imported', created: people, there: 0, refused: 0 })
  expect(await countOf('version = 1')).toBe(people)

  const again = await importPatients(words)
  expect(again.last).toMatchObject({ event: 'imported', created: 0, there: people })
  expect((await readFile(list, 'utf8')).split('\r\n')).toHaveLength(people + 2)

  const { transfer } = done.last!
  expect((await importPatients(['--undo', transfer as string])).output).not.toContain('undone')
  const undo = ['--undo', transfer as string, '--yes']
  expect((await importPatients(undo, 'Undoing', 3)).code).toBeNull()
  const undone = await importPatients(undo)
  expect(undone.last).toMatchObject({ event: 'undone', removed: people, stayed: 0 })
  expect([await countOf('deleted'), await countOf('version > 2')]).toEqual([people, 0])
  expect((await importPatients(undo)).output).toContain('can’t be undone')
}, 240_000)
