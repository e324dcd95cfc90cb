import type { CDPSession, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { errors } from '@candour/contract/errors.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { totpCode } from '../server/test/people.ts'
import { authenticatorOf, touching } from './fingerprint.ts'
import { closeBrowser, colleague, openView, password, practice, type Signed } from './person.ts'

afterAll(closeBrowser)

async function addPasskey(page: Page, reader: { device: CDPSession; id: string }) {
  await page.goto('/signing-in')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const adding = page.getByRole('dialog')
  await adding.getByLabel('What you call it').fill('Reception laptop')
  await touching(reader, async () => {
    await adding.getByRole('button', { name: 'Add the passkey' }).click()
    await adding.getByRole('button', { name: 'Done' }).waitFor()
  })
  expect(await adding.locator('.recovery-codes code').count()).toBe(10)
  await adding.getByLabel(/I keep them/).check()
  await adding.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Passkey, since').waitFor()
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

const inside = (page: Page) => page.getByRole('link', { name: 'Patients' }).first().waitFor()

async function withPasskey(person: Signed) {
  const view = await openView({ cookie: person.client.cookie })
  const reader = await authenticatorOf(view.page)
  await addPasskey(view.page, reader)
  return { ...view, reader }
}

test('P12 a passkey is added, signs in alone without an email, is renamed and removed', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const { page, context, complaints, reader } = await withPasskey(nurse)
  await signOut(page)
  // A browser that offers no passkey by itself: a finger that lies on the reader would answer that offer before the click.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
  })
  await page.goto('/sign-in')
  await touching(reader, async () => {
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await inside(page)
  })
  await page.goto('/signing-in')
  await page.getByText(/Passkey, since .*last used/).waitFor()
  await page.getByRole('button', { name: /Rename/ }).click()
  const renaming = page.getByRole('dialog')
  await renaming.getByLabel('What you call it').fill('Blue key')
  await renaming.getByRole('button', { name: 'Rename it' }).click()
  await page.getByText('Blue key', { exact: true }).waitFor()
  const remove = async () => {
    await page.getByRole('button', { name: 'Remove “Blue key”' }).click()
    const removing = page.getByRole('dialog', { name: 'Remove “Blue key”?' })
    await removing.getByRole('button', { name: 'Remove it' }).click()
    return removing
  }
  const removing = await remove()
  await removing.getByText(errors['factor.last'][1]).waitFor()
  await removing.getByRole('button', { name: 'Keep it' }).click()
  const [cookie] = await context.cookies()
  nurse.client.cookie = `${cookie!.name}=${cookie!.value}`
  nurse.client.csrf = (await nurse.client.call(sessionRoutes.read, {})).csrf
  const { id, secret } = await nurse.client.call(factorRoutes.startTotp, { name: 'Phone' })
  await nurse.client.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  await page.reload()
  await remove()
  await page.getByText('Blue key', { exact: true }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await context.close()
})

test('a device is not asked twice for a passkey of the same person', async () => {
  const owner = await practice()
  const { page, context, reader } = await withPasskey(owner)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const adding = page.getByRole('dialog')
  await touching(reader, async () => {
    await adding.getByRole('button', { name: 'Add the passkey' }).click()
    await adding.getByText('This device holds a passkey of yours already.').waitFor()
  })
  await context.close()
})

test('P12 the sign-in page offers the passkey by itself, in the field of the email', async () => {
  const owner = await practice()
  const { page, context, complaints, reader } = await withPasskey(owner)
  await signOut(page)
  await touching(reader, async () => {
    await page.goto('/sign-in')
    await inside(page)
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('P12 after the password the passkey is the second step', async () => {
  const owner = await practice()
  const { page, context, complaints, reader } = await withPasskey(owner)
  await signOut(page)
  await page.getByLabel('Email').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Your password is right.').waitFor()
  await touching(reader, async () => {
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await inside(page)
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('a passkey shows that one is there, before what matters', async () => {
  const owner = await practice()
  const { page, context, complaints, reader } = await withPasskey(owner)
  const late = { error: { code: 'session.proof_needed', message: errors['session.proof_needed'][1], requestId: 'x' } }
  let refusals = 0
  await page.route('**/api/factors/recovery-codes', (route) =>
    refusals++ > 0 ? route.continue() : route.fulfill({ status: 403, json: late }),
  )
  await page.getByRole('button', { name: 'Make ten new ones' }).click()
  const proof = page.getByRole('dialog', { name: 'Show that it is you' })
  await touching(reader, async () => {
    await proof.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('dialog', { name: 'Your new recovery codes' }).waitFor()
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('P12 whoever administers a practice is told until when a passkey is to be there, until there is one', async () => {
  const owner = await practice()
  const { page, context } = await openView({ cookie: owner.client.cookie })
  await page.goto('/signing-in')
  await page.getByText('asks its administrators for a passkey').waitFor()
  const reader = await authenticatorOf(page)
  await addPasskey(page, reader)
  expect(await page.getByText('asks its administrators for a passkey').count()).toBe(0)
  await context.close()
})

test('opened by a bare number the page says why it offers no passkey, and where it does', async () => {
  const owner = await practice()
  const { page, context } = await openView()
  const { port } = new URL(page.url() === 'about:blank' ? (await page.goto('/sign-in'))!.url() : page.url())
  const number = `http://127.0.0.1:${port}`
  const [name, value] = owner.client.cookie!.split('=')
  await context.addCookies([{ name: name!, value: value!, url: number, httpOnly: true, sameSite: 'Strict' }])
  await page.goto(`${number}/signing-in`)
  await page.getByText('Passkeys belong to an address with a name').waitFor()
  await page.getByRole('link', { name: `Open http://localhost:${port}` }).waitFor()
  expect(await page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await context.close()
})
