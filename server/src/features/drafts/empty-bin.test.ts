import { draftRoutes } from '@candour/contract/drafts.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp } from '../../../test/people.ts'
import { practiceKeySource } from '../../platform/access/practice-keys.ts'
import { systemClock } from '../../platform/clock.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { emptyBin } from './empty-bin.ts'

let candour: TestCandour
let owner: pg.Client
beforeAll(async () => {
  candour = await startTestCandour()
  owner = new pg.Client(candour.owner)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

test('a draft goes for good after 30 days in the bin, its key too; one that was taken back stays', async () => {
  const { browser } = await signUp(candour)
  const start = (text: string) => browser.call(draftRoutes.start, { patient: null, title: text, sections: [] })
  const [gone, young, back] = [await start('gone'), await start('young'), await start('back')]
  for (const { id } of [gone, young, back]) await browser.call(draftRoutes.discard, { id })
  await owner.query("update candour.draft set discarded_at = now() - interval '31 days' where draft = any($1)", [
    [gone.id, back.id],
  ])
  const { rows } = await owner.query('select compartment from candour.draft where draft = $1', [gone.id])
  await browser.call(draftRoutes.restore, { id: back.id })
  const { database, vault } = candour.parts
  await emptyBin(database.jobs, practiceWork({ database, vault, keysOf: practiceKeySource(vault), clock: systemClock }))
  const left = await owner.query('select draft from candour.draft order by draft')
  expect(left.rows.map((row: { draft: string }) => row.draft)).toEqual([young.id, back.id].toSorted())
  const key = await owner.query('select wrapped from candour.compartment where compartment = $1', [rows[0].compartment])
  expect(key.rows).toEqual([{ wrapped: null }])
})
