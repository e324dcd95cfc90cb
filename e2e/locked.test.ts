import { draftRoutes } from '@candour/contract/drafts.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, expect, test } from 'vitest'
import { atRecord, namesOf, signIn } from './at-record.ts'
import { closeBrowser, colleague, password } from './person.ts'

afterAll(closeBrowser)

test('P20 P21 every window leaves when one does, and one ended from another device leaves by itself', async () => {
  const { page, context, owner, record } = await atRecord(false)
  const other = await context.newPage()
  await other.goto(record)
  await other
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await page.keyboard.press('Control+l')
  await page.waitForURL('**/sign-in')
  await other.waitForURL('**/sign-in')
  expect([await namesOf(page), await namesOf(other)]).toEqual([[], []])
  // And stays left: no window comes back by itself while the lock holds.
  await page.waitForTimeout(1000)
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  await other.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await signIn(page, owner)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await owner.client.call(sessionRoutes.endOthers, {})
  await page.waitForURL('**/sign-in')
  expect(await namesOf(page)).toEqual([])
  await context.close()
})

test('P20 a lock that the server never heard of is made up for before the next page shows anything', async () => {
  const { page, context, owner, record, complaints } = await atRecord(false)
  const other = await context.newPage()
  await other.goto(record)
  await other
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await context.route('**/api/sessions/current/lock', (route) => route.abort())
  await page.keyboard.press('Control+l')
  for (const one of [page, other]) await one.waitForURL('**/sign-in')
  await page.waitForTimeout(1000)
  for (const one of [page, other]) expect([new URL(one.url()).pathname, await namesOf(one)]).toEqual(['/sign-in', []])
  await context.unroute('**/api/sessions/current/lock')
  const refused = async () => (await context.request.get('/api/sessions/current')).status()
  expect(await refused()).toBe(200)
  await page.goto(record)
  await page.waitForURL('**/sign-in?then=*')
  expect(await namesOf(page)).toEqual([])
  expect(await refused()).toBe(401)
  await signIn(page, owner)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('P20 the screen is locked though signing out has no answer', async () => {
  const { page, context } = await atRecord(false)
  await page.route('**/api/sessions/current', (route) =>
    route.request().method() === 'DELETE' ? undefined : route.continue(),
  )
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.keyboard.press('Control+l')
  await page.waitForURL('**/sign-in')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  expect(await namesOf(page)).toEqual([])
  await context.close()
})

test('P20 last words under the cover are their writer’s alone, whoever comes by Back and goes on without them', async () => {
  const { page, context, owner } = await atRecord(false)
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  await page.route('**/api/drafts**', (route) =>
    route.request().method() === 'GET' ? route.continue() : route.abort(),
  )
  await page
    .getByRole('button', { name: /New note|Write a note/ })
    .first()
    .click()
  await page.locator('textarea').first().fill('Words of one alone.')
  await page.keyboard.press('Control+l')
  await page.getByText('are not saved yet').waitFor()
  await page.goBack()
  await page.waitForTimeout(1000)
  await page.getByText('are not saved yet').waitFor()
  expect(await namesOf(page)).toEqual([])
  await page.unroute('**/api/drafts**')
  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByLabel('Email').fill(nurse.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  await page.waitForTimeout(2000)
  for (const one of [nurse, owner]) {
    await one.client.call(sessionRoutes.signIn, { email: one.email, password })
    expect((await one.client.call(draftRoutes.list, {})).drafts).toEqual([])
  }
  await context.close()
})
