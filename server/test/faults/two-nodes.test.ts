import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { DatabaseConnection } from '../../src/platform/config.ts'
import { cloneDatabase, dropDatabase } from '../../src/platform/database/embedded/test-postgres.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import { Browser } from '../browser.ts'
import { colleague, registerPatient, signUp, whoAmI, type Person } from '../people.ts'
import { template } from '../template.ts'
import { checkKept, checkLedger } from './check-kept.ts'
import { randomFrom } from './random.ts'
import { freePort, startServerProcess, type ServerProcess } from './server-process.ts'
import { createWorkload, nothingWritten } from './workload.ts'

let home: string
let database: DatabaseConnection
const { home: serverHome, ...owner } = inject('postgres')
const nodes: ServerProcess[] = []

/** Two servers of one installation: one database, one folder of keys, one folder of files. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'candour-two-'))
  const name = `two_${process.pid}`
  database = await cloneDatabase(owner, template, name)
  const { user, password, host, port } = database
  const url =
    `postgres://${user}:${encodeURIComponent(password)}@` +
    (host.startsWith('/') ? `/${name}?host=${host}&port=${port}` : `${host}:${port}/${name}`)
  await mkdir(join(home, 'keys'), { mode: 0o700 })
  await cp(join(serverHome, 'role-keys', 'database-roles.json'), join(home, 'keys', 'database-roles.json'))
  await mkdir(join(home, 'blobs'))
  for (const node of ['first', 'second']) {
    await mkdir(join(home, node, 'data'), { recursive: true })
    await symlink(join(home, 'blobs'), join(home, node, 'data', 'blobs'))
    const env = { DATABASE_URL: url, CANDOUR_KEYS: join(home, 'keys') }
    nodes.push(await startServerProcess({ home: join(home, node), port: await freePort(), env }))
  }
})
afterAll(async () => {
  for (const node of nodes) await node.kill()
  await dropDatabase(owner, database.database)
  await rm(home, { recursive: true, force: true })
})

async function isLeading({ address }: ServerProcess): Promise<boolean> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return /^candour_ledger_leading\{[^}]*\} 1$/m.test(text)
}

/** The same session, at another node. */
function at({ address }: ServerProcess, person: Person): Person {
  const browser = new Browser(address)
  browser.cookie = person.browser.cookie
  browser.csrf = person.browser.csrf
  return { ...person, browser }
}

test('P28 of two nodes one numbers the ledger; it is killed amid writes to both, the other takes over, without gap or double', async () => {
  const [first, second] = nodes as [ServerProcess, ServerProcess]
  await expect
    .poll(async () => [await isLeading(first), await isLeading(second)], { timeout: 15_000 })
    .toEqual([true, false])
  const person = await signUp(first, 'Two Nodes')
  const elsewhere = at(second, person)
  expect((await whoAmI(elsewhere.browser)).practice.name).toBe('Two Nodes')
  const nurse = (await colleague(first, person, 2)).session.member.id
  const { id: patient } = await registerPatient(person)
  await elsewhere.browser.call(patientRoutes.read, { id: patient })

  const people = { owner: person, nurse, patient }
  const here = createWorkload(people, randomFrom(7), 'here')
  const there = createWorkload({ ...people, owner: elsewhere }, randomFrom(8), 'there')
  const [stopHere, stopThere] = [new AbortController(), new AbortController()]
  const running = [here.run(stopHere.signal), there.run(stopThere.signal)]
  const retry = {
    family: 'Twice',
    given: 'Sent',
    birthDate: '1960-06-06',
    sex: 'female' as const,
    duplicatesSeen: true,
  }
  const key = newId()
  await new Promise((resolve) => setTimeout(resolve, 700))
  const sentBefore = person.browser.try(patientRoutes.register, retry, { 'idempotency-key': key }).catch(() => null)
  await new Promise((resolve) => setTimeout(resolve, 3))
  await first.kill()
  stopHere.abort()
  await expect.poll(() => isLeading(second), { timeout: 20_000 }).toBe(true)
  stopThere.abort()
  await Promise.all(running)

  const before = await sentBefore
  const again = await elsewhere.browser.call(patientRoutes.register, retry)
  const sentAgain = await elsewhere.browser.try(patientRoutes.register, retry, { 'idempotency-key': key })
  expect(sentAgain.status).toBe(200)
  if (before?.status === 200) expect(sentAgain.body.patient.id).toBe(before.body.patient.id)
  const { matches } = await elsewhere.browser.call(patientRoutes.find, { text: 'Twice Sent' })
  const expected: string[] = [(again as { patient: { id: string } }).patient.id, sentAgain.body.patient.id]
  expect(matches.map((match) => match.id).toSorted()).toEqual(expected.toSorted())

  const written = nothingWritten()
  for (const part of ['registrations', 'drafts', 'resources', 'files', 'levels'] as const)
    written[part].push(...([...here.written[part], ...there.written[part]] as never[]))
  expect(there.written.refusals.size, 'the node that lives refuses nothing').toBe(0)
  // Both changed the nurse's level, so which was last is not known.
  await checkKept(elsewhere.browser, people, { ...written, levels: [] })
  const { id: practice } = person.session.practice
  const { entries } = await checkLedger(elsewhere.browser, database, join(home, 'keys'), practice, written)
  expect(entries).toBeGreaterThan(50)
}, 90_000)
