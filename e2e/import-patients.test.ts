import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openView, patient, practice } from './person.ts'

afterAll(closeBrowser)

/** Forty columns, as old systems have them, with long names and long cells. */
function wideTable(): string {
  const named =
    'PatRef,Title,Forename,Surname,DOB,Sex,Address1,Address2,Town,PostCode,HomeTel,Mobile,Email,NHS No,Notes'.split(',')
  const others = Array.from({ length: 25 }, (_, place) =>
    place === 7
      ? '"A column with a name that somebody once made up, and that nobody has shortened since"'
      : `Field ${place}`,
  )
  const row = (number: number, cells: string[]) => [
    String(number),
    ...cells,
    `"${'Says she would rather not be called in the mornings. '.repeat(8)}"`,
    ...others.map((_, place) => (place === 7 ? 'Averylongwordwithoutanyspace'.repeat(9) : `x${number}`)),
  ]
  const people = [
    'Mrs,Margery,Thwaite,04/03/1957,F,1 Tallow Lane,Redcliffe,Bristol,BS1 6AB,0117 496 0001,07700900001,m@example.org,',
    'Mr,Aloysius Bartholomew,Featherstonehaugh-Cholmondeley,25/12/1980,M,Flat 12,Harbour Street,Bristol,BS1 4ND,,7700900002,,9990000018',
    'Ms,Ada,Ashdowne,04/03/1957,F,,,,,,,,',
    'Dr,Odd,Oddley,31/02/1990,M,,,,,,,,',
    ',Part,Partley,01/02/1990,F,,,,nowhere,ask wife,,not an address,',
  ].map((line) => line.split(','))
  const more = Array.from({ length: 20 }, (_, place) =>
    `,Given,Family${'abcdefghijklmnopqrst'[place]!},01/02/19${50 + place},F,,,,,,,,`.split(','),
  )
  return [[...named, ...others], ...[...people, ...more].map((cells, place) => row(place + 1, cells))]
    .map((cells) => cells.join(','))
    .join('\r\n')
}

/** Axe finds nothing, and nothing scrolls sideways. Pictures go where PICTURES says, for people to look at. */
async function look(page: Page, name: string): Promise<void> {
  const shapes = [
    { width: 1440, dark: false },
    { width: 768, dark: true },
    { width: 360, dark: false },
  ]
  for (const { width, dark } of shapes) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${name} ${width}: ${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over, `${name} at ${width}`).toBe(0)
    const folder = process.env['PICTURES']
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}-${width}${dark ? '-dark' : ''}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('patients of another system come in step by step, and go again', { timeout: 240_000 }, async () => {
  const owner = await practice()
  await patient(owner)
  const { page, complaints } = await openView({ cookie: owner.client.cookie! })
  await page.goto('/transfers')
  const table = { name: 'R4 patients.csv', mimeType: 'text/csv', buffer: Buffer.from(wideTable()) }
  await page.locator('input[type=file]').setInputFiles(table)

  await page.getByRole('heading', { name: 'What do the columns hold?' }).waitFor()
  await page.getByText('25 rows, cells parted by commas').waitFor()
  expect(await page.getByLabel('Where the file comes from').inputValue()).toBe('R4')
  await look(page, 'columns')
  // What is wrong is put right where it stands, and seen at once.
  const forename = page.getByLabel('Forename', { exact: true })
  await forename.selectOption('Left out')
  await page.getByText('THWAITE (Mrs)').waitFor()
  await forename.selectOption('Given names')
  await page.getByText('THWAITE, Margery (Mrs)').waitFor()
  await page.getByLabel('Surname', { exact: true }).selectOption('Left out')
  await page.getByText('Say which column holds the surname, or the full name.').waitFor()
  await page.getByLabel('Surname', { exact: true }).selectOption('Surname')
  await page.getByRole('button', { name: 'Check 25 rows' }).and(page.locator('[aria-disabled=false]')).click()

  await page.getByRole('heading', { name: '23 patients would be registered' }).waitFor()
  await page.getByText('This day does not exist.').waitFor()
  await look(page, 'checked')
  await page.getByLabel(/Register the one patient who may be there already/).check()
  await page.getByRole('button', { name: 'Import 24 patients' }).click()

  await page.getByRole('heading', { name: '24 patients were registered' }).waitFor()
  await page.getByText(/It can be undone until/).waitFor()
  await look(page, 'done')
  await page.getByRole('button', { name: 'Undo the import' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click()
  await look(page, 'undo')
  await page.getByRole('button', { name: 'Yes, delete 24 patients' }).click()
  await page.getByRole('heading', { name: 'The import is undone: 24 patients deleted' }).waitFor()
  await look(page, 'undone')
  await page.getByRole('link', { name: 'Import and export', exact: true }).first().click()
  await page.getByText('Undone: 24 deleted').waitFor()
  await look(page, 'list')
  expect(complaints).toEqual([])
})
