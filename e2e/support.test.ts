/** The operator's support, from the command that makes a link to what the practice sees of it afterwards. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, inject, test } from 'vitest'
import { closeBrowser, colleague, openView, patient, practice } from './person.ts'

afterAll(closeBrowser)

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_PICTURES']
  if (folder === undefined) return
  const size = page.viewportSize()!
  for (const width of [360, 768, 1440])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(150)
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` })
    }
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** At a phone's width axe finds nothing, and nothing scrolls sideways. */
async function fits(page: Page): Promise<void> {
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 360, height: 740 })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide).toBe(0)
  await page.setViewportSize(size)
}

async function linkFor(email: string): Promise<string> {
  const command = ['server/bin/candour.js', 'support', 'add', '--email', email, '--name', 'Ada Quill']
  const { stdout } = await promisify(execFile)(process.execPath, [...command, '--home', inject('home'), '--json'])
  return (JSON.parse(stdout.trim().split('\n').at(-1)!) as { link: string }).link
}

test(
  'P09 P10 support enrols a passkey, asks by a code, is let in, reads, and is out when the practice switches it off',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Harbour Street Surgery')
    const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
    const one = await patient(owner, { family: 'Fennimore', given: 'Oswald' })
    const link = await linkFor(`ada${Date.now()}@example.org`)

    // One browser with both sessions: the practice's own, and support's in another window.
    const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
    const theirs = await context.newPage()
    theirs.setDefaultTimeout(15_000)
    theirs.on('pageerror', (error) => complaints.push(error.message))
    const device = await context.newCDPSession(theirs)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await theirs.goto(link)
    await theirs.getByRole('button', { name: 'Add the passkey' }).click()
    await theirs.getByText('You are in no practice until one lets you in.').waitFor()
    await theirs.getByRole('button', { name: 'Sign out' }).click()
    await theirs.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await theirs.getByText('You are in no practice until one lets you in.').waitFor()

    await page.goto('/support-access')
    await page.getByText('Support is kept out.').waitFor()
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByLabel('Reason').fill('The letters print twice')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('button', { name: 'Make a code to read out' }).click()
    const code = await page.locator('.support-code').innerText()
    await shoot(page, 'code')
    await page.getByRole('button', { name: 'Done' }).click()

    await theirs.getByLabel('Code').fill(code)
    await theirs.getByLabel('Reason').fill('Look why the letters of one patient print twice')
    await theirs.getByRole('button', { name: 'Ask to read' }).click()
    await theirs.getByText('Waits for an answer').waitFor()
    await fits(theirs)
    await shoot(theirs, 'entry')

    await page.getByRole('heading', { name: 'To decide' }).waitFor()
    await page.getByRole('button', { name: 'Let in' }).click()
    await shoot(page, 'approve')
    await page.getByRole('button', { name: 'Let them in, to read' }).click()
    await page.getByText(/^Support is in: Ada Quill/).waitFor()
    await fits(page)
    await shoot(page, 'access')

    await theirs.getByRole('button', { name: 'Go in' }).click()
    const banner = theirs.getByText('Ada Quill, you are in Harbour Street Surgery as support')
    await banner.waitFor()
    await theirs.keyboard.press('/')
    await theirs.getByRole('combobox').fill('fennimore')
    await theirs.getByRole('option').first().click()
    await theirs.getByRole('heading', { name: /FENNIMORE/ }).waitFor()
    await banner.waitFor()
    expect(await theirs.getByRole('button', { name: /New note|Add/ }).count()).toBe(0)
    await fits(theirs)
    await shoot(theirs, 'inside')
    // Elsewhere than to patients there is no way, and the practice's own session is as it was.
    await theirs.goto('/activity')
    await theirs.getByRole('heading', { name: 'Patients' }).waitFor()
    await theirs.goto(`/patients/${one.id}/details`)
    await banner.waitFor()

    const hers = await openView({ cookie: nurse.client.cookie })
    await hers.page.goto('/patients')
    await hers.page.getByText(/^Support is in: Ada Quill/).waitFor()
    await shoot(hers.page, 'strip')

    await page.getByRole('link', { name: 'What they look at' }).first().click()
    await page.getByText('Came into the practice, as support').first().waitFor()
    await page.locator('.replay-steps button').first().focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('.replay-steps li:nth-child(3) button[aria-current]').count()).toBe(0)
    await page.locator('.replay-steps li:nth-child(2) button[aria-current]').waitFor()
    await page.locator('.replay-steps button', { hasText: 'Opened the chart of' }).first().click()
    await page.getByText(/As it was then/).waitFor()
    await page.locator('.replay-version summary').first().click()
    await page.locator('.replay-version[open] .resource').first().waitFor()
    await fits(page)
    await shoot(page, 'replay')
    // Its pages ask nothing that is closed to support.
    expect(await page.locator('.replay-refused', { hasText: /Support looks|has not let you in/ }).count()).toBe(0)

    await page.goto('/support-access')
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByLabel('Reason').fill('It is mended')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await theirs.getByText('You are in no practice until one lets you in.').waitFor()
    expect(await theirs.getByText('FENNIMORE').count()).toBe(0)
    await hers.page.getByText(/^Support is in/).waitFor({ state: 'detached' })
    await page.getByText(/Support was switched off by Imogen Thrale/).waitFor()
    expect([...complaints, ...hers.complaints]).toEqual([])
    await context.close()
    await hers.context.close()
  },
)
