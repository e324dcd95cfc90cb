import { errors } from '@candour/contract/errors.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, expect, test } from 'vitest'
import { totpCode } from '../server/test/people.ts'
import { closeBrowser, openView, password, practice, type Signed } from './person.ts'

afterAll(closeBrowser)

async function enrol({ client }: Signed) {
  const { id, secret } = await client.call(factorRoutes.startTotp, { name: 'Phone' })
  const { recoveryCodes } = await client.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  return recoveryCodes!
}

test('P12 who has a second factor signs in in two steps: the password, then a code', async () => {
  const owner = await practice()
  const [code] = await enrol(owner)
  const { page, context, complaints } = await openView()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Code of your authenticator app').fill('000000')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText(errors['factor.refused'][1]).waitFor()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(code!.toLowerCase())
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('P12 an app is added by its QR code or by typing, its first code counts, and ten recovery codes are shown once', async () => {
  const owner = await practice()
  const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
  await page.goto('/signing-in')
  await page.getByText('None yet.').waitFor()
  await page.getByRole('button', { name: 'Add an authenticator app' }).click()
  const adding = page.getByRole('dialog')
  await adding.getByRole('button', { name: 'Show the QR code' }).click()
  await adding.getByRole('img', { name: /QR code/ }).waitFor()
  const secret = (await adding.locator('.secret').innerText()).replaceAll(' ', '')
  await adding.getByLabel('Code').fill('123 456')
  await adding.getByRole('button', { name: 'Add the app' }).click()
  await adding.getByText(errors['factor.refused'][1]).waitFor()
  await adding.getByLabel('Code').fill(totpCode(secret))
  await adding.getByRole('button', { name: 'Add the app' }).click()
  await adding.getByRole('button', { name: 'Done' }).waitFor()
  expect(await adding.locator('.recovery-codes code').count()).toBe(10)
  await adding.getByLabel(/I keep them/).check()
  await adding.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Authenticator app, since').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('what matters asks once more who one is, and goes on with what was asked', async () => {
  const owner = await practice()
  const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
  // As the server answers five minutes after the last proof.
  const late = { error: { code: 'session.proof_needed', message: errors['session.proof_needed'][1], requestId: 'x' } }
  let refusals = 0
  await page.route('**/api/members', async (route) => {
    if (route.request().method() !== 'POST' || refusals++ > 0) return route.continue()
    return route.fulfill({ status: 403, json: late })
  })
  await page.goto('/team')
  await page
    .getByRole('button', { name: /Invite/ })
    .first()
    .click()
  const invitation = page.getByRole('dialog').first()
  await invitation.getByLabel('Name').fill('Nkem Adeyfield')
  await invitation.getByLabel('Role').fill('Dental nurse')
  await invitation.getByLabel('Email').fill(`nurse${Date.now()}@example.org`)
  await invitation.getByRole('combobox', { name: /Level/ }).selectOption('2')
  await invitation.getByRole('button', { name: /Invite|Make the link/ }).click()
  const proof = page.getByRole('dialog', { name: 'Show that it is you' })
  await proof.getByLabel('Password').fill('not this one')
  await proof.getByRole('button', { name: 'Go on' }).click()
  await proof.getByText(errors['session.password_wrong'][1]).waitFor()
  await proof.getByLabel('Password').fill(password)
  await proof.getByRole('button', { name: 'Go on' }).click()
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue()
  expect(link).toMatch(/\/invitation#[\w-]{43}$/)
  const [cookie] = await context.cookies()
  owner.client.cookie = `${cookie!.name}=${cookie!.value}`
  expect((await owner.client.call(memberRoutes.list, {})).members).toHaveLength(2)
  expect(complaints).toEqual([])
  await context.close()
})
