import { factorRoutes } from '@candour/contract/factors.ts'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { totpCode } from '../server/test/people.ts'
import { closeBrowser, colleague, openView, password, practice, type Signed } from './person.ts'

afterAll(closeBrowser)

async function enrol({ client }: Signed) {
  const { id, secret } = await client.call(factorRoutes.startTotp, { name: 'Phone' })
  await client.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
}

async function askAsLost(page: Page, { email }: Signed): Promise<string> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Ask your colleagues' }).click()
  await page.getByRole('button', { name: 'Ask my colleagues' }).click()
  return page.locator('.recovery-number').innerText()
}

async function confirmAs(person: Signed, number: string) {
  const { page, context, complaints } = await openView({ cookie: person.client.cookie })
  await page.goto('/team')
  await page.getByRole('heading', { name: 'Lost a second factor' }).waitFor()
  await page.getByRole('button', { name: 'It is them' }).click()
  const asking = page.getByRole('dialog', { name: 'Is it Ada Winterbourne?' })
  await asking.getByLabel('Their number').fill('not it')
  await asking.getByLabel('Their number').fill(number)
  await asking.getByRole('button', { name: 'I have spoken to them' }).click()
  await asking.waitFor({ state: 'detached' })
  await page
    .locator('.recovery-state')
    .getByText(new RegExp(`Confirmed by.*${person.name}`))
    .waitFor()
  expect(complaints).toEqual([])
  await context.close()
}

test('P12 a phone is lost on a Monday morning: two colleagues, a number, and a new factor', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const lost = await colleague(owner, 2, 'Ada Winterbourne')
  for (const one of [owner, nurse, lost]) await enrol(one)
  const { page, context, complaints } = await openView()
  const number = await askAsLost(page, lost)
  expect(number).toMatch(/^\d{3} \d{3}$/)
  await page.getByText('Waiting for two colleagues').waitFor()
  await confirmAs(nurse, number)
  await page.getByText('One has confirmed').waitFor()
  await confirmAs(owner, number)
  await page.getByRole('button', { name: 'Set up a new one' }).click()
  await page.getByRole('heading', { name: 'One thing first, Ada Winterbourne' }).waitFor()
  await page.getByRole('button', { name: 'Use an authenticator app instead' }).click()
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '')
  await page.getByLabel('Code').fill(totpCode(secret))
  await page.getByRole('button', { name: 'Add the app' }).click()
  await page.getByLabel(/I keep them/).check()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('the request is cancelled by an administrator, and the page of who asked says so', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const lost = await colleague(owner, 2, 'Ada Winterbourne')
  for (const one of [owner, nurse, lost]) await enrol(one)
  const { page, context } = await openView({ width: 360, height: 740 })
  await askAsLost(page, lost)
  const administrator = await openView({ cookie: owner.client.cookie, width: 360, height: 740, dark: true })
  await administrator.page.goto('/team')
  await administrator.page.getByRole('button', { name: 'Cancel it' }).click()
  await administrator.page.getByRole('button', { name: 'Cancel the request' }).click()
  await administrator.page.getByRole('heading', { name: 'Lost a second factor' }).waitFor({ state: 'detached' })
  await page.getByText('This request is over').waitFor()
  await administrator.context.close()
  await context.close()
})
