import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, openView, practice, type Signed, type View } from './person.ts'

let owner: Signed
let view: View
beforeAll(async () => {
  owner = await practice('Tallow Lane Dental', 'Imogen Thrale')
  view = await openView({ cookie: owner.client.cookie })
})
afterAll(closeBrowser)

/** What is still fading in has no contrast yet. */
async function stillStanding(): Promise<void> {
  await view.page.waitForTimeout(400)
}

const line = (resource: object) => `${JSON.stringify(resource)}\n`
const patients = Array.from({ length: 40 }, (_, place) =>
  line({ resourceType: 'Patient', id: `p${place}`, name: [{ family: `Thwaite${place}`, given: ['Ada'] }] }),
).join('')
const wrong = line({ resourceType: 'Patient', id: 'wrong', gender: 'banana' })

test('files are chosen, checked, imported; what was refused is listed; the practice is exported and downloaded', async () => {
  const { page, complaints } = view
  await page.goto('/transfers')
  await page.getByText('Nothing was brought in or taken out so far').waitFor()
  const picture = process.env['E2E_PICTURES']
  const shoot = async (name: string) => {
    if (picture !== undefined) await page.screenshot({ path: `${picture}/${name}.png`, fullPage: true })
  }
  await shoot('transfers-empty')
  await page.setInputFiles('input[type=file]', [
    { name: 'patients.ndjson', mimeType: 'application/octet-stream', buffer: Buffer.from(patients + wrong) },
  ])
  await page.getByText('40 would be new, 1 would be refused.').waitFor()
  await page.getByText('Patient.gender').waitFor()
  await shoot('transfers-checked')
  await stillStanding()
  const found = await new AxeBuilder({ page }).analyze()
  expect(found.violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('40 resources are in the record').waitFor()

  await page.getByRole('button', { name: 'Export the practice' }).click()
  await shoot('transfers-export')
  await stillStanding()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('harbour lantern quilt')
  await page.getByRole('textbox', { name: 'The same again' }).fill('harbour lantern quilt')
  await page.getByRole('dialog').getByRole('button', { name: 'Export the practice' }).click()
  const link = page.getByRole('link', { name: /^Download/ })
  await link.waitFor()
  await shoot('transfers-done')
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toMatch(/^candour-export-.*\.zip\.age$/)
  expect(complaints).toEqual([])
}, 120_000)

test('one patient’s record is exported from its details, and its download is where one comes to', async () => {
  const { page, complaints } = view
  await page.goto('/patients/p7/details')
  await page.getByRole('button', { name: 'Export this record' }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).waitFor()
  await stillStanding()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('harbour lantern quilt')
  await page.getByRole('textbox', { name: 'The same again' }).fill('harbour lantern quilt')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Export/ })
    .click()
  await page.waitForURL('**/transfers')
  await page
    .getByRole('link', { name: /^Download/ })
    .first()
    .waitFor()
  expect(complaints).toEqual([])
}, 60_000)
