/** Coming in by another organisation: a real provider on this machine, and a Candour that allows it. */
import { mkdirSync } from 'node:fs'
import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberRoutes } from '@candour/contract/members.ts'
import { Browser as Client } from '../server/test/browser.ts'
import { signUp } from '../server/test/people.ts'
import { clientId, clientSecret, startProvider, type RealProvider } from '../server/test/real-provider.ts'
import { freePort } from './free-port.ts'
import { closeBrowser, openView } from './person.ts'

let provider: RealProvider
let candour: ChildProcess
let home: string
let address: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'candour-e2e-sso-'))
  await chmod(home, 0o711)
  const port = await freePort()
  address = `http://localhost:${port}`
  provider = await startProvider(`${address}/sign-in/return`)
  candour = spawn(
    process.execPath,
    ['server/bin/candour.js', 'start', '--home', home, '--port', String(port), '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CANDOUR_SIGN_IN_ISSUERS: provider.issuer } },
  )
  let output = ''
  candour.stdout!.on('data', (part: Buffer) => (output += part.toString()))
  candour.stderr!.on('data', (part: Buffer) => (output += part.toString()))
  while (!output.includes('"event":"ready"')) {
    if (candour.exitCode !== null) throw new Error(`Candour did not start:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}, 150_000)
afterAll(async () => {
  await closeBrowser()
  const ended = new Promise((resolve) => candour.on('exit', resolve))
  candour.kill('SIGTERM')
  await ended
  await provider.stop()
  await rm(home, { recursive: true, force: true })
})

const folder = process.env['E2E_PICTURES']

async function picture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test(
  'an administrator sets single sign-on up; an invited nurse joins by it, is approved, and comes in by it alone',
  { timeout: 240_000 },
  async () => {
    const admin = await signUp({ visitor: () => new Client(address) }, 'Harbour Street Surgery')
    const mine = await openView({ cookie: admin.browser.cookie })
    const { page } = mine
    await page.goto(`${address}/rules`)
    await page.getByRole('link', { name: 'Single sign-on' }).click()
    await page.getByRole('button', { name: 'Set it up' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Copy it from the provider.', { exact: true }).waitFor()
    await page.getByLabel('Client id').fill(clientId)
    await page.getByLabel('Client secret').fill(clientSecret)
    await page.getByLabel('What people call it').fill('Harbour Trust')
    await page.getByLabel('Reason').fill('The trust looks after our accounts')
    await picture(page, 'form-1440')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Allowed, beside password and passkey').waitFor()
    await picture(page, 'provider-1440')
    expect(await page.content()).not.toContain(clientSecret)
    const signInAddress = (await page.getByText(/\/sign-in\/with\//).textContent())!

    const { member, link } = await admin.browser.call(memberRoutes.invite, {
      name: 'Nkem Adeyfield',
      role: 'Nurse',
      email: 'nkem@example.org',
      level: 2,
    })
    provider.who = { sub: 'nkem-there' }
    const hers = await openView({ width: 360, height: 780, dark: true })
    await hers.page.goto(link)
    await hers.page.getByRole('button', { name: 'Join with Harbour Trust' }).waitFor()
    await picture(hers.page, 'invitation-360-dark')
    await hers.page.getByRole('button', { name: 'Join with Harbour Trust' }).click()
    await hers.page.getByRole('button', { name: 'Sign in as Nkem' }).click()
    await hers.page.getByText('Waiting for approval').waitFor()
    // What came back is in no address and no history.
    expect(hers.page.url()).toBe(`${address}/sign-in/return`)
    await picture(hers.page, 'joined-360-dark')
    await admin.browser.call(memberRoutes.approve, { id: member.id })

    await hers.page.goto(signInAddress)
    await hers.page.getByRole('button', { name: 'Sign in with Harbour Trust' }).waitFor()
    const axe = await new AxeBuilder({ page: hers.page }).analyze()
    expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    await picture(hers.page, 'sign-in-with-360-dark')
    await hers.page.getByRole('button', { name: 'Sign in with Harbour Trust' }).click()
    // The provider may remember her, and ask for nothing.
    const there = hers.page.getByRole('button', { name: 'Sign in as Nkem' })
    await there
      .or(hers.page.getByRole('link', { name: 'Patients' }).first())
      .first()
      .waitFor()
    if (await there.isVisible()) await there.click()
    await hers.page.getByRole('link', { name: 'Patients' }).first().waitFor()
    await hers.page.goto(`${address}/signing-in`)
    await hers.page.getByText('Harbour Trust', { exact: true }).waitFor()
    await picture(hers.page, 'signing-in-360-dark')

    await page.reload()
    await page.getByText('1 of 2').waitFor()
    await page.getByRole('button', { name: 'Revoke Harbour Trust' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('The contract ended')
    await picture(page, 'revoke-1440')
    await page.getByRole('button', { name: 'Revoke it now' }).click()
    await page.getByText('There is none: everybody signs in by password or passkey.').waitFor()
    // Her open window is left by itself; only then is another page asked for, or the one would cut off the other.
    await hers.page.getByLabel('Email').waitFor()
    await hers.page.goto(`${address}/patients`)
    await hers.page.getByLabel('Email').waitFor()
    expect([...mine.complaints, ...hers.complaints]).toEqual([])
    for (const { context } of [mine, hers]) await context.close()
  },
)
