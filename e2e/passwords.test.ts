import { mailRoutes } from '@candour/contract/mails.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openView, password, practice } from './person.ts'

afterAll(closeBrowser)

const another = 'gravel tunnel opera fig'
const pictures = process.env['PICTURES']

/** With PICTURES set to a folder, what somebody sees at each width, light and dark, is kept there. */
async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  await mkdir(pictures, { recursive: true })
  const size = page.viewportSize()!
  for (const [width, dark] of [
    [360, false],
    [768, true],
    [1440, false],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    await page.screenshot({ path: `${pictures}/${name}-${width}.png` })
  }
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The link of the newest mail to somebody, opened as a mail program does it. */
async function linkFor(client: Awaited<ReturnType<typeof practice>>['client'], to: string, subject: RegExp) {
  const { mails } = await client.call(mailRoutes.outbox, {})
  return mails.find((mail) => mail.to.address === to && subject.test(mail.subject))!.action!.url
}

test('P17 somebody who has forgotten the password sets a new one by the link of a mail, and signs in with it', async () => {
  const owner = await practice()
  const { page, context, complaints } = await openView()
  await page.goto('/sign-in')
  await picture(page, 'sign-in')
  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  // The page before has a field of that name too.
  await page.getByRole('heading', { name: 'Forgotten your password?' }).waitFor()
  await picture(page, 'forgotten')
  await page.getByLabel('Email').fill(owner.email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()
  await picture(page, 'forgotten-sent')
  const link = await linkFor(owner.client, owner.email, /Set a new/)
  await page.goto(link)
  const field = page.getByLabel('New password')
  await field.fill('11Mother22')
  await page.getByText('5 more characters: at least 15.').waitFor()
  await field.fill('Tallow Lane Dental 26')
  await page.getByText(/easy to guess about you/).waitFor()
  await picture(page, 'reset-weak')
  await page.getByRole('button', { name: 'Set the password' }).click()
  expect(await page.getByRole('heading', { name: 'Set a new password' }).isVisible()).toBe(true)
  await field.fill(another)
  await page.getByText('Very hard to guess.').waitFor()
  await picture(page, 'reset-good')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('heading', { name: 'Your new password is set' }).waitFor()
  await picture(page, 'reset-done')
  expect((await owner.client.try(sessionRoutes.read, {})).status).toBe(401)
  await page.getByRole('link', { name: 'Go to sign-in' }).click()
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(another)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  await page.goto(link)
  await page.reload()
  await page.getByText('This link can’t be opened').waitFor()
  await picture(page, 'reset-over')
  expect(complaints).toEqual([])
  await context.close()
})

test('P18 the meter says why while one types, and the rules come only to pages where a password is set', async () => {
  const { page, context, complaints } = await openView()
  const scripts = new Map<string, number>()
  page.on('response', (response) => {
    const url = new URL(response.url())
    if (url.pathname.endsWith('.js')) scripts.set(url.pathname, Number(response.headers()['content-length'] ?? 0))
  })
  await page.goto('/sign-in')
  await page.getByLabel('Email').waitFor()
  await page.waitForTimeout(500)
  expect([...scripts.keys()].filter((path) => path.includes('password-rules'))).toEqual([])
  await page.goto('/sign-up')
  await page.getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: /Go on/ }).click()
  await page.getByLabel('Your name').fill('Imogen Thrale')
  const field = page.getByLabel('Password', { exact: true })
  for (const [given, why] of [
    ['iloveyou1234567', /stolen/],
    ['Imogen Thrale 26', /easy to guess about you/],
    ['abcdefghijklmnop', /row of the keyboard/],
    ['harbour lantern quilt 9', /Very hard to guess/],
  ] as const) {
    await field.fill(given)
    await page.getByText(why).waitFor()
  }
  await picture(page, 'sign-up')
  const rules = [...scripts].find(([path]) => path.includes('password-rules'))!
  expect(rules[1]).toBeGreaterThan(50_000)
  expect(rules[1]).toBeLessThan(400_000)
  process.stdout.write(`password rules: ${rules[1]} bytes\n`)
  expect(complaints).toEqual([])
  await context.close()
})

test('P17 an email is changed and brought back, and the password is changed, at the page of signing in', async () => {
  const owner = await practice()
  const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
  const email = `moved${Date.now()}@example.org`
  await page.goto('/signing-in')
  await page.getByRole('heading', { name: 'Email and password' }).waitFor()
  await picture(page, 'signing-in')
  await page.getByRole('button', { name: 'Change the password' }).click()
  const passwordDialog = page.getByRole('dialog', { name: 'Change the password' })
  await passwordDialog.getByLabel('Password until now').fill('not this one')
  await passwordDialog.getByLabel('New password').fill(another)
  await passwordDialog.getByText('Very hard to guess.').waitFor()
  await passwordDialog.getByRole('button', { name: 'Change the password' }).click()
  await passwordDialog.getByText('This is not your password.').waitFor()
  await picture(page, 'change-password')
  await passwordDialog.getByLabel('Password until now').fill(password)
  await passwordDialog.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Your password was changed.').waitFor()
  await page.getByRole('button', { name: 'Change the email' }).click()
  const emailDialog = page.getByRole('dialog', { name: 'Change the email' })
  await emailDialog.getByLabel('New email').fill(email)
  await picture(page, 'change-email')
  await emailDialog.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByRole('dialog', { name: 'Look at your mail' }).waitFor()

  await page.goto(await linkFor(owner.client, email, /Confirm/))
  await picture(page, 'new-email')
  await page.getByRole('button', { name: 'Use this email' }).click()
  await page.getByRole('heading', { name: 'Your email is changed' }).waitFor()
  await picture(page, 'new-email-done')
  await page.getByRole('link', { name: 'Go to Candour' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  await page.goto('/signing-in')
  await page.getByText(email).waitFor()

  await page.goto(await linkFor(owner.client, owner.email, /was changed/))
  await picture(page, 'email-undo')
  await page.getByRole('button', { name: 'Bring my email back' }).click()
  await page.getByRole('heading', { name: 'Your email is back' }).waitFor()
  await picture(page, 'email-undo-done')
  await page.goto('/signing-in')
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
