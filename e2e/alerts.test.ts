import { chartRoute } from '@candour/contract/charts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { afterAll, expect, test } from 'vitest'
import { Browser as Client } from '../server/test/browser.ts'
import { closeBrowser, colleague, openView, password, practice } from './person.ts'

afterAll(closeBrowser)

/** Where E2E_PICTURES names a folder: as it looks on a phone, a tablet and a screen, dark and light. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES']
  if (folder === undefined) return
  for (const width of [360, 768, 1440])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
}

async function expectNoViolations(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await wide()).toBe(0)
}

test(
  'P19 P48 a stranger’s device of an administrator is told of within half a minute, explains itself, and is settled by somebody else',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Harbour Street Dental')
    const other = await colleague(owner, 4, 'Tobias Quill')
    const manager = await colleague(owner, 3, 'Gwen Prytherch')
    const { page, context, complaints } = await openView({ cookie: manager.client.cookie })
    await page.goto('/alerts')
    await page.getByText('Nothing unusual waits for you').waitFor()
    const stranger = new Client(inject('address'))
    await stranger.call(sessionRoutes.signIn, { email: other.email, password })
    // By itself: an event says that there is something to look at.
    await page.getByRole('link', { name: 'An administrator at a new device' }).waitFor({ timeout: 60_000 })
    await page.getByLabel('1 open').first().waitFor()
    await shoot(page, 'alerts')
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoViolations(page)
    await page.getByRole('link', { name: 'An administrator at a new device' }).click()
    await page.getByText('Tobias Quill, who is an administrator, signed in at a device').waitFor()
    await page.getByRole('link', { name: 'Look at the sign-ins of Tobias Quill' }).waitFor()
    await expectNoViolations(page)
    await shoot(page, 'alert')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Say what it was' }).click()
    await page.getByRole('button', { name: 'Settle it' }).click()
    await page.getByText('Choose one.').waitFor()
    await page.getByLabel('Harmless', { exact: true }).check()
    await page.getByLabel('Note').fill('His new laptop, I rang him')
    await shoot(page, 'alert-settle')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Settle it' }).click()
    await page.getByRole('heading', { name: 'What was found' }).waitFor()
    await page.getByText('His new laptop, I rang him').waitFor()
    await page.getByRole('button', { name: 'Open it again' }).waitFor()

    // Whom it is about sees none of it.
    const theirs = await openView({ cookie: other.client.cookie })
    await theirs.page.goto('/alerts')
    await theirs.page.getByText('Nothing unusual waits for you').waitFor()
    expect(await theirs.page.getByText('at a new device').count()).toBe(0)
    expect([...complaints, ...theirs.complaints]).toEqual([])
    await Promise.all([context.close(), theirs.context.close()])
  },
)

test(
  'P48 B8 a member who opens their own record is told of with a picture of their day, and left untold for a while',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Mill Street Dental')
    const other = await colleague(owner, 2, 'Tobias Hathersage')
    const manager = await colleague(owner, 3, 'Gwen Prytherch')
    const register = (family: string, given: string, email: string | null) =>
      owner.client.call(patientRoutes.register, {
        family,
        given,
        email,
        birthDate: '1980-03-04',
        sex: 'male',
        duplicatesSeen: true,
      } as never)
    const mine = await register('Hathersage', 'Tobias', other.email)
    const famous = await register('Thackrah', 'Bram', null)
    if (mine.outcome !== 'registered' || famous.outcome !== 'registered') throw new Error('not registered')
    await other.client.call(chartRoute, { id: famous.patient.id })
    await other.client.call(chartRoute, { id: mine.patient.id })
    const { page, context, complaints } = await openView({ cookie: manager.client.cookie })
    await page.goto('/alerts')
    await page.getByRole('link', { name: 'A record opened without a reason that shows' }).waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'A record opened without a reason that shows' }).click()
    await page.getByText('Tobias Hathersage opened their own record').first().waitFor()
    await page
      .getByRole('img', { name: /1 of them are what the alert comes from|is what the alert comes from/ })
      .waitFor()
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoViolations(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Say what it was' }).click()
    await page.getByLabel('Harmless', { exact: true }).check()
    await page.getByLabel('Tell of it again').selectOption({ label: 'After 90 days' })
    await page.getByLabel('Note').fill('He asked for a copy, which I printed for him')
    await shoot(page, 'alert-settle-pair')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Settle it' }).click()
    await page.getByText('Not told of again for this member and this patient until').waitFor()
    await withLongDay(page)
    await page.goto(`/patients/${famous.patient.id}/details`)
    await page.getByRole('button', { name: 'Watch who opens it' }).click()
    await page.getByText('Watched: told of where somebody has no part').waitFor()
    await expectNoViolations(page)
    await shoot(page, 'details-watched')
    expect(complaints).toEqual([])
    await context.close()
  },
)

/** For pictures: a day of work, with an evening that was unusual. */
async function withLongDay(page: Page): Promise<void> {
  if (process.env['E2E_PICTURES'] === undefined) return
  const start = Date.parse('2026-11-19T21:40:00Z') - 16 * 3_600_000
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
  const worked = Array.from({ length: 70 }, (_, place) => ({
    at: at(160 + place * 8.3 + (place % 5) * 2),
    kind: place % 3 === 2 ? ('changed' as const) : ('opened' as const),
    marked: false,
  }))
  const points = [
    { at: at(150), kind: 'signed-in' as const, marked: false },
    ...worked,
    { at: at(931), kind: 'signed-in' as const, marked: false },
    ...[940, 946, 955, 958, 960].map((minutes) => ({ at: at(minutes), kind: 'opened' as const, marked: true })),
  ]
  await page.route('**/api/alerts/*', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as Record<string, unknown>
    await route.fulfill({ json: { ...body, day: { from: at(0), to: at(1440), points, usual: { from: 8, to: 18 } } } })
  })
  await page.reload()
  await page.getByText('Usually at work').waitFor()
  await shoot(page, 'alert-day')
  await page.unroute('**/api/alerts/*')
  await page.setViewportSize({ width: 1440, height: 900 })
}

test(
  'P27 a review is looked at section by section, signed, and stands to be printed',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Quay Street Dental')
    await colleague(owner, 2, 'Nkem Adeyfield')
    const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
    await page.goto('/reviews')
    await page.getByText('None was signed yet').waitFor()
    await page.getByText('reviews every 3 months who signed in').waitFor()
    await shoot(page, 'reviews-empty')
    await page.setViewportSize({ width: 360, height: 800 })
    await page.getByRole('link', { name: 'Begin a review' }).click()
    await page
      .getByRole('row', { name: /Nkem Adeyfield/ })
      .first()
      .waitFor()
    await expectNoViolations(page)
    await page.getByRole('button', { name: 'Sign the review' }).click()
    await page.getByText('Not looked at yet: Sign-ins, Records opened').waitFor()
    await shoot(page, 'review-new')
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const tick of await page.getByRole('checkbox').all()) await tick.check()
    await page.getByLabel('What you found, and what follows').fill('All as it should be. Nkem came back in March.')
    await page.getByRole('button', { name: 'Sign the review' }).click()
    await page.getByRole('heading', { name: 'Review 1 of sign-ins and access' }).waitFor()
    await page.getByText('All as it should be.').waitFor()
    await expectNoViolations(page)
    await shoot(page, 'review')
    await page.goto('/reviews')
    await page.getByRole('link', { name: 'Review 1' }).waitFor()
    await shoot(page, 'reviews')
    await page.goto('/rules')
    await page.getByText('Sign-ins and access are reviewed every 3 months').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  },
)
