import { incidentRoutes } from '@candour/contract/incidents.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { Browser as Client } from '../server/test/browser.ts'
import { unzip } from '../server/test/transfers/unzip.ts'
import { closeBrowser, colleague, openView, password, practice } from './person.ts'
import { takePictures } from './pictures.ts'

afterAll(closeBrowser)

async function expectNoViolations(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await wide()).toBe(0)
}

const desk = { width: 1440, height: 900 }

test(
  'P50 an alert becomes a case, whose risk is decided by two, whose notice is written, recorded as handed over, and taken out',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Harbour Lane Dental')
    const other = await colleague(owner, 4, 'Tobias Quill')
    const manager = await colleague(owner, 3, 'Gwen Prytherch')
    const { page, context, complaints } = await openView({ cookie: manager.client.cookie })
    await page.goto('/incidents')
    await page.getByText('No case is open').waitFor()
    await takePictures(page, 'incidents-empty')
    await new Client(inject('address')).call(sessionRoutes.signIn, { email: other.email, password })
    await page.goto('/alerts')
    await page.getByRole('link', { name: 'An administrator at a new device' }).click({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Open a case' }).click()
    await page.getByText(/^Tell the ICO by .*; 71 hours left\.$/).waitFor()
    await page.getByText('counted from the ledger').first().waitFor()
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoViolations(page)
    await page.setViewportSize(desk)

    await page.getByRole('button', { name: 'Write it down' }).click()
    await page.getByLabel('Patients', { exact: true }).check()
    await page.getByLabel('Health data').check()
    await page.getByLabel('What may follow for them').fill('Somebody may have read notes of treatment.')
    await takePictures(page, 'incident-assess')
    await page.setViewportSize(desk)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('Somebody may have read notes of treatment.').first().waitFor()

    await page.getByRole('button', { name: 'Decide the risk' }).click()
    await page.getByRole('button', { name: 'Decide it' }).click()
    await page.getByText('Choose one.').waitFor()
    await page.getByLabel('No risk to people is likely').check()
    await page.getByRole('textbox', { name: 'Why' }).fill('Nothing was opened from that device.')
    await takePictures(page, 'incident-decide')
    await page.setViewportSize(desk)
    await page.getByRole('button', { name: 'Decide it' }).click()
    await page.getByText('Waits for a second person. The clock goes on').waitFor()

    // Somebody else looks, and does not agree: it is decided anew.
    const second = await openView({ cookie: owner.client.cookie })
    await second.page.goto(page.url())
    await second.page.getByRole('button', { name: 'Agree to it' }).waitFor()
    await second.page.getByRole('button', { name: 'Decide the risk' }).click()
    await second.page.getByLabel('A risk to people is likely', { exact: true }).check()
    await second.page.getByRole('textbox', { name: 'Why' }).fill('Two charts were open.')
    await second.page.getByRole('button', { name: 'Decide it' }).click()
    await second.page.getByText('decided anew later').waitFor()

    await page.reload()
    await page.getByRole('checkbox', { name: /End the sessions of the account/ }).check()
    await page.getByText('1 of').first().waitFor()
    await takePictures(page, 'incident')
    await page.setViewportSize(desk)
    await page.getByRole('link', { name: 'To the ICO' }).click()
    await page.getByText('Missing').first().waitFor()
    await expectNoViolations(page)
    await takePictures(page, 'incident-notice')
    await page.setViewportSize(desk)
    await page.getByLabel('Registration number with the ICO').fill('ZA000000')
    await page.getByRole('button', { name: 'Save as version 1' }).click()
    await page.getByText(/^Version 1, Gwen Prytherch/).waitFor()
    await page.getByRole('button', { name: 'Record that they were told' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'How' }).fill('By the form at ico.org.uk')
    await page.getByRole('dialog').getByLabel('Reference').fill('IC-123456-X7')
    await page.getByRole('button', { name: 'Record it' }).click()
    await page.getByRole('link', { name: 'Back to the case' }).click()
    await page
      .getByText(/^The ICO was told on/)
      .first()
      .waitFor()

    await page.getByRole('button', { name: 'Close the case' }).click()
    await page.getByText('Close it, although something is open?').waitFor()
    await takePictures(page, 'incident-close')
    await page.setViewportSize(desk)
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByRole('button', { name: 'Take out', exact: true }).click()
    await page.getByLabel('For whom, and why').fill('The ICO asks for it')
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Take it out' }).click()
    const files = unzip(await readFile(await (await coming).path()))
    expect([...files.keys()]).toEqual(['incident.html', 'incident.json', 'SHA256SUMS'])
    expect(files.get('incident.html')!.toString()).toContain('IC-123456-X7')

    // Whom it is about sees none of it; how it is handled, everybody sees.
    const theirs = await openView({ cookie: other.client.cookie })
    await theirs.page.goto('/incidents')
    await theirs.page.getByText('No case is open').waitFor()
    await page.goto('/incidents')
    await page.getByRole('link', { name: 'An administrator at a new device' }).waitFor()
    await takePictures(page, 'incidents')
    expect([...complaints, ...second.complaints, ...theirs.complaints]).toEqual([])
    await Promise.all([context.close(), second.context.close(), theirs.context.close()])
  },
)

test(
  'P50 a case is opened by hand and by keyboard, and says at once until when the ICO has to be told',
  { timeout: 120_000 },
  async () => {
    const owner = await practice('Quay Lane Dental')
    const { page, context, complaints } = await openView({ cookie: owner.client.cookie, width: 360, height: 800 })
    await page.goto('/incidents/new')
    await page.getByText('Unless no risk to people is likely').waitFor()
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Open the case' }).click()
    await page.getByText('Say in a few words what it is.').waitFor()
    await takePictures(page, 'incident-new')
    await page.setViewportSize({ width: 360, height: 800 })
    await page.getByLabel('In a few words').focus()
    await page.keyboard.type('A letter in the wrong envelope')
    await page.keyboard.press('Tab')
    await page.keyboard.type('It went to a neighbour, who brought it back.')
    // In summer time: 72 hours later the clocks have gone back.
    await page.getByLabel('When you became aware').fill('2026-10-23T14:00')
    await page.getByText('Mon 26-Oct-2026 13:00').waitFor()
    await page.getByLabel('In a few words').press('Enter')
    await page
      .getByText(/^Tell the ICO now: it was due on Mon 26-Oct-2026 13:00/)
      .first()
      .waitFor()
    await expectNoViolations(page)
    await takePictures(page, 'incident-late')
    const { incidents } = await owner.client.call(incidentRoutes.list, {})
    expect(incidents[0]!.awareAt).toBe('2026-10-23T13:00:00.000Z')
    expect(complaints).toEqual([])
    await context.close()
  },
)

test(
  'P50 how a breach is handled is published with its date, to whoever is not signed in',
  { timeout: 60_000 },
  async () => {
    const { page, context, complaints } = await openView({ cookie: null })
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'How we handle a breach' }).click()
    await page.getByRole('heading', { name: 'How we handle a breach' }).waitFor()
    await page.getByText(/In force since \d\d-\w{3}-\d{4}/).waitFor()
    await expectNoViolations(page)
    await takePictures(page, 'breaches')
    expect(complaints).toEqual([])
    await context.close()
  },
)
