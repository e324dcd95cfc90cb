import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import type { PatientCard } from '@candour/contract/patients.ts'
import { closeBrowser, colleague, openView, patient, practice, type Signed } from './person.ts'

let owner: Signed
let nurse: Signed
let second: Signed
let one: PatientCard
beforeAll(async () => {
  owner = await practice('Harbour Street Surgery')
  nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  second = await colleague(owner, 4, 'Tobias Quill')
  one = await patient(owner, { family: 'Fennimore', nhsNumber: '9990000018' })
})
afterAll(closeBrowser)

test(
  'P03 a record is restricted by its banner, found by nobody else, opened by a broken glass, and that is settled',
  { timeout: 180_000 },
  async () => {
    const mine = await openView({ cookie: owner.client.cookie })
    await mine.page.goto(`/patients/${one.id}/details`)
    await mine.page.getByRole('button', { name: 'Restrict this record' }).click()
    const dialog = mine.page.getByRole('dialog')
    await dialog.getByText('Imogen Thrale (you)').waitFor()
    await dialog.getByRole('button', { name: 'Restrict to 1 person' }).click()
    await dialog.getByText('Say why, in a few words.').waitFor()
    await dialog.getByLabel('Reason').fill('She works here')
    await dialog.getByRole('button', { name: 'Restrict to 1 person' }).click()
    await mine.page.getByText('Restricted to 1 person').first().waitFor()

    const hers = await openView({ cookie: nurse.client.cookie })
    await hers.page.goto('/patients')
    await hers.page.getByRole('link', { name: 'Patients' }).first().waitFor()
    await hers.page.keyboard.press('/')
    const field = hers.page.getByRole('combobox')
    await field.fill('fennimore')
    await hers.page.getByText('Nobody matches “fennimore”').waitFor()
    await field.fill('999 000 0018')
    await hers.page.getByText('The record with this NHS number is restricted').waitFor()
    expect(await hers.page.getByText('FENNIMORE').count()).toBe(0)
    await hers.page.getByRole('button', { name: 'Break the glass' }).click()
    await hers.page.getByRole('heading', { name: 'Break the glass' }).waitFor()
    await hers.page.getByLabel('Emergency care').check()
    await hers.page.getByLabel('What makes it necessary').fill('Collapsed in the waiting room')
    await hers.page.getByRole('button', { name: 'Break the glass' }).click()
    await hers.page.getByText(/^Emergency access until/).waitFor()
    await hers.page.getByRole('heading', { name: /FENNIMORE/ }).waitFor()
    await hers.page.getByRole('button', { name: 'End it now' }).click()
    await hers.page.getByRole('heading', { name: 'This record can’t be shown' }).waitFor()
    await hers.page.getByRole('link', { name: /It may be restricted/ }).waitFor()

    const theirs = await openView({ cookie: second.client.cookie })
    await theirs.page.goto('/')
    await theirs.page.getByText('A restricted record was opened by emergency access').waitFor()
    // As in mails that were sent before it was named so
    await theirs.page.goto('/broken-glasses')
    await theirs.page.waitForURL('**/emergency-access')
    await theirs.page.getByText('A restricted record', { exact: true }).waitFor()
    await theirs.page.getByRole('button', { name: 'Settle' }).click()
    await theirs.page.getByLabel('Right', { exact: true }).check()
    await theirs.page.getByLabel('Note').fill('Talked it over with the team')
    await theirs.page.getByRole('button', { name: 'Settle it' }).click()
    await theirs.page.getByText('Talked it over with the team').waitFor()
    expect([...mine.complaints, ...hers.complaints, ...theirs.complaints]).toEqual([])
    for (const { context } of [mine, hers, theirs]) await context.close()
  },
)

const folder = process.env['PICTURES']

test.runIf(folder !== undefined)('pictures', { timeout: 300_000 }, async () => {
  mkdirSync(folder!, { recursive: true })
  const { revision } = await owner.client.call(restrictionRoutes.read, { id: one.id })
  const ids: string[] = []
  for (const { client } of [owner, nurse]) ids.push((await client.call(sessionRoutes.read, {})).member.id)
  const named = { id: one.id, members: ids.slice(0, 1), reason: 'She works here', baseRevision: revision }
  if (revision === 0) await owner.client.call(restrictionRoutes.restrict, named)
  const glass = {
    whose: { by: 'nhs-number', nhsNumber: '9990000018' },
    reason: 'care',
    words: 'Insulin due, the district nurse is away today',
  } as const
  await nurse.client.call(glassRoutes.break, glass)
  const scenes: [string, Signed, string, (page: Page) => Promise<unknown>][] = [
    ['banner', owner, `/patients/${one.id}`, (page) => page.getByText('Restricted to').first().waitFor()],
    [
      'dialog',
      owner,
      `/patients/${one.id}/details`,
      async (page) => {
        await page.getByRole('button', { name: 'Who may open it' }).first().click()
        await page.getByRole('button', { name: 'Change who is named' }).click()
        await page.getByText('Nkem Adeyfield').waitFor()
      },
    ],
    [
      'named',
      owner,
      `/patients/${one.id}/details`,
      async (page) => {
        await page.getByRole('button', { name: 'Who may open it' }).first().click()
        await page.getByRole('button', { name: 'Change who is named' }).waitFor()
      },
    ],
    ['glass', nurse, `/patients/${one.id}`, (page) => page.getByText(/^Emergency access until/).waitFor()],
    [
      'finder',
      second,
      '/patients',
      async (page) => {
        await page.getByRole('link', { name: 'Patients' }).first().waitFor()
        await page.keyboard.press('/')
        await page.getByRole('combobox').fill('999 000 0018')
        await page.getByText('is restricted').waitFor()
      },
    ],
    [
      'break',
      second,
      '/break-glass',
      async (page) => {
        await page.getByRole('button', { name: 'Break the glass' }).click()
      },
    ],
    ['not-found', second, `/patients/${one.id}`, (page) => page.getByText('It may be restricted').waitFor()],
    ['review', second, '/emergency-access', (page) => page.getByText('To settle').waitFor()],
    [
      'settle',
      second,
      '/emergency-access',
      async (page) => {
        await page.getByRole('button', { name: 'Settle' }).first().click()
      },
    ],
  ]
  for (const [width, dark] of [
    [1440, false],
    [768, true],
    [360, false],
    [360, true],
    [1440, true],
    [768, false],
  ] as const)
    for (const [name, by, path, ready] of scenes) {
      const { page, context } = await openView({
        cookie: by.client.cookie,
        width,
        height: width === 360 ? 740 : 900,
        dark,
      })
      await page.goto(path)
      await ready(page)
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${folder}/${name}-${width}${dark ? '-dark' : ''}.png` })
      await context.close()
    }
})
