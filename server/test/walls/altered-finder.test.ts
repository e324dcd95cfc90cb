import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDirectory } from '../../src/features/directory/fold-directory.ts'
import { startCandour } from '../../src/main.ts'
import { createLog } from '../../src/platform/log.ts'
import { Browser } from '../browser.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { codeOf } from './altered.ts'
import { buildHouse, type House } from './house.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { inPractice } from './practice-keys.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let other: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  other = await buildHouse(candour, 'Sorrel')
  for (const { practice } of [house, other]) await fold(practice)
})
afterAll(async () => {
  await house.owner.end()
  await other.owner.end()
  await candour.stop()
})

const fold = (practice: string) =>
  inPractice(candour, practice, (inside) => foldDirectory({ ...inside, now: new Date() }))
const sql = (text: string, ...values: unknown[]) => house.owner.rows(text, values)

/** At a node that has nothing in memory yet. */
async function findAfresh({ admin }: House) {
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const node = await startCandour(candour.config, connection, { log: createLog('silent') })
  try {
    const browser = new Browser(node.address)
    browser.cookie = admin.browser.cookie
    browser.csrf = admin.browser.csrf
    return await browser.try(patientRoutes.find, { text: 'family' })
  } finally {
    await node.stop()
  }
}

test('P33 a block of the finder that is altered, swapped, taken away or brought back is refused, entered, told and made again', async () => {
  const mine = `practice = '${house.practice}'`
  const columns = 'block, first_patient, generation, index_key, sealed'
  const keep = () => sql(`create temp table kept as select * from candour.directory_block where ${mine}`)
  // The blocks that were made again are those to be harmed next.
  const restart = async () => {
    await sql('drop table kept')
    await keep()
  }
  const restore = async () => {
    await sql(`delete from candour.directory_block where ${mine}`)
    await sql(`insert into candour.directory_block select * from kept`)
  }
  await keep()
  expect((await findAfresh(house)).body.matches.map((match: { family: string }) => match.family)).toEqual([
    'FamilyRowan',
  ])
  const before = 'block of the finder'
  const harms: Record<string, string> = {
    altered: `update candour.directory_block set sealed = set_byte(sealed, 90, get_byte(sealed, 90) # 1) where ${mine}`,
    cut: `update candour.directory_block set sealed = substring(sealed from 1 for length(sealed) - 1) where ${mine}`,
    'the bytes of another practice': `update candour.directory_block set sealed = (select sealed from candour.directory_block where practice = '${other.practice}') where ${mine}`,
    'under another generation': `update candour.directory_block set generation = generation + 1 where ${mine}`,
    'another range': `update candour.directory_block set first_patient = gen_random_uuid() where ${mine}`,
    'taken away': `delete from candour.directory_block where ${mine}`,
    twice: `insert into candour.directory_block (practice, ${columns}) select practice, gen_random_uuid(), first_patient, generation, index_key, sealed from kept`,
  }
  for (const [harm, statement] of Object.entries(harms)) {
    await sql(statement)
    await expectMended(house, `${before}, ${harm}`, ['FamilyRowan'])
    await restart()
  }

  // Brought back in the place of its successor.
  await registerPatient(house.admin, { family: 'FamilyLater' })
  await fold(house.practice)
  await restore()
  await expectMended(house, `${before}, brought back`, ['FamilyLater', 'FamilyRowan'])
  expect((await findAfresh(other)).status).toBe(200)
}, 120_000)

/** Nothing of what was altered is shown; it is entered, told, and made again from the records. */
async function expectMended(of: House, what: string, everybody: string[]) {
  const number = await lastNumber(candour, of.owner, of.practice)
  await sql('update candour.notice set dismissed_at = now() where practice = $1', of.practice)
  const answer = await findAfresh(of)
  expect([what, answer.status, codeOf(answer)]).toEqual([what, 503, 'directory.rebuilding'])
  for (const word of ['Rowan', 'Sorrel']) expect(JSON.stringify(answer.body), what).not.toContain(word)
  await expect
    .poll(async () => (await findAfresh(of)).body.matches?.map((match: { family: string }) => match.family), {
      timeout: 20_000,
    })
    .toEqual(everybody)
  const entries = await entriesAfter(candour, of.owner, of.practice, number)
  expect(
    entries.filter(({ verb, outcome }) => verb === 'patient.find' && outcome === 'refused').length,
  ).toBeGreaterThan(0)
  expect(
    entries.filter(({ verb, outcome }) => verb === 'directory.rebuild' && outcome === 'changed').length,
  ).toBeGreaterThan(0)
  const { notices } = await of.admin.browser.call(noticeRoutes.list, {})
  expect(notices.map(({ heading }) => heading)).toContain('The finder was made again')
}
