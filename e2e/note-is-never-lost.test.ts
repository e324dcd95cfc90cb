import { draftRoutes } from '@candour/contract/drafts.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, colleague, openView, password, patient, practice } from './person.ts'

afterAll(closeBrowser)

async function writing() {
  const owner = await practice()
  const person = await patient(owner)
  const view = await openView({ cookie: owner.client.cookie })
  await view.page.goto(`/patients/${person.id}`)
  await view.page.getByRole('button', { name: 'New note' }).click()
  const complaint = view.page.getByRole('textbox', { name: 'Complaint' }).last()
  await complaint.fill('First words.')
  await view.page.getByText(/Saved \d\d:\d\d:\d\d/).waitFor()
  return { owner, person, ...view, complaint }
}

test('what is typed while the network is gone is kept, said to be unsaved, and saved when it is back', async () => {
  const { owner, page, context, complaint } = await writing()
  await context.setOffline(true)
  await complaint.fill('First words. Words without a network.')
  await expect.poll(() => page.getByText(/not saved|can’t be reached|Offline|Waiting/i).count()).toBeGreaterThan(0)
  await context.setOffline(false)
  await expect
    .poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts[0]?.sections[0]?.text, { timeout: 30_000 })
    .toBe('First words. Words without a network.')
  await context.close()
})

test('P20 when the session ends meanwhile, the text stays, one signs in again, and it is saved', async () => {
  const { owner, page, context, complaint } = await writing()
  await owner.client.call(sessionRoutes.signOut, {})
  await complaint.fill('First words. Words after the session ended.')
  await page.getByLabel('Password', { exact: true }).waitFor()
  const email = page.getByLabel('Email')
  if (await email.isEditable()) await email.fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page
    .getByRole('button', { name: /Sign in|Go on/ })
    .first()
    .click()
  const again = await practiceClient(owner)
  await expect
    .poll(async () => (await again.call(draftRoutes.list, {})).drafts[0]?.sections[0]?.text, { timeout: 30_000 })
    .toBe('First words. Words after the session ended.')
  await context.close()
})

async function practiceClient({ client, email }: Awaited<ReturnType<typeof practice>>) {
  client.cookie = null
  client.csrf = null
  await client.call(sessionRoutes.signIn, { email, password })
  client.csrf = (await client.call(sessionRoutes.read, {})).csrf
  return client
}

test('two devices write at once: both texts are kept, shown side by side, and one chooses', async () => {
  const { owner, page, context, complaint } = await writing()
  const [draft] = (await owner.client.call(draftRoutes.list, {})).drafts
  const elsewhere = {
    id: draft!.id,
    baseRevision: draft!.revision,
    title: draft!.title,
    device: 'Phone',
    sections: [{ heading: 'Complaint', text: 'From the phone.' }],
  }
  await owner.client.call(draftRoutes.save, elsewhere)
  await complaint.fill('First words. From the PC.')
  await page.getByText(/both/i).first().waitFor()
  const texts = (await owner.client.call(draftRoutes.list, {})).drafts.map((one) => one.sections[0]!.text)
  expect(texts.toSorted()).toEqual(['First words. From the PC.', 'From the phone.'])
  await page.getByRole('button', { name: 'Compare and choose' }).click()
  const dialog = page.getByRole('dialog', { name: 'Two texts of one note' })
  await dialog.getByText('From the phone.').waitFor()
  await dialog.getByText('First words. From the PC.').waitFor()
  await dialog.getByRole('button', { name: 'Keep the text from here' }).click()
  await expect
    .poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts.map((one) => one.sections[0]!.text))
    .toEqual(['First words. From the PC.'])
  await context.close()
})

test('a tab that is closed in the middle of a word loses nothing', async () => {
  const { owner, page, context, complaint } = await writing()
  await complaint.pressSequentially(' And these just before the tab closes.')
  await page.close({ runBeforeUnload: true })
  await expect
    .poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts[0]?.sections[0]?.text, { timeout: 15_000 })
    .toBe('First words. And these just before the tab closes.')
  await context.close()
})

test('a colleague’s finished note appears in the open chart by itself', async () => {
  const owner = await practice()
  const person = await patient(owner)
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const { page, context } = await openView({ cookie: owner.client.cookie })
  await page.goto(`/patients/${person.id}`)
  await page.getByText('Nothing in this record yet').waitFor()
  const draft = await nurse.client.call(draftRoutes.start, {
    patient: person.id,
    title: 'Call from patient',
    sections: [{ heading: '', text: 'Twinge.' }],
  })
  await nurse.client.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
  await page
    .getByRole('link', { name: /Call from patient/ })
    .first()
    .waitFor()
  await context.close()
})

test('two texts of one note, not chosen between when it happened, are offered for it when either is opened later', async () => {
  const owner = await practice()
  const person = await patient(owner)
  const words = (text: string) => ({ title: 'Examination', sections: [{ heading: 'Complaint', text }] })
  const first = await owner.client.call(draftRoutes.start, { patient: person.id, device: 'PC', ...words('Begun.') })
  await owner.client.call(draftRoutes.save, { id: first.id, baseRevision: 1, device: 'PC', ...words('From the PC.') })
  const late = { id: first.id, baseRevision: 1, device: 'Phone', ...words('From the phone.') }
  const { draft } = await owner.client.call(draftRoutes.save, late)
  expect(draft.splitFrom).toBe(first.id)

  const { page, context } = await openView({ cookie: owner.client.cookie })
  await page.goto('/notes')
  await page.getByRole('link', { name: 'Continue' }).first().waitFor()
  await page.locator(`a[href="/notes/${first.id}"]`).click()
  await page.getByRole('button', { name: 'Compare and choose' }).waitFor()
  await page.goto(`/notes/${draft.id}`)
  await page.getByRole('button', { name: 'Compare and choose' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('From the PC.').waitFor()
  await dialog.getByText('From the phone.').waitFor()
  await dialog.getByRole('button', { name: 'Keep the text from here' }).click()
  await expect
    .poll(async () => (await owner.client.call(draftRoutes.list, {})).drafts.map(({ id }) => id))
    .toEqual([draft.id])
  await context.close()
})
