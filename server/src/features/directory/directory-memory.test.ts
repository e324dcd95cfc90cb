import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { randomPeople } from '../../../test/random-people.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { createDirectory, type Asker, type Directory } from './directory.ts'
import { foldDirectory } from './fold-directory.ts'
import { listPeople } from './write-deltas.ts'

let candour: TestCandour
const owners: Person[] = []
beforeAll(async () => {
  candour = await startQuickCandour()
  for (const name of ['One', 'Two', 'Three']) {
    const owner = await signUp(candour, name)
    await registerPatient(owner, { family: `Of${name}` })
    owners.push(owner)
  }
})
afterAll(() => candour.stop())

const practiceOf = (owner: Person) => owner.session.practice.id
const asked: string[] = []
const mend = () => expect.unreachable()

/** As the door would have it, with what is asked of the database counted. */
function ask<T>(owner: Person, act: (asker: Asker) => Promise<T>, practice = practiceOf(owner)): Promise<T> {
  return inPractice(candour, practice, ({ tx, vault, keys }) => {
    const run = <Row>(statement: Statement<Row>, ...values: unknown[]) => {
      asked.push(statement.name)
      return tx.run(statement, ...values)
    }
    const actor = { kind: 'member', practice: practiceOf(owner) } as MemberActor
    return act({ tx: { ...tx, run } as Transaction, vault, keys, now: new Date(), actor })
  })
}
const find = (directory: Directory, owner: Person, text = 'of') =>
  ask(owner, async (asker) => (await directory.search(asker, text, 20)).matches.map(({ listed }) => listed.family))
const blocksRead = () => asked.splice(0).filter((name) => name === 'directory-mark').length

test('a practice stays in memory for 15 minutes after it was last asked for', async () => {
  let now = 0
  const directory = createDirectory({ budget: 1e9, now: () => now, mend })
  for (const owner of owners) await find(directory, owner)
  expect([blocksRead(), directory.size()]).toEqual([3, { practices: 3, people: 3, bytes: expect.any(Number) }])
  now = 14 * 60_000
  expect(await find(directory, owners[0]!)).toEqual(['OfOne'])
  expect(blocksRead()).toBe(0)
  now = 16 * 60_000
  await find(directory, owners[0]!)
  expect([blocksRead(), directory.size().practices]).toEqual([0, 1])
  now = 32 * 60_000
  await find(directory, owners[0]!)
  expect(blocksRead()).toBe(1)
})

test('beyond the budget the practice that was not asked for longest goes; the one asked for stays, whatever it takes', async () => {
  const one = createDirectory({ budget: 1e9, mend })
  await find(one, owners[0]!)
  const { bytes } = one.size()
  const directory = createDirectory({ budget: bytes * 2.5, mend })
  for (const at of [0, 1, 0, 2]) await find(directory, owners[at]!)
  expect(directory.size()).toMatchObject({ practices: 2, people: 2 })
  blocksRead()
  for (const at of [0, 2]) await find(directory, owners[at]!)
  expect(blocksRead()).toBe(0)
  await find(directory, owners[1]!)
  expect(blocksRead()).toBe(1)
  expect(directory.size().bytes).toBeLessThanOrEqual(bytes * 2.5)
  const tiny = createDirectory({ budget: 1, mend })
  for (const owner of owners) expect(await find(tiny, owner)).toHaveLength(1)
  expect(tiny.size().practices).toBe(1)
})

test('those who come first together load once, and those who come while one looks share the next look', async () => {
  const directory = createDirectory({ budget: 1e9, mend })
  blocksRead()
  const found = await Promise.all(Array.from({ length: 30 }, () => find(directory, owners[0]!)))
  expect(new Set(found.flat())).toEqual(new Set(['OfOne']))
  expect(asked.filter((name) => name === 'directory-read').length).toBeLessThan(30)
  expect(blocksRead()).toBe(1)
})

test('a look in the middle of a change that is undone leaves nothing of it in memory, and loses nothing', async () => {
  const owner = owners[0]!
  const { id } = (await owner.browser.call(patientRoutes.find, { text: 'ofone' })).matches[0]!
  const renamed = { ...randomPeople(1)[0]!, id, family: 'Undone' }
  for (const hadLooked of [true, false]) {
    const directory = createDirectory({ budget: 1e9, mend })
    if (hadLooked) await find(directory, owner)
    const change = ask(owner, async (asker) => {
      await listPeople(asker, [{ revision: 2, person: renamed }])
      await directory.search(asker, 'undone', 20)
      throw new Error('undone')
    })
    await expect(change).rejects.toThrow('undone')
    expect([await find(directory, owner, 'undone'), await find(directory, owner)]).toEqual([[], ['OfOne']])
  }
})

test('P01 a member of another practice finds nobody, even inside its transaction', async () => {
  const directory = createDirectory({ budget: 1e9, mend })
  const [mine, theirs] = [owners[0]!, practiceOf(owners[1]!)]
  const found = await ask(mine, (asker) => directory.search(asker, 'of', 20), theirs)
  expect(found).toEqual({ matches: [], alike: 0, more: false })
  const patient = (await owners[1]!.browser.call(patientRoutes.find, { text: 'oftwo' })).matches[0]!.id
  expect(await ask(mine, (asker) => directory.get(asker, [patient]), theirs)).toEqual([])
  expect(await ask(owners[1]!, (asker) => directory.get(asker, [patient]))).toHaveLength(1)
})

test('a practice of 10,000 is loaded from few rows in pieces, and takes less than 600 bytes a patient', async () => {
  const owner = owners[2]!
  const people = randomPeople(10_000, 5)
  for (let from = 0; from < people.length; from += 1_000) {
    await inPractice(candour, practiceOf(owner), async (inside) => {
      const within = { ...inside, now: new Date() }
      const some = people.slice(from, from + 1_000)
      await Promise.all(some.map(({ id }) => createCompartment(within, 'patient', id)))
      await listPeople(
        within,
        some.map((person) => ({ revision: 1, person })),
      )
    })
  }
  const fold = () => inPractice(candour, practiceOf(owner), (inside) => foldDirectory({ ...inside, now: new Date() }))
  while ((await fold()) !== null);
  const directory = createDirectory({ budget: 1e9, mend })
  asked.length = 0
  const texts = ['smith', people[1]!.family, people[2]!.birthDate]
  await Promise.all(texts.map((text) => find(directory, owner, text)))
  expect(asked.filter((name) => name === 'directory-block-read').length).toBeLessThan(8)
  const { bytes, people: count } = directory.size()
  expect(count).toBe(10_001)
  expect(bytes / count).toBeLessThan(600)
}, 60_000)
