import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acknowledge } from '../../src/features/checkpoints/acknowledge.ts'
import { sealEntry } from '../../src/platform/ledger/entry.ts'
import { lookForRefusal } from '../../src/platform/ledger/guard.ts'
import { insertEntry } from '../../src/platform/ledger/ledger.store.ts'
import { publishRound } from '../../src/platform/ledger/publish.ts'
import { publishedFile, type PublishedFile } from '../../src/platform/ledger/published.ts'
import { sequenceOnce } from '../../src/platform/ledger/sequencer.ts'
import type { TestCandour } from '../candour.ts'
import { signUp, type Person } from '../people.ts'
import { connectOwner, type Owner } from '../walls/owner.ts'
import { inPractice } from '../walls/practice-keys.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'

let candour: TestCandour
let owner: Owner
let people: [Person, Person]
let published: PublishedFile
let file: string
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  people = [await signUp(candour), await signUp(candour, 'A Second Practice', 'Ada Second')]
  published = publishedFile(candour.config.keys)
  file = join(candour.config.keys, 'ledger-published.jsonl')
  await candour.settle()
  await candour.parts.sequencer.stop()
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const practiceOf = (person: Person) => person.session.practice.id
const refusal = () => lookForRefusal(candour.parts.database.sequencer, published)
const text = () => readFile(file, 'utf8').catch(() => null)
const fence = async () => (await owner.rows<{ fence: number }>('select fence from ledger.position'))[0]!.fence
const signed = async () => (await owner.rows('select signed_size, note from ledger.global'))[0]!
const going = () => ({ ...candour.parts, published, clock: { now: () => new Date() } })

/** Each practice has new entries, numbered. */
async function grow(times = 1): Promise<void> {
  for (const person of people)
    await inPractice(candour, practiceOf(person), async ({ tx, vault, keys }) => {
      const actor = { kind: 'job', practice: practiceOf(person), job: 'test' } as const
      const entry = { actor, verb: 'test.fault', outcome: 'changed', subjects: [], detail: {} } as const
      for (let time = 0; time < times; time++) insertEntry(tx, sealEntry(vault, keys, entry))
      return Promise.resolve()
    })
  await expect
    .poll(
      async () => {
        await sequenceOnce(candour.parts.database.sequencer, await fence())
        const [row] = await owner.rows<{ waiting: boolean }>(
          'select coalesce((select max(xid) from ledger.queue) >= (select xid from ledger.position), false) as waiting',
        )
        return row!.waiting
      },
      { timeout: 20_000 },
    )
    .toBe(false)
}

async function round() {
  await grow()
  const { database, vault } = candour.parts
  return publishRound({ workspace: database.sequencer, vault, published }, await fence())
}

test('P33 without the note of what was signed, or with an older one, nothing is signed and no new one is begun', async () => {
  expect(await text()).toBeNull()
  expect(await refusal()).toBeNull()
  await round()
  const older = (await text())!
  await round()
  const whole = (await text())!
  const lines = whole.split(/(?<=\n)/)
  const without = (tree: string) => lines.filter((line) => !line.includes(`"tree":"${tree}"`)).join('')
  for (const left of [null, '', older, without('global'), without(practiceOf(people[0])), lines[0]!]) {
    await (left === null ? rm(file) : writeFile(file, left))
    const before = await signed()
    await expect(round()).rejects.toThrow()
    expect((await people[0].browser.try(checkpointRoutes.sign, {})).status).toBe(503)
    expect([await signed(), await text()]).toEqual([before, left])
    expect((await refusal())?.what).toContain('is gone')
  }
  await writeFile(file, whole)
  expect(await refusal()).toBeNull()
  expect(await round()).toMatchObject({ anchored: 2, broken: [] })
  await rm(file)
  expect((await acknowledge(going(), 'The folder of keys was put back without it'))!.lost).toEqual([])
  expect(await refusal()).toBeNull()
  expect(await round()).toMatchObject({ anchored: 2, broken: [] })
}, 60_000)

test('P33 a tree that was altered stops its practice alone, until the operator’s word makes it anew of the entries', async () => {
  const [mine, others] = [practiceOf(people[0]), practiceOf(people[1])]
  const alter = (practice: string) =>
    owner.rows(`update ledger.head set frontier = sha256('x') || substring(frontier from 33) where practice = $1`, [
      practice,
    ])
  const name = async () => (await owner.rows('select installation from ledger.global'))[0]!['installation']
  const headings = async ({ browser }: Person) =>
    (await browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)
  await grow(600)
  expect((await round()).broken).toEqual([])
  expect(await acknowledge(going(), 'Nothing is wrong')).toBeNull()
  const before = await name()

  await alter(mine)
  await owner.rows(
    `update ledger.tile set hashes = sha256('x') || hashes where practice = $1 and (level = 1 or index = 0)`,
    [mine],
  )
  expect(await round()).toMatchObject({ anchored: 1, broken: [mine] })
  const done = await acknowledge(going(), 'Somebody wrote into the database')
  expect(done).toMatchObject({ installation: before, rebuilt: [mine], lost: [], missing: [] })
  expect(await round()).toMatchObject({ anchored: 2, broken: [] })
  expect((await people[0].browser.try(checkpointRoutes.sign, {})).status).toBe(200)
  expect(await headings(people[0])).toContain('The ledger goes on')
  expect(await headings(people[1])).not.toContain('The ledger goes on')

  await alter(mine)
  expect((await refusal())?.practices).toEqual([mine])
  const again = await acknowledge(going(), 'Somebody did it again')
  expect([again!.rebuilt, await name(), await refusal()]).toEqual([[mine], before, null])

  // What was signed can't be made of them any more.
  const [entry] = await owner.rows<{ hash: Buffer }>(
    `select leaf_hash as hash from ledger.entry where practice = $1 and number = 2`,
    [others],
  )
  await alter(others)
  await owner.rows(`update ledger.entry set leaf_hash = sha256('x') where practice = $1 and number = 2`, [others])
  const renamed = await acknowledge(going(), 'An entry was altered')
  expect(renamed).toMatchObject({ rebuilt: [others], lost: [] })
  expect([await name(), renamed!.installation === before]).toEqual([renamed!.installation, false])
  expect(await round()).toMatchObject({ anchored: 2, broken: [] })
  await owner.rows('update ledger.entry set leaf_hash = $2 where practice = $1 and number = 2', [others, entry!.hash])

  await alter(mine)
  await owner.rows('delete from ledger.entry where practice = $1 and number = 3', [mine])
  expect(await acknowledge(going(), 'An entry is gone')).toMatchObject({ rebuilt: [], missing: [mine] })
  expect(await round()).toMatchObject({ anchored: 1, broken: [mine] })
}, 60_000)
