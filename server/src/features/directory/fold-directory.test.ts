import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCandour, type Candour } from '../../main.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { createLog } from '../../platform/log.ts'
import { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { newId } from '../../platform/vault/ids.ts'
import { randomPeople } from '../../../test/random-people.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { foldDirectories } from './fold-directories.ts'
import { foldDirectory } from './fold-directory.ts'
import type { Person as Listed } from './person.ts'
import { listPeople } from './write-deltas.ts'

let candour: TestCandour
let second: Candour
let database: Owner
let person: Person
let elsewhere: Browser
let practice: string
beforeAll(async () => {
  candour = await startQuickCandour()
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  second = await startCandour(candour.config, connection, { log: createLog('silent') })
  database = await connectOwner(candour)
  person = await signUp(candour)
  practice = person.session.practice.id
  elsewhere = new Browser(second.address)
  elsewhere.cookie = person.browser.cookie
  elsewhere.csrf = person.browser.csrf
})
afterAll(async () => {
  await database.end()
  await second.stop()
  await candour.stop()
})

const within = <T>(act: (within: Within) => Promise<T>) =>
  inPractice(candour, practice, (inside) => act({ ...inside, now: new Date() }))
const fold = () => within(foldDirectory)

/** As an import does it: compartments and rows, without the records behind them. */
async function add(people: Listed[]): Promise<void> {
  for (let from = 0; from < people.length; from += 500) {
    await within(async (inside) => {
      const some = people.slice(from, from + 500)
      for (const { id } of some) await createCompartment(inside, 'patient', id)
      await listPeople(
        inside,
        some.map((one) => ({ revision: 1, person: one })),
      )
    })
  }
}

async function namesAt(browser: Browser, text: string): Promise<string[]> {
  const { matches, alike } = await browser.call(patientRoutes.find, { text })
  return matches.slice(0, matches.length - alike).map(({ family }) => family)
}
const both = async (text: string) => [await namesAt(person.browser, text), await namesAt(elsewhere, text)]

const count = async (table: string, where = 'true') =>
  (
    await database.rows<{ count: number }>(
      `select count(*)::int as count from ${table} where practice = $1 and ${where}`,
      [practice],
    )
  )[0]!.count

test('what one node writes another finds at once: new, changed and gone', async () => {
  const { id, version, diedAt: _died, ...details } = await registerPatient(person, { family: 'Quillfeather' })
  expect(await both('quillfeather')).toEqual([['Quillfeather'], ['Quillfeather']])
  const changed = { ...details, id, baseVersion: version, family: 'Pennywhistle' } as never
  await elsewhere.call(patientRoutes.amend, changed)
  expect(await both('quillfeather')).toEqual([[], []])
  expect(await both('pennywhistle')).toEqual([['Pennywhistle'], ['Pennywhistle']])
  await within((inside) => destroyCompartment(inside, id))
  expect(await both('pennywhistle')).toEqual([[], []])
})

test('thousands are folded into blocks of at most 64 KiB, and found as before, also at a node that knew them', async () => {
  const people = randomPeople(2_000, 3)
  await add(people.slice(0, 1_500))
  const known = people[700]!
  expect((await namesAt(elsewhere, known.nhsNumber ?? known.birthDate)).includes(known.family)).toBe(true)
  expect(await fold()).toBe(true)
  expect([await count('candour.directory'), await fold()]).toEqual([0, null])
  await add(people.slice(1_500))
  expect(await fold()).toBe(true)
  const [{ largest, blocks }] = (await database.rows<{ largest: number; blocks: number }>(
    'select max(length(sealed)) as largest, count(*)::int as blocks from candour.directory_block where practice = $1',
    [practice],
  )) as [{ largest: number; blocks: number }]
  expect(largest).toBeLessThanOrEqual(64 * 1024)
  expect(blocks).toBeLessThan(15)
  for (const one of people.filter((_, at) => at % 97 === 0)) {
    if (one.nhsNumber === null) continue
    expect([one.nhsNumber, await both(one.nhsNumber)]).toEqual([one.nhsNumber, [[one.family], [one.family]]])
  }
})

test('a node that knew all that was folded does not read the blocks again; one that did not, does', async () => {
  const [one, other] = randomPeople(2, 11).map((who) => ({ ...who, id: newId(), family: 'Larkspur', nhsNumber: null }))
  await add([one!])
  // Transactions that began before it are over: a look from then on knows that it has all.
  const isOver = 'select pg_snapshot_xmin(pg_current_snapshot()) > max(xid) as over from candour.directory'
  await expect.poll(async () => (await database.rows<{ over: boolean }>(isOver))[0]!.over).toBe(true)
  expect(await both('larkspur')).toEqual([['Larkspur'], ['Larkspur']])
  expect(await fold()).toBe(true)
  // Blocks that nobody can open: whoever still answers did not look at them.
  const where = 'where practice = $1'
  await database.rows(`update candour.directory_block set sealed = sealed || '\\x00'::bytea ${where}`, [practice])
  expect(await both('larkspur')).toEqual([['Larkspur'], ['Larkspur']])
  const shorter = 'substring(sealed from 1 for length(sealed) - 1)'
  await database.rows(`update candour.directory_block set sealed = ${shorter} ${where}`, [practice])
  await add([other!])
  expect(await namesAt(elsewhere, 'larkspur')).toEqual(['Larkspur', 'Larkspur'])
  await registerPatient(person, { family: 'Marjoram' })
  expect(await fold()).toBe(true)
  expect(await both('larkspur')).toEqual([
    ['Larkspur', 'Larkspur'],
    ['Larkspur', 'Larkspur'],
  ])
  expect(await both('marjoram')).toEqual([['Marjoram'], ['Marjoram']])
})

test('folded while others write, and broken off in between: nobody is lost, nobody is there twice', async () => {
  const written: string[] = []
  let isWriting = true
  const writing = (async () => {
    for (let at = 0; isWriting; at++) {
      const browser = at % 2 === 0 ? person.browser : elsewhere
      const family = `Meanwhile${String.fromCharCode(97 + (at % 26))}${String.fromCharCode(97 + Math.floor(at / 26))}`
      await registerPatient({ ...person, browser }, { family })
      written.push(family)
    }
  })()
  const rounds = Array.from({ length: 12 }, async (_, round) => {
    await new Promise((resolve) => setTimeout(resolve, round * 60))
    // Two at once, and every third is broken off with all its work done.
    await Promise.all([
      fold().catch(() => null),
      within(async (inside) => {
        await foldDirectory(inside)
        if (round % 3 === 0) throw new Error('killed')
      }).catch(() => null),
    ])
  })
  await Promise.all(rounds)
  isWriting = false
  await writing
  expect(written.length).toBeGreaterThan(2)
  for (const family of written) expect([family, await both(family)]).toEqual([family, [[family], [family]]])
  await fold()
  for (const family of written) expect([family, await both(family)]).toEqual([family, [[family], [family]]])
})

const details = { given: 'Ada', birthDate: '1961-01-01', sex: 'female', duplicatesSeen: true } as const

const workOf =
  () =>
  async <T>(of: string, _job: string, act: (within: Within) => Promise<T | null>): Promise<T | null> =>
    inPractice(candour, of, (inside) => act({ ...inside, now: new Date() }))

test('whoever is erased leaves blocks, rows, tokens and every node’s memory; their index key goes too', async () => {
  const { id } = await registerPatient(person, { family: 'Vanishing', phone: '0117 496 0777' })
  await fold()
  expect(await both('vanishing')).toEqual([['Vanishing'], ['Vanishing']])
  const [{ key }] = (await database.rows<{ key: string }>(
    'select directory_compartment as key from candour.practice where practice = $1',
    [practice],
  )) as [{ key: string }]
  await within((inside) => destroyCompartment(inside, id))
  expect(await both('vanishing')).toEqual([[], []])
  expect(await both('01174960777')).toEqual([[], []])
  expect([
    await count('candour.directory', `patient = '${id}' and sealed is not null`),
    await count('candour.token', `patient = '${id}'`),
  ]).toEqual([0, 0])
  const [job] = await database.rows<{ job: string }>(
    `select job from candour.job where practice = $1 and name = 'directory.fold' and done_at is null order by job desc limit 1`,
    [practice],
  )
  await candour.parts.jobs.perform(practice, job!.job)
  expect(await count('candour.directory', `patient = '${id}'`)).toBe(0)
  expect(await count('candour.directory_block', `index_key = '${key}'`)).toBe(0)
  expect(await both('vanishing')).toEqual([[], []])
})

test('an index key is replaced after 30 days, its last rows are folded, and then nothing names it and it is destroyed', async () => {
  // What waits from the tests before would fold in between.
  await database.rows(`update candour.job set done_at = now() where name = 'directory.fold'`)
  const keys = async () =>
    (
      await database.rows<{ key: string }>(
        `select index_key as key from candour.directory_block where practice = $1
         union select index_key from candour.directory where practice = $1
         union select directory_compartment from candour.practice where practice = $1`,
        [practice],
      )
    ).map((row) => row.key)
  const [old, ...others] = await keys()
  expect(others).toEqual([])
  await database.rows(
    `update candour.compartment set created_at = created_at - interval '31 days' where practice = $1 and compartment = $2`,
    [practice, old],
  )
  const { jobs } = candour.parts.database
  await foldDirectories(jobs, workOf())
  const [key, ...further] = await keys()
  expect([further, key === old]).toEqual([[], false])
  // A node that still holds the old key writes under it for up to a minute.
  await registerPatient(person, { family: 'Latecomer' })
  expect(await both('latecomer')).toEqual([['Latecomer'], ['Latecomer']])
  expect(await keys()).toHaveLength(2)
  expect(await count('candour.compartment', `compartment = '${old}' and wrapped is not null`)).toBe(1)
  await foldDirectories(jobs, workOf())
  expect(await count('candour.compartment', `compartment = '${old}' and wrapped is not null`)).toBe(1)
  await database.rows(`update candour.directory_old_key set replaced_at = replaced_at - interval '2 hours'`)
  await foldDirectories(jobs, workOf())
  await foldDirectories(jobs, workOf())
  expect(await keys()).toEqual([key])
  // The search tokens' key and this one.
  expect(await count('candour.compartment', `kind = 'index' and wrapped is not null`)).toBe(2)
  expect(await both('latecomer')).toEqual([['Latecomer'], ['Latecomer']])
  const known = randomPeople(2_000, 3).find(({ nhsNumber }) => nhsNumber !== null)!
  expect(await both(known.nhsNumber!)).toEqual([[known.family], [known.family]])
  // Whoever woke up too late, with a key that is destroyed, is told to try again: nothing is sealed that nobody can open.
  const late = await person.browser.try(patientRoutes.register, { ...details, family: 'Toolate' })
  expect([late.status, late.body.error?.code]).toEqual([503, 'system.busy'])
  expect(await both('toolate')).toEqual([[], []])
})
