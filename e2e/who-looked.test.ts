/** B2: from the list of who looked at a record to the patient's own phone; and what is held. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { noteRoutes } from '@candour/contract/notes.ts'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { closeBrowser, colleague, openView, patient, practice, type Signed } from './person.ts'
import { takePictures } from './pictures.ts'

afterAll(closeBrowser)

/** At a phone's width axe finds nothing, and nothing scrolls sideways. */
async function fits(page: Page): Promise<void> {
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 360, height: 740 })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBe(0)
  await page.setViewportSize(size)
}

async function shootPrint(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function busyRecord(owner: Signed, nurse: Signed, desk: Signed): Promise<string> {
  const { id } = await patient(owner, { family: 'Fennimore', given: 'Oswald' })
  const draft = await owner.client.call(draftRoutes.start, {
    patient: id,
    title: 'Examination',
    sections: [{ heading: 'Seen', text: 'A twinge on the left' }],
  })
  const note = await owner.client.call(draftRoutes.finish, { id: draft.id, baseRevision: draft.revision })
  for (let at = 0; at < 3; at += 1) await nurse.client.call(noteRoutes.read, { id: note.id })
  await desk.client.call(patientRoutes.read, { id })
  await nurse.client.send('DELETE', `/fhir/R4/Patient/${id}`)
  return id
}

async function makeLink(page: Page): Promise<{ url: string; code: string }> {
  await page.getByRole('button', { name: 'Make a link' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await dialog.getByText('Answer this first.').waitFor()
  await dialog.getByLabel('Yes, somebody is').check()
  await dialog.getByLabel('How you know').fill('Asked the team: Nkem was followed home last year')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await dialog.getByText('Choose who is at risk, or show roles alone.').waitFor()
  await dialog.getByLabel(/Nkem Adeyfield/).check()
  await takePictures(page, 'make-link')
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await dialog.getByText('Hand these over, apart from one another').waitFor()
  const url = await dialog.locator('.handed-link').innerText()
  const code = await dialog.locator('.handed-code').innerText()
  await takePictures(page, 'hand-over')
  await page.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByRole('button', { name: 'I have both' }).click()
  return { url, code }
}

test(
  'B2 staff makes a link, the patient opens it once with its code on a phone, and five wrong codes end another',
  { timeout: 240_000 },
  async () => {
    const owner = await practice('Harbour Street Surgery')
    const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
    const desk = await colleague(owner, 1, 'Tobias Quill')
    const id = await busyRecord(owner, nurse, desk)
    const { page, complaints } = await openView({ cookie: owner.client.cookie })
    await page.goto(`/patients/${id}`)
    await page.getByRole('link', { name: 'Who looked' }).click()
    await page.getByText('Read a note, 3 times').waitFor()
    await page.getByText('Not allowed, so not done: deleted an entry').waitFor()
    await takePictures(page, 'who-looked')
    await page.setViewportSize({ width: 1440, height: 900 })
    await fits(page)
    await page.emulateMedia({ media: 'print' })
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await page.getByText(/^Printed by Imogen Thrale, Harbour Street Surgery.*Ledger number \d+\./).waitFor()
    await page.getByText('For the practice.').waitFor()
    expect(await page.getByRole('button', { name: 'Make a link' }).isVisible()).toBe(false)
    await shootPrint(page, 'who-looked-print')
    await page.emulateMedia({ media: 'screen' })
    const { url, code } = await makeLink(page)
    await page.getByText('Not opened yet').waitFor()

    const theirs = await openView({ width: 360, height: 740 })
    await theirs.page.goto(url)
    await theirs.page.getByRole('heading', { name: 'Who looked at your record' }).waitFor()
    await fits(theirs.page)
    await takePictures(theirs.page, 'patient-code')
    await theirs.page.setViewportSize({ width: 360, height: 740 })
    await theirs.page.getByLabel('Code').fill('00000000')
    await theirs.page.getByRole('button', { name: 'Open the page' }).click()
    await theirs.page.getByText('This link and this code open nothing together.').waitFor()
    await theirs.page.getByLabel('Code').fill(code)
    await theirs.page.getByRole('button', { name: 'Open the page' }).click()
    await theirs.page.getByText('For Oswald F., open until').waitFor()
    await theirs.page.getByText('Imogen Thrale').first().waitFor()
    await theirs.page.getByText('Tried a code that did not fit, or a link that was over').waitFor()
    const seen = await theirs.page.locator('main').innerText()
    expect(seen).not.toMatch(/Nkem|FENNIMORE|Fennimore|followed home|twinge/)
    expect(seen).toContain('Read a note, 3 times')
    expect(theirs.page.url()).not.toContain('#')
    await fits(theirs.page)
    await takePictures(theirs.page, 'patient-looks')
    await theirs.page.emulateMedia({ media: 'print' })
    await theirs.page.getByText(/^Printed by the patient, from a link of Harbour Street Surgery/).waitFor()
    await shootPrint(theirs.page, 'patient-looks-print')
    await theirs.page.emulateMedia({ media: 'screen' })
    await theirs.page.setViewportSize({ width: 360, height: 740 })
    await theirs.page.reload()
    await theirs.page.getByText('For Oswald F., open until').waitFor()

    const again = await openView({ width: 360, height: 740 })
    await again.page.goto(url)
    await again.page.getByLabel('Code').fill(code)
    await again.page.getByRole('button', { name: 'Open the page' }).click()
    await again.page.getByText('This link and this code open nothing together.').waitFor()

    await theirs.page.getByRole('button', { name: 'Close it now' }).click()
    await theirs.page.getByRole('heading', { name: 'The page is closed' }).waitFor()
    await theirs.page.goto('/access')
    await theirs.page.getByRole('heading', { name: 'This page is over' }).waitFor()
    await takePictures(theirs.page, 'patient-over')

    const other = await makeLink(page)
    const guess = await openView({ width: 360, height: 740 })
    await guess.page.goto(other.url)
    for (let at = 0; at < 5; at += 1) {
      await guess.page.getByLabel('Code').fill(`0000000${at}`)
      await guess.page.getByRole('button', { name: 'Open the page' }).click()
      await guess.page.getByText('This link and this code open nothing together.').waitFor()
      await guess.page.getByRole('button', { name: 'Open the page' }).waitFor()
    }
    await guess.page.getByLabel('Code').fill(other.code)
    await guess.page.getByRole('button', { name: 'Open the page' }).click()
    await guess.page.getByText('This link and this code open nothing together.').waitFor()
    await page.reload()
    await page.getByText('Ended after five wrong codes').waitFor()
    await page.getByText('The patient').first().waitFor()
    await takePictures(page, 'who-looked-after')
    expect([...complaints, ...theirs.complaints, ...guess.complaints]).toEqual([])
  },
)

test(
  'a record is held from its page, seen in the list, and lifted by another administrator',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Tallow Lane Dental')
    const second = await colleague(owner, 4, 'Tobias Quill')
    const { id } = await patient(owner, { family: 'Fennimore', given: 'Oswald' })
    const { page, complaints } = await openView({ cookie: owner.client.cookie })
    await page.goto(`/patients/${id}/looks`)
    await page.getByRole('button', { name: 'Place a legal hold' }).click()
    await page.getByLabel('Why').fill('A letter before action of 14 November')
    await page.getByRole('button', { name: 'Place the hold' }).click()
    await page.getByText('The hold is placed').first().waitFor()
    await page.goto('/holds')
    await page.getByText('FENNIMORE').waitFor()
    await page.getByText('Another administrator lifts it').waitFor()
    await page.getByRole('button', { name: 'Change how long' }).click()
    await page.getByLabel('For some years').check()
    await page.getByLabel('Years', { exact: true }).fill('7')
    await page.getByLabel('Reason').fill('Decided with the partners')
    await page.getByRole('button', { name: 'Keep details so long' }).click()
    await page.getByText('A number from 8 to 100.').waitFor()
    await page.getByLabel('Years', { exact: true }).fill('10')
    await takePictures(page, 'retention-dialog')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Keep details so long' }).click()
    await page.getByText('10 years, then they go.').waitFor()
    await fits(page)
    const theirs = await openView({ cookie: second.client.cookie })
    await theirs.page.goto('/holds')
    await theirs.page.getByRole('button', { name: 'Lift the hold' }).click()
    await theirs.page.getByLabel('Why it is over').fill('The claim was withdrawn')
    await theirs.page.getByRole('dialog').getByRole('button', { name: 'Lift the hold' }).click()
    await theirs.page.getByText('Lifted by Tobias Quill').waitFor()
    await takePictures(theirs.page, 'holds')
    expect([...complaints, ...theirs.complaints]).toEqual([])
  },
)
