/** Somebody in the middle of their work: signed in at a patient's record, of whom no trace may stay. */
import type { Page } from 'playwright-core'
import { openView, password, patient, practice, type Signed } from './person.ts'

export async function signIn(page: Page, { email }: Pick<Signed, 'email'>, given = password) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(given)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signed in by hand, as the browser is known from then on; its clock stands in the test's hand. */
export async function atRecord(clock = true) {
  const owner = await practice()
  const person = await patient(owner)
  const view = await openView()
  if (clock) await view.page.clock.install()
  await view.page.goto(`/sign-in?then=/patients/${person.id}`)
  await signIn(view.page, owner)
  await view.page
    .getByRole('heading', { name: /ASHDOWNE/ })
    .first()
    .waitFor()
  return { owner, person, record: `/patients/${person.id}`, ...view }
}

export const slowly = { timeout: 10_000 }
export const pathOf = (page: Page) => new URL(page.url()).pathname
export const namesOf = async (page: Page) => (await page.content()).match(/Ashdowne|Margery/gi) ?? []
