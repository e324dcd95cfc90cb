import { draftRoutes } from '@candour/contract/drafts.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { AxeBuilder } from '@axe-core/playwright'
import { atRecord, namesOf, pathOf, signIn, slowly } from './at-record.ts'
import { heapOf, whoHolds } from './heap.ts'
import { closeBrowser, colleague, openView, password, practice } from './person.ts'

afterAll(closeBrowser)

test('P20 a minute before the idle end Candour asks; one key goes on; without one the screen is blank and nothing stays in memory', async () => {
  const { page, context, person, record, owner, complaints } = await atRecord()
  expect(await heapOf(context, page)).toContain('Ashdowne')
  const asks = page.getByRole('dialog', { name: 'Are you still there?' })
  await page.clock.fastForward('13:40')
  await asks.waitFor()
  await asks.getByRole('timer').waitFor()
  await page.keyboard.press('a')
  await asks.waitFor({ state: 'detached' })
  expect(pathOf(page)).toBe(record)
  await page.clock.fastForward('13:40')
  await asks.waitFor()
  await page.clock.fastForward('01:10')
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  expect([await namesOf(page), pathOf(page)]).toEqual([[], '/sign-in'])
  const heap = await heapOf(context, page)
  for (const name of ['Ashdowne', 'ASHDOWNE', 'Margery', person.birthDate]) expect(whoHolds(heap, name)).toEqual([])
  await signIn(page, owner)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  expect([pathOf(page), complaints]).toEqual([record, []])
  await context.close()
})

test('P20 what was typed and not saved yet goes out before the end, and is there after it', async () => {
  const { page, context, record, owner } = await atRecord()
  await page.goto(record)
  await page
    .getByRole('button', { name: /New note|Write a note/ })
    .first()
    .click()
  const text = page.locator('textarea').first()
  await text.fill('Twinge on the left.')
  await expect.poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts.length, slowly).toBe(1)
  await text.pressSequentially(' Since Monday')
  await page.keyboard.press('Control+l')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  const { drafts } = await owner.client.call(draftRoutes.list, {})
  expect(drafts.flatMap(({ sections }) => sections.map((one) => one.text)).join(' ')).toContain('Since Monday')
  expect(whoHolds(await heapOf(context, page), 'Twinge on the left')).toEqual([])
  await signIn(page, owner)
  await expect.poll(() => page.locator('textarea').first().inputValue(), slowly).toContain('Since Monday')
  await context.close()
})

test('P20 words that can’t go out wait under a cover, the record does not; their writer comes back to them', async () => {
  const { page, context, record, owner } = await atRecord()
  await page
    .getByRole('button', { name: /New note|Write a note/ })
    .first()
    .click()
  const text = page.locator('textarea').first()
  await text.fill('First words.')
  await expect.poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts.length, slowly).toBe(1)
  await page.route('**/api/drafts/**', (route) => route.abort())
  await text.pressSequentially(' And these.')
  await page.clock.runFor(3000)
  await page.keyboard.press('Control+l')
  await page.clock.runFor(6000)
  await page.getByText('are not saved yet').waitFor()
  expect(await namesOf(page)).toEqual([])
  expect(await heapOf(context, page)).toContain('And these.')
  // The page is not loaded anew here: React lets go of what it showed a moment after it is gone.
  const held = async () => {
    const heap = await heapOf(context, page)
    return ['Ashdowne', 'ASHDOWNE', 'Margery'].flatMap((name) => whoHolds(heap, name))
  }
  await expect.poll(held, slowly).toEqual([])
  await page.unroute('**/api/drafts/**')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await page.clock.runFor(3000)
  await expect
    .poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts[0]!.sections[0]!.text)
    .toBe('First words. And these.')
  expect(pathOf(page)).not.toBe('/sign-in')
  expect(record).toMatch(/^\/patients/)
  await context.close()
})

test('P20 the twelve hours are said before they are over, and no key puts them off; signing in again keeps the page', async () => {
  const { page, context, record, owner } = await atRecord()
  await page.route('**/api/sessions/current', async (route) => {
    const response = await route.fetch()
    const session = (await response.json()) as { endsAt: string }
    const now = await page.evaluate(() => Date.now())
    await route.fulfill({ response, json: { ...session, endsAt: new Date(now + 70_000).toISOString() } })
  })
  await page.goto(record)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await page.clock.runFor(12_000)
  const soon = page.getByRole('dialog', { name: 'These hours are over soon' })
  await soon.waitFor()
  await page.keyboard.press('a')
  await soon.getByRole('button', { name: 'Stay until then' }).click()
  await soon.waitFor({ state: 'detached' })
  await page.clock.fastForward('01:00')
  await page.getByText('It lasted twelve hours').waitFor()
  await page.unroute('**/api/sessions/current')
  await signIn(page, owner)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  expect(pathOf(page)).toBe(record)
  await context.close()
})

test('another person who signs in after it never sees the last one’s page', async () => {
  const { page, context, owner, record } = await atRecord(false)
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  await page.keyboard.press('Control+l')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  await signIn(page, nurse)
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(pathOf(page)).toBe('/')
  // Nor after a sign-out, by the way back.
  await page.goto(record)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.waitForURL('**/sign-in')
  await page.goBack()
  await page.getByLabel('Email').waitFor()
  expect(await namesOf(page)).toEqual([])
  await signIn(page, owner)
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(pathOf(page)).toBe('/')
  await context.close()
})

async function setCode(page: Page, digits: string) {
  await page.goto('/signing-in')
  await page.getByRole('button', { name: 'Set a short code' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Six digits').fill('123456')
  await dialog.getByText('Not the same digit').waitFor()
  await dialog.getByLabel('Six digits').fill(digits)
  await dialog.getByLabel('Once more').fill(digits)
  await dialog.getByRole('button', { name: 'Set the code' }).click()
  await page.getByText('It brings you back here until').waitFor()
}

test('at a shared computer the person is changed by a tap and six digits, each with an own page', async () => {
  const { page, context, owner, record, complaints } = await atRecord(false)
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  await setCode(page, '294705')
  await page.goto(record)
  await page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  await page.keyboard.press('Control+l')
  await page.getByRole('heading', { name: 'Who is working?' }).waitFor()
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await signIn(page, nurse)
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(pathOf(page)).toBe('/')
  await setCode(page, '803516')

  const started = Date.now()
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: /Imogen Thrale/ }).click()
  await page.getByLabel(/Short code of Imogen/).pressSequentially('294705')
  await page.getByText('Imogen Thrale').first().waitFor()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  process.stdout.write(`the person was changed in ${Date.now() - started} ms\n`)
  expect(pathOf(page)).toBe('/')

  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: /Nkem Adeyfield/ }).click()
  const code = page.getByLabel(/Short code of Nkem/)
  for (let turn = 0; turn < 5; turn++) {
    await code.pressSequentially('111222')
    await page.getByText('This code is not right').waitFor()
  }
  await code.pressSequentially('803516')
  await page.getByText('The short code is off').waitFor()
  await page.getByRole('button', { name: 'Use a password' }).click()
  await signIn(page, nurse)
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('P21 P26 somebody sees where they are signed in, ends the others, and says “not me”', async () => {
  const { page, context, owner, complaints } = await atRecord(false)
  await page.goto('/signing-in')
  await page.getByText('This one').waitFor()
  await page.getByRole('button', { name: /^End it/ }).click()
  await expect.poll(async () => (await owner.client.try(sessionRoutes.read, {})).status).toBe(401)
  await owner.client.call(sessionRoutes.signIn, { email: owner.email, password })
  await page.reload()
  await page.getByRole('button', { name: 'End all others' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End all others' }).click()
  await expect.poll(async () => (await owner.client.try(sessionRoutes.read, {})).status).toBe(401)
  await owner.client.call(sessionRoutes.signIn, { email: owner.email, password })
  await page.goto('/')
  await page.getByRole('button', { name: 'Not me' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New password').fill('quilt lantern harbour 8')
  await dialog.getByRole('button', { name: /It was not me/ }).click()
  await page.getByText('your password is new').waitFor()
  expect((await owner.client.try(sessionRoutes.read, {})).status).toBe(401)
  await page.getByText('did not recognise a sign-in').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('the question before the end, and who is working, are read by everybody: axe finds nothing, at 360 px too', async () => {
  for (const shape of [{ width: 1440 }, { width: 360, dark: true }]) {
    const owner = await practice(
      'Tallow Lane Dental & Implant Practice of the Long Names',
      'Imogen Thrale-Featherstonehaugh',
    )
    const { page, context, complaints } = await openView(shape)
    await page.clock.install()
    await page.goto('/sign-in')
    await signIn(page, owner)
    await page.getByRole('link', { name: 'Patients' }).first().waitFor()
    await setCode(page, '294705')
    const found = async () => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      return [
        ...violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`),
        ...(wide > 0 ? ['wide'] : []),
      ]
    }
    await page.clock.fastForward('13:40')
    await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
    await page.clock.runFor(300)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Carry on')
    expect(await found()).toEqual([])
    await page.getByRole('button', { name: 'Lock now' }).click()
    await page.getByRole('heading', { name: 'Who is working?' }).waitFor()
    expect(await found()).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  }
})

test('P19 P27 a manager finds a failed sign-in on its day, and takes the list out', async () => {
  const { page, context, owner, complaints } = await atRecord(false)
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  await nurse.client.try(sessionRoutes.signIn, { email: nurse.email, password: 'not this one' })
  await page.goto('/activity')
  await page.getByRole('link', { name: 'Sign-ins' }).click()
  const failed = page.getByRole('listitem').filter({ hasText: 'Could not sign in' })
  await failed.filter({ hasText: 'Nkem Adeyfield' }).waitFor()
  await page.getByRole('button', { name: 'Could not' }).click()
  await expect.poll(() => page.locator('.sign-in-row').count(), slowly).toBe(1)
  await page.getByLabel('To').fill('2020-01-01')
  await page.getByRole('heading', { name: 'Nobody failed to sign in' }).waitFor()
  await page.getByRole('button', { name: 'Show all of them' }).click()
  await failed.waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Take out' }).click()
  await page.getByRole('button', { name: 'As CSV, for a spreadsheet' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('sign-ins.csv')
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  expect(Buffer.concat(parts).toString()).toContain('"Nkem Adeyfield","Nurse","failed","Could not sign in"')
  expect(complaints).toEqual([])
  await context.close()
})
