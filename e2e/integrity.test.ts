import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, expect, inject, test } from 'vitest'
import { settled } from './faults-of-page.ts'
import { closeBrowser, colleague, openView, practice } from './person.ts'
import { takePictures } from './pictures.ts'

afterAll(closeBrowser)

test(
  'P49 P31 a manager sees that all is well, that a key is gone from the keyring once it is, and that it is back',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Harbour Street Dental')
    const manager = await colleague(owner, 3, 'Gwen Prytherch')
    const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
    const { page, complaints } = await openView({ cookie: manager.client.cookie })
    await page.goto('/integrity')
    // What a new practice has is looked at within seconds, by itself.
    const outcome = page.locator('h1').filter({ hasNotText: /^Integrity$/ })
    await expect
      .poll(() => page.reload().then(() => outcome.innerText()), { timeout: 60_000, interval: 2_000 })
      .toMatch(/^All \d+ checks are well$/)
    await settled(page)
    await takePictures(page, 'integrity-well')
    const keyring = join(inject('home'), 'keys', 'keyring')
    const { practice: own } = await manager.client.call(sessionRoutes.read, {})
    const path = join(keyring, own.id, '1.json')
    await rename(path, `${path}.away`)
    try {
      await page.getByRole('button', { name: 'Run now: The practice’s keys' }).click()
      await page.getByText('Version 1 of the key is missing').first().waitFor({ timeout: 30_000 })
      expect(await page.locator('h1').innerText()).toMatch(/^1 of \d+ checks is failing$/)
      await takePictures(page, 'integrity-failing')
      await page.setViewportSize({ width: 360, height: 800 })
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      const wide = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(await wide()).toBe(0)
    } finally {
      await rename(`${path}.away`, path)
    }
    await page.getByRole('button', { name: 'Run all now' }).click()
    await page.getByRole('heading', { name: /^All \d+ checks are well$/ }).waitFor({ timeout: 30_000 })
    for (const past of await page.getByText('How it stood before').all()) await past.click()
    await page.getByText('Version 1 of the key is missing').waitFor()
    // The same beside the promise that hangs on it.
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto('/proof?open=P31')
    await page.getByText('How it stood before').click()
    await page.getByText('Version 1 of the key is missing').waitFor()
    await takePictures(page, 'proof-turns')
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(complaints).toEqual([])

    const theirs = await openView({ cookie: nurse.client.cookie })
    await theirs.page.goto('/integrity')
    await theirs.page.getByText('Integrity is for practice managers').waitFor()
  },
)
