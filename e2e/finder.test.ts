import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, openView, patient, practice, type Signed } from './person.ts'

let by: Signed
beforeAll(async () => {
  by = await practice()
  await patient(by, { family: 'Smith', given: 'Catherine', birthDate: '1980-03-12' })
  await patient(by, { family: 'Smyth', given: 'Kathryn', birthDate: '1980-03-12' })
  await patient(by, {
    family: 'Featherstonehaugh-Cholmondeley-Wolstenholme',
    given: 'Alexandrina Wilhelmina Philippa Anastasia Georgiana',
    birthDate: '1991-01-01',
  })
})
afterAll(closeBrowser)

async function openFinder(width: number, dark = false) {
  const view = await openView({ width, height: 780, dark, cookie: by.client.cookie })
  await view.page.goto('/')
  await view.page.getByRole('heading').first().waitFor()
  await view.page.keyboard.press('Control+k')
  return { ...view, input: view.page.getByRole('combobox') }
}

test('names that are only alike stand apart behind those that were typed, each with its reason', async () => {
  const { page, context, input, complaints } = await openFinder(1440)
  await input.fill('smith')
  const rows = page.getByRole('option')
  await page.getByText('Similar names').waitFor()
  expect(await rows.nth(0).innerText()).toMatch(/SMITH, Catherine[\s\S]*Name/)
  expect(await rows.nth(1).innerText()).toMatch(/SMYTH, Kathryn[\s\S]*Sounds alike/)
  await input.fill('wolstenhlome')
  await page.getByText('Nobody by that name. Similar names').waitFor()
  expect(await rows.nth(0).innerText()).toContain('1 letter out')
  await input.fill('12/3/80')
  await page.getByText('Birth date', { exact: true }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test.each([
  { width: 360, dark: true },
  { width: 768, dark: false },
  { width: 1440, dark: true },
])('a long name takes two lines at most, and axe finds nothing, at $width px', async ({ width, dark }) => {
  const { page, context, input } = await openFinder(width, dark)
  await input.fill('smith')
  await page.getByText('Similar names').waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations.map((one) => [one.id, one.nodes[0]?.html])).toEqual([])
  await input.fill('wolstenholme')
  const name = page.getByTitle(/^FEATHERSTONEHAUGH-CHOLMONDELEY-WOLSTENHOLME, Alexandrina .* Georgiana/)
  await name.waitFor()
  const lines = await name.evaluate((one) => one.clientHeight / Number.parseFloat(getComputedStyle(one).lineHeight))
  expect(Math.round(lines)).toBeLessThanOrEqual(2)
  expect(await name.innerText()).toContain('Alexandrina')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(wide).toBe(false)
  await context.close()
})
