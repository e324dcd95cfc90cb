/** What somebody does who finds that a stranger was in, and the second step that comes before a practice is opened. */
import { AxeBuilder } from '@axe-core/playwright'
import { factorRoutes } from '@candour/contract/factors.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, expect, inject, test } from 'vitest'
import type { Page } from 'playwright-core'
import { Browser as Client } from '../server/test/browser.ts'
import { enrolApp, totpCode, whoAmI } from '../server/test/people.ts'
import { closeBrowser, openView, password, practice } from './person.ts'

afterAll(closeBrowser)

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function addApp(client: Client, name: string): Promise<void> {
  const { id, secret } = await client.call(factorRoutes.startTotp, { name })
  await client.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
}

test('P19 “not me” names what was added since that sign-in, and takes away what is not ticked as one’s own', async () => {
  const owner = await practice()
  const app = await enrolApp({ browser: owner.client } as never)
  const thief = new Client(inject('address'))
  const came = await thief.call(sessionRoutes.signIn, { email: owner.email, password })
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  const proof = { by: 'recovery' as const, code: app.recoveryCodes[0]! }
  await thief.call(sessionRoutes.proveFactor, { ticket: came.ticket, proof })
  await whoAmI(thief)
  await addApp(thief, 'Blue phone')
  await addApp(owner.client, 'My tablet')

  const { page, context, complaints } = await openView({ width: 360, cookie: owner.client.cookie })
  await page.goto('/')
  await page.getByRole('button', { name: 'Not me' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /My tablet/ }).check()
  await dialog.getByLabel('New password').fill('quilt lantern harbour 8')
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await picture(page, 'not-me-360')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'not-me-1440-dark')
  await dialog.getByRole('button', { name: /It was not me/ }).click()
  await page.getByText('your password is new').waitFor()
  const { factors } = await owner.client.call(factorRoutes.list, {})
  expect(factors.map(({ name }) => name)).toEqual(['Phone', 'My tablet'])
  expect((await thief.try(sessionRoutes.read, {})).status).toBe(401)
  expect(complaints).toEqual([])
  await context.close()
})

test('P12 who opens another practice shows their second factor first, on the same page', async () => {
  const owner = await practice()
  const { recoveryCodes } = await enrolApp({ browser: owner.client } as never)
  const { page, context, complaints } = await openView()
  await page.goto('/sign-up')
  await page.getByText('Dental practice').click()
  await page.getByRole('button', { name: 'Go on to the practice' }).click()
  await page.getByLabel('Name of the practice').fill('Second Surgery')
  await page.getByLabel('Town').fill('Bath')
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('Your role').fill('Dentist')
  await page.getByLabel('Your email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Go on to the agreement' }).click()
  await page.getByLabel('Type your name to accept it').fill(owner.name)
  await page.getByRole('button', { name: 'Accept and open the practice' }).click()
  await page.getByRole('heading', { name: 'Show that it is you' }).waitFor()
  await picture(page, 'second-step-before-opening')
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recoveryCodes[0]!)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
