import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCandour } from '../../main.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { createLog } from '../../platform/log.ts'
import { Browser } from '../../../test/browser.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { randomPeople } from '../../../test/random-people.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { indexPatients } from '../patients/index-patient.ts'
import { identityOf } from '../patients/patient-fhir.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import { writeResource } from '../resources/write-resource.ts'
import { foldDirectories } from './fold-directories.ts'
import { foldDirectory } from './fold-directory.ts'
import { rebuildDirectory } from './rebuild-directory.ts'

let candour: TestCandour
let database: Owner
let person: Person
let other: Person
let practice: string
const families: string[] = []
beforeAll(async () => {
  candour = await startQuickCandour()
  database = await connectOwner(candour)
  person = await signUp(candour)
  other = await signUp(candour, 'Elsewhere Surgery')
  practice = person.session.practice.id
  await registerPatient(other, { family: 'Foreigner' })
  for (const family of ['Alderton', 'Birchall', 'Cedarman']) {
    await registerPatient(person, { family })
    families.push(family)
  }
  const erased = await registerPatient(person, { family: 'Erasedone' })
  const deleted = await registerPatient(person, { family: 'Deletedone' })
  await within((inside) => destroyCompartment(inside, erased.id))
  await person.browser.send('DELETE', `/fhir/R4/Patient/${deleted.id}`)
  await within(foldDirectory)
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const within = <T>(act: (within: Within) => Promise<T>) =>
  inPractice(candour, practice, (inside) => act({ ...inside, now: new Date() }))
const sql = (text: string) => database.rows<{ count: number }>(text, [practice])
const count = async (table: string) =>
  (await sql(`select count(*)::int as count from ${table} where practice = $1`))[0]!.count

/** At a node that has nothing in memory yet, until it no longer says that the finder is being made again. */
async function findAfresh(texts: string[]): Promise<{ refused: number; found: string[][] }> {
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const node = await startCandour(candour.config, connection, { log: createLog('silent') })
  const browser = new Browser(node.address)
  browser.cookie = person.browser.cookie
  browser.csrf = person.browser.csrf
  let refused = 0
  try {
    const found: string[][] = []
    for (const text of texts) {
      for (;;) {
        const { status, body } = await browser.try(patientRoutes.find, { text })
        if (status === 200) {
          found.push(body.matches.map((match: { family: string }) => match.family))
          break
        }
        expect([status, body.error.code]).toEqual([503, 'directory.rebuilding'])
        expect(body.error.message).toMatch(/being made again/)
        if (++refused > 200) throw new Error('it is never done')
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    return { refused, found }
  } finally {
    await node.stop()
  }
}

const asked = ['ashdowne', 'alderton', 'erasedone', 'deletedone', 'foreigner', 'margery']
const everybody = async () => {
  const { refused, found } = await findAfresh(asked)
  expect(found.slice(1, 5)).toEqual([['Alderton'], [], [], []])
  expect(new Set(found[5])).toEqual(new Set(families))
  return refused
}

const harms: Record<string, string> = {
  'a byte of a block is altered':
    'update candour.directory_block set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where practice = $1',
  'all blocks are gone': 'delete from candour.directory_block where practice = $1',
  'blocks and rows are gone, as after a restore':
    'with b as (delete from candour.directory_block where practice = $1) delete from candour.directory where practice = $1',
  'a row of what was written since is altered':
    'update candour.directory set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where practice = $1',
  'the index key is destroyed': `update candour.compartment set wrapped = null, destroyed_at = now() where practice = $1
     and compartment = (select directory_compartment from candour.practice where practice = $1)`,
  'the index key is altered': `update candour.compartment set wrapped = set_byte(wrapped, 40, get_byte(wrapped, 40) # 1)
     where practice = $1 and compartment = (select directory_compartment from candour.practice where practice = $1)`,
}

test.each(Object.keys(harms))(
  '%s: the next search finds everybody again, nobody else and nobody who is gone',
  async (harm) => {
    // Something in rows, something in blocks.
    families.push(`Since${String.fromCharCode(97 + families.length)}`)
    await registerPatient(person, { family: families.at(-1)! })
    await sql(harms[harm]!)
    expect([harm, await everybody()]).not.toEqual([harm, 0])
    expect([harm, await everybody()]).toEqual([harm, 0])
    expect(await count('candour.directory_rebuild')).toBe(0)
    await within(foldDirectory)
    expect(await everybody()).toBe(0)
  },
)

test('a practice of which nothing was ever folded is made again too, and one without patients is not', async () => {
  await database.rows('delete from candour.directory where practice = $1', [other.session.practice.id])
  const swap = person
  person = other
  const { refused, found } = await findAfresh(['foreigner', 'alderton'])
  person = swap
  expect([refused > 0, found]).toEqual([true, [['Foreigner'], []]])
  const empty = await signUp(candour, 'Nobody Surgery')
  expect(await empty.browser.call(patientRoutes.find, { text: 'foreigner' })).toMatchObject({ matches: [] })
})

const work =
  () =>
  async <T>(of: string, _job: string, act: (within: Within) => Promise<T | null>): Promise<T | null> =>
    inPractice(candour, of, (inside) => act({ ...inside, now: new Date() }))

test('broken off, it goes on where it stood; who is in memory is found meanwhile, and what is written meanwhile is kept', async () => {
  const people = randomPeople(2_300, 21)
  for (let from = 0; from < people.length; from += 500) {
    await within(async (inside) => {
      const list = []
      for (const { id, family, birthDate } of people.slice(from, from + 500)) {
        const resource = { resourceType: 'Patient', name: [{ family, given: ['Many'] }], birthDate } as FhirResource
        const stamped = { ...resource, id, meta: { lastUpdated: inside.now.toISOString() } }
        const summary = {
          kind: 'patient',
          title: 'Patient',
          at: inside.now.toISOString(),
          author: { member: null, name: '', role: '' },
          preview: '',
        } as const
        const key = await createCompartment(inside, 'patient', id)
        writeResource(inside, key, {
          type: 'Patient',
          id,
          version: 1,
          bytes: Buffer.from(JSON.stringify(stamped)),
          summary,
        })
        list.push({ patient: id, version: 1, identity: identityOf(resource) })
      }
      await indexPatients(inside, list)
    })
  }
  await within(foldDirectory)
  const known = async (text: string) =>
    (await person.browser.call(patientRoutes.find, { text })).matches.map(({ family }) => family)
  expect(await known('alderton')).toEqual(['Alderton'])
  const reads = async () =>
    (
      await sql(`select count(*)::int as count from candour.directory_block where practice = $1 and
    generation > (select max(version) from ledger.mark where practice = $1 and type = 'Directory')`)
    )[0]!.count

  await sql(harms['a byte of a block is altered']!)
  let steps = 0
  const broken = rebuildDirectory(
    (of, job, act) => (steps++ === 2 ? Promise.reject(new Error('killed')) : work()(of, job, act)),
    practice,
    'now',
  )
  await expect(broken).rejects.toThrow('killed')
  const made = await reads()
  expect(made).toBeGreaterThan(0)

  // This node has everybody in memory, from before the harm. One who is in the new blocks already is renamed, one joins, one goes.
  const { matches } = await person.browser.call(patientRoutes.find, { text: 'alderton' })
  const {
    id,
    version,
    diedAt: _died,
    allergies,
  } = await person.browser.call(patientRoutes.read, { id: matches[0]!.id })
  const details = { given: 'Margery', title: 'Mrs', birthDate: '1957-03-04', sex: 'female', allergies } as const
  await person.browser.call(patientRoutes.amend, { ...details, id, baseVersion: version, family: 'Renamed' } as never)
  await registerPatient(person, { family: 'Joiner' })
  const gone = people[0]!
  await within((inside) => destroyCompartment(inside, gone.id))
  expect([await known('renamed'), await known('joiner')]).toEqual([['Renamed'], ['Joiner']])
  expect(await reads()).toBe(made)

  const sample = people.filter((one, at) => at % 97 === 1 && one.id !== gone.id)
  const { refused, found } = await findAfresh([
    'renamed',
    'joiner',
    'alderton',
    `${gone.family} many ${gone.birthDate}`,
    ...sample.map(({ family, birthDate }) => `${family} many ${birthDate}`),
  ])
  expect(refused).toBeGreaterThan(0)
  expect(found.slice(0, 4)).toEqual([['Renamed'], ['Joiner'], [], []])
  for (const [at, one] of sample.entries()) expect(found[at + 4]).toContain(one.family)
  expect([await known('renamed'), await known('joiner'), await known('alderton')]).toEqual([
    ['Renamed'],
    ['Joiner'],
    [],
  ])
}, 120_000)

const newBlocks = `candour.directory_block where practice = $1 and
  generation > (select max(version) from ledger.mark where practice = $1 and type = 'Directory')`

test.each([
  ['a new block is taken away', `delete from ${newBlocks}`],
  [
    'a new block comes twice',
    `insert into candour.directory_block (practice, block, first_patient, generation, index_key, sealed)
     select practice, gen_random_uuid(), first_patient, generation, index_key, sealed from ${newBlocks}`,
  ],
  [
    'how far it is, is altered',
    'update candour.directory_rebuild set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where practice = $1',
  ],
  [
    'its key is destroyed',
    `update candour.compartment set wrapped = null, destroyed_at = now() where practice = $1
     and compartment = (select index_key from candour.directory_rebuild where practice = $1)`,
  ],
])('%s while it is made: it is begun afresh, and nobody is missing', async (harm, statement) => {
  await sql(harms['all blocks are gone']!)
  let steps = 0
  const broken = rebuildDirectory(
    (of, job, act) => (steps++ === 2 ? Promise.reject(new Error('killed')) : work()(of, job, act)),
    practice,
    'now',
  )
  await expect(broken).rejects.toThrow('killed')
  expect(await count('candour.directory_rebuild')).toBe(1)
  await sql(statement)
  const sample = randomPeople(2_300, 21).filter((_, at) => at % 97 === 1)
  const { refused, found } = await findAfresh(sample.map(({ family, birthDate }) => `${family} many ${birthDate}`))
  expect(refused).toBeGreaterThan(0)
  for (const [at, one] of sample.entries())
    expect([harm, found[at]]).toEqual([harm, expect.arrayContaining([one.family])])
  expect(await count('candour.directory_rebuild')).toBe(0)
})

test('the hourly errand goes on with what was broken off, and makes again what it finds damaged', async () => {
  await sql(harms['all blocks are gone']!)
  await registerPatient(person, { family: 'Hourly' })
  const [{ due }] = (await database.rows<{ due: number }>(
    `update candour.compartment set created_at = created_at - interval '31 days' where practice = $1 and compartment =
     (select directory_compartment from candour.practice where practice = $1) returning 1 as due`,
    [practice],
  )) as [{ due: number }]
  expect(due).toBe(1)
  await foldDirectories(candour.parts.database.jobs, work())
  expect((await findAfresh(['hourly', 'renamed'])).found).toEqual([['Hourly'], ['Renamed']])
  expect((await findAfresh(['hourly'])).refused).toBe(0)
})
