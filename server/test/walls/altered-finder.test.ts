import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDirectory } from '../../src/features/directory/fold-directory.ts'
import { startCandour } from '../../src/main.ts'
import { createLog } from '../../src/platform/log.ts'
import { Browser } from '../browser.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { expectClosed, expectTold } from './altered.ts'
import { buildHouse, type House } from './house.ts'
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

test('P33 a block of the finder that is altered, swapped, taken away or brought back is refused, entered and told', async () => {
  const mine = `practice = '${house.practice}'`
  const columns = 'block, first_patient, generation, index_key, sealed'
  await sql(`create temp table kept as select * from candour.directory_block where ${mine}`)
  const restore = async () => {
    await sql(`delete from candour.directory_block where ${mine}`)
    await sql(`insert into candour.directory_block select * from kept`)
  }
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
    await expectTold(house, 1, async () =>
      expectClosed(await findAfresh(house), `${before}, ${harm}`, ['Rowan', 'Sorrel']),
    )
    await restore()
  }
  expect((await findAfresh(house)).status).toBe(200)

  // Brought back in the place of its successor.
  await registerPatient(house.admin, { family: 'FamilyLater' })
  await fold(house.practice)
  await expectTold(house, 1, async () => {
    await restore()
    expectClosed(await findAfresh(house), `${before}, brought back`, ['Rowan', 'Sorrel'])
  })
  expect((await findAfresh(other)).status).toBe(200)
}, 60_000)
