import { readFile } from 'node:fs/promises'
import { memberRoutes } from '@candour/contract/members.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { Browser as Client } from '../server/test/browser.ts'
import { takePictures } from './pictures.ts'
import { closeBrowser, colleague, openView, password, patient, practice, type Signed } from './person.ts'

afterAll(closeBrowser)

const signedIn = (person: Signed, width?: number) =>
  openView({ cookie: person.client.cookie, ...(width === undefined ? {} : { width }) })

test('P06 invited by mail, accepted, let in after a look, and only then signed in', async () => {
  const owner = await practice('Quill Street Surgery')
  const { page, context, complaints } = await signedIn(owner)
  const guest = await openView()
  const email = `invited${Date.now()}@example.org`
  await page.goto('/team')
  await page.getByRole('button', { name: 'Invite a colleague' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Nkem Adeyfield')
  await dialog.getByLabel('Role').fill('Dental nurse')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText(`The invitation goes to ${email} by mail.`).waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByText(/^Invited .* by Imogen Thrale, until/).waitFor()
  // The first link works no more once there is a second one.
  const linkOf = async () => {
    await guest.page.goto('/outbox')
    const mail = guest.page.getByRole('listitem').filter({ hasText: email }).first()
    return (await mail.getByRole('link', { name: 'Accept the invitation' }).getAttribute('href'))!
  }
  const first = new URL(await linkOf())
  await page.getByRole('button', { name: /^Send again/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await guest.page.goto(first.pathname + first.hash)
  await guest.page.getByRole('heading', { name: 'This invitation can’t be opened' }).waitFor()
  const second = new URL(await linkOf())
  await guest.page.goto(second.pathname + second.hash)
  await guest.page.getByText('Imogen Thrale invites you').waitFor()
  await guest.page.getByLabel('Choose a password').fill(password)
  await guest.page.getByRole('button', { name: 'Join Quill Street Surgery' }).click()
  await guest.page.getByRole('heading', { name: 'You have joined' }).waitFor()
  const signIn = async () => {
    await guest.page.goto('/sign-in')
    await guest.page.getByLabel('Email').fill(email)
    await guest.page.getByLabel('Password', { exact: true }).fill(password)
    await guest.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await signIn()
  await guest.page
    .getByText(/not approved you yet|waits for approval|Waiting for approval/i)
    .first()
    .waitFor()
  await page.getByRole('button', { name: /^Look and approve/ }).click()
  const look = page.getByRole('dialog', { name: 'Let Nkem Adeyfield in?' })
  await look.getByText(email).waitFor()
  await look.getByText('Imogen Thrale,').waitFor()
  await look.getByText('Write, finish and amend notes').waitFor()
  await look.getByRole('button', { name: 'Approve Nkem Adeyfield' }).click()
  await look.waitFor({ state: 'detached' })
  await signIn()
  await guest.page.getByRole('link', { name: 'Patients' }).first().waitFor()
  expect([...complaints, ...guest.complaints]).toEqual([])
  await Promise.all([context.close(), guest.context.close()])
})

test('P03 a permission given appears in the open window of the member, and goes when it is ended', async () => {
  const owner = await practice()
  const reception = await colleague(owner, 1, 'Wren Pomfret')
  const admin = await signedIn(owner)
  const desk = await signedIn(reception)
  await desk.page.goto('/')
  const activity = desk.page.getByRole('link', { name: 'Activity' })
  await desk.page.getByRole('link', { name: 'Team' }).waitFor()
  expect(await activity.count()).toBe(0)
  await admin.page.goto('/team')
  await admin.page.getByRole('link', { name: 'Wren Pomfret' }).click()
  await admin.page.getByRole('button', { name: /^Give for .Read the activity/ }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Give it' }).click()
  await dialog.getByText('Say why, in a few words.').waitFor()
  await dialog.getByLabel('Reason').fill('Audit week')
  await dialog.getByRole('button', { name: 'Give it' }).click()
  await dialog.waitFor({ state: 'detached' })
  await activity.waitFor()
  await admin.page.getByRole('heading', { name: 'Wren Pomfret: Reception, with 1 exception' }).waitFor()
  await admin.page.getByText('Given, beyond the level').waitFor()
  await admin.page.getByText('Reason: Audit week').waitFor()
  await admin.page.getByRole('button', { name: /^Back to the level for .Read the activity/ }).click()
  await dialog.getByLabel('Reason').fill('The audit is over')
  await dialog.getByRole('button', { name: 'Back to the level' }).click()
  await activity.waitFor({ state: 'detached' })
  expect([...admin.complaints, ...desk.complaints]).toEqual([])
  await Promise.all([admin.context.close(), desk.context.close()])
})

test('P03 a permission is withdrawn, and given again at one location, known by its network', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const { page, context, complaints } = await signedIn(owner)
  await page.goto('/rules')
  await page.getByRole('button', { name: 'Change the rules' }).click()
  await page.getByRole('button', { name: 'Add a location' }).click()
  const place = page.getByRole('group', { name: 'A new location' })
  await place.getByLabel('Name').fill('High Street')
  const named = page.getByRole('group', { name: 'High Street' })
  await named.getByRole('button', { name: 'Add a network' }).click()
  for (const [at, range] of ['127.0.0.0/8', '::1/128'].entries()) {
    await named.getByLabel('Network', { exact: true }).nth(at).fill('Its own line')
    await named.getByLabel('Range', { exact: true }).nth(at).fill(range)
  }
  await takePictures(page, 'location-form')
  await page.getByRole('button', { name: 'Look what would change' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('We opened a second place')
  await page.getByRole('dialog').getByRole('button', { name: 'Save the rules' }).click()
  await page.getByRole('button', { name: 'Change the rules' }).waitFor()
  const { id } = (await nurse.client.call(sessionRoutes.read, {})).member
  await page.goto(`/team/${id}`)
  const decide = async (button: RegExp, reason: string, where?: string) => {
    await page.getByRole('button', { name: button }).click()
    const dialog = page.getByRole('dialog')
    if (where !== undefined) await dialog.getByLabel('Where').selectOption({ label: where })
    await dialog.getByLabel('Reason').fill(reason)
    await takePictures(page, `location-grant-${reason.length}`)
    await dialog.getByRole('button', { name: /^(Give|Withdraw) it$/ }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  const may = async () => (await nurse.client.call(sessionRoutes.read, {})).can.includes('note.write')
  await decide(/^Withdraw for “Write, finish and amend notes”/, 'Notes are written at work', 'Wherever they are')
  expect(await may()).toBe(false)
  await decide(/^At one location for “Write, finish and amend notes”/, 'Only there')
  await page.getByText(/^Given at High Street by Imogen Thrale/).waitFor()
  expect(await may()).toBe(true)
  await takePictures(page, 'location-member')
  expect(complaints).toEqual([])
  await context.close()
})

test('P04 who can do what is the policy itself, with what differs, and no formula in the file', async () => {
  const owner = await practice()
  const trick = await colleague(owner, 1, '=HYPERLINK("x")')
  const { members } = await owner.client.call(memberRoutes.list, {})
  const { id } = members.find(({ name }) => name.startsWith('='))!
  await owner.client.call(memberRoutes.give, { id, permission: 'note.read', until: null, reason: 'x' })
  const { page, context, complaints } = await signedIn(owner)
  await page.goto('/team/who-can-do-what')
  await page.getByText('Also:').waitFor()
  const row = page.getByRole('row', { name: /^Import records/ })
  expect(await row.getByText('yes').count()).toBe(1)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as CSV' }).click()
  const csv = await readFile(await (await coming).path(), 'utf8')
  expect(csv).toContain(`"'=HYPERLINK(""x"") (Reception)"`)
  expect(csv).toMatch(/"note.read","read notes","no","yes","yes","yes","yes","yes, given"/)
  const desk = await signedIn(trick)
  await desk.page.goto('/team/who-can-do-what')
  await desk.page.getByRole('row', { name: /^Import records/ }).waitFor()
  expect(await desk.page.getByText('By person').count()).toBe(0)
  expect([...complaints, ...desk.complaints]).toEqual([])
  await Promise.all([context.close(), desk.context.close()])
})

test('P05 a member leaves by themselves, is asked twice, and is out', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const { page, context, complaints } = await signedIn(nurse)
  await page.goto('/team')
  await page.getByRole('link', { name: 'Nkem Adeyfield' }).click()
  await page.getByRole('button', { name: 'Leave this practice' }).click()
  const leave = page.getByRole('dialog').getByRole('button', { name: 'Leave the practice' })
  expect(await leave.isDisabled()).toBe(true)
  await page.getByLabel(/I no longer work at/).check()
  await leave.click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/patients')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

/** The person of `here` in one more practice. */
async function alsoIn(here: Signed, name: string): Promise<void> {
  const there = await practice(name, 'Cerys Uldale')
  const asked = { name: here.name, role: 'Locum', email: here.email, level: 2 } as const
  const { member, link } = await there.client.call(memberRoutes.invite, asked)
  await new Client(there.client.address).call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
  await there.client.call(memberRoutes.approve, { id: member.id })
}

const textOf = (page: Page) => page.evaluate(() => document.documentElement.textContent ?? '')

test('P01 after changing the practice nothing of the first one is left: on the screen, in memory, by Back, in storage', async () => {
  const owner = await practice('Alder Lane Practice')
  await alsoIn(owner, 'Birch Road Surgery')
  const here = await patient(owner, { family: 'Onlyhere' })
  const { page, context, complaints } = await signedIn(owner)
  const other = await context.newPage()
  await other.goto('/patients')
  await other.getByText('ONLYHERE').first().waitFor()
  await page.goto(`/patients/${here.id}`)
  await page.getByRole('heading', { name: /ONLYHERE/ }).waitFor()
  await page.getByRole('button', { name: 'New note' }).click()
  await page.getByRole('textbox', { name: 'Complaint' }).last().fill('A twinge of Onlyhere.')
  await page.getByText(/Saved \d\d:\d\d:\d\d/).waitFor()
  await page.getByRole('button', { name: /Alder Lane Practice/ }).press('Enter')
  await page
    .getByRole('dialog', { name: 'Change practice' })
    .getByRole('button', { name: /Birch Road Surgery/ })
    .press('Enter')
  await page.getByRole('button', { name: /Birch Road Surgery/ }).waitFor()
  await page.getByRole('link', { name: 'Patients' }).first().click()
  const traces = async (of: Page) => [
    /Onlyhere/i.test(await textOf(of)),
    /Onlyhere/i.test(await of.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))),
  ]
  expect(await traces(page)).toEqual([false, false])
  expect(await page.evaluate(() => sessionStorage.getItem('candour-open-drafts'))).toBeOneOf([null, '[]'])
  // The other window of this browser went along.
  await other.getByRole('button', { name: /Birch Road Surgery/ }).waitFor()
  expect(await traces(other)).toEqual([false, false])
  for (let back = 0; back < 4; back++) {
    await page.goBack().catch(() => null)
    await page.waitForTimeout(300)
    if (!page.url().startsWith('http')) break
    expect(await traces(page)).toEqual([false, false])
  }
  expect(complaints).toEqual([])
  await context.close()
})

test('P01 on a slow line the end of the session before sends no window to the sign-in page when the practice is changed', async () => {
  const owner = await practice('Alder Lane Practice')
  await alsoIn(owner, 'Birch Road Surgery')
  const { page, context, complaints } = await signedIn(owner)
  const other = await context.newPage()
  for (const one of [other, page]) {
    await one.goto('/patients')
    await one.getByRole('button', { name: /Alder Lane Practice/ }).waitFor()
  }
  // That the old session has ended is heard long before the answer that opens the new one.
  let heard: () => void
  const answer = new Promise<void>((resolve) => (heard = resolve))
  await page.route('**/api/sessions/current/practice', async (route) => {
    const response = await route.fetch()
    heard()
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await route.fulfill({ response })
  })
  await page.getByRole('button', { name: /Alder Lane Practice/ }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Change practice' })
  await dialog.getByRole('button', { name: /Birch Road Surgery/ }).press('Enter')
  await answer
  for (const one of [page, other])
    await one
      .getByRole('button', { name: /Birch Road Surgery/ })
      .first()
      .waitFor()
  await page.waitForTimeout(1000)
  for (const one of [page, other]) expect(new URL(one.url()).pathname).not.toBe('/sign-in')
  expect(complaints).toEqual([])
  await context.close()
})

test(
  'with twelve practices the one is found by typing, by keyboard alone, at every width',
  { timeout: 120_000 },
  async () => {
    const owner = await practice('First Practice')
    const names = ['Hazel', 'Rowan', 'Juniper', 'Willow', 'Maple', 'Elm', 'Larch', 'Yew', 'Holly', 'Aspen', 'Linden']
    for (const name of names) await alsoIn(owner, `${name} Practice`)
    for (const width of [1440, 1100, 768, 360]) {
      const { client } = owner
      await client.call(sessionRoutes.signIn, { email: owner.email, password })
      client.csrf = (await client.call(sessionRoutes.read, {})).csrf
      const { page, context, complaints } = await signedIn(owner, width)
      await page.goto('/')
      const button = width === 1440 ? page.locator('.practice-switch') : page.getByRole('button', { name: /^You/ })
      await button.first().press('Enter')
      const now = (await page.locator('.person-menu .person-name').first().textContent())!
      const wanted = now.startsWith('Juniper') ? 'Larch' : 'Juniper'
      await page.getByLabel('Your 11 other practices').fill(wanted.toLowerCase())
      await page.keyboard.press('Enter')
      await page.waitForURL('**/')
      await expect
        .poll(
          async () => (await context.request.get('/api/sessions/current')).json() as Promise<{ practice: object }>,
          { timeout: 15_000 },
        )
        .toMatchObject({ practice: { name: `${wanted} Practice` } })
      expect(complaints).toEqual([])
      await context.close()
    }
  },
)

test('B8 a member says in their settings which record is theirs, sees what they said, and takes it back; others see only that they did', async () => {
  const owner = await practice()
  const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
  const { page, context, complaints } = await signedIn(nurse)
  await page.goto('/signing-in')
  await page.getByRole('heading', { name: 'Your own record' }).waitFor()
  await takePictures(page, 'own-record-unsaid')
  await page.getByRole('button', { name: 'Say which is yours' }).click()
  const dialog = page.getByRole('dialog', { name: 'Which record is yours?' })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.getByText('Write the surname.').waitFor()
  await dialog.getByLabel('Surname').fill('Adeyfield-Moor')
  await dialog.getByLabel('Birth date').fill('4 March 1957')
  await dialog.getByLabel('NHS number').fill('999 000 0018')
  await takePictures(page, 'own-record-dialog')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Adeyfield-Moor, born 04-Mar-1957, NHS number 999 000 0018').waitFor()
  await page.getByText(/^Said by you on /).waitFor()
  await takePictures(page, 'own-record-said')
  const { id } = (await nurse.client.call(sessionRoutes.read, {})).member
  const boss = await signedIn(owner)
  await boss.page.goto(`/team/${id}`)
  await boss.page.getByText(/^Said by Nkem Adeyfield on .* What was said is shown to them alone\.$/).waitFor()
  await boss.page.getByText('Said which record is their own').waitFor()
  expect(await boss.page.getByText(/1957|Adeyfield-Moor/).count()).toBe(0)
  await takePictures(boss.page, 'own-record-member')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('button', { name: 'Say which is yours' }).waitFor()
  expect([...complaints, ...boss.complaints]).toEqual([])
  await Promise.all([context.close(), boss.context.close()])
})
