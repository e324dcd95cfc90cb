import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, expect, test } from 'vitest'
import { factorRoutes } from '@candour/contract/factors.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { totpCode } from '../server/test/people.ts'
import { authenticatorOf, touching } from './fingerprint.ts'
import { closeBrowser, openView, practice } from './person.ts'

afterAll(closeBrowser)

test('P12 an administrator with an app alone sees the way to a passkey and nothing else, adds one, and goes on', async () => {
  const { client } = await practice('Passkey House', 'Imogen Thrale')
  const { id, secret } = await client.call(factorRoutes.startTotp, { name: 'Phone' })
  await client.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  const { rules, revision } = await client.call(rulesRoutes.read, {})
  const changed = { rules: { ...rules, factorGraceDays: 0 }, baseRevision: revision, reason: 'Before anything else' }
  await client.call(rulesRoutes.change, changed)

  const pictures = process.env['E2E_PICTURES']
  for (const [width, dark] of [
    [360, false],
    [1440, true],
  ] as const) {
    const { page, context, complaints } = await openView({ cookie: client.cookie, width, dark })
    await page.goto('/patients')
    await page.getByText('Administrators sign in with a passkey here.').waitFor()
    expect(await page.getByText('authenticator app').count()).toBe(0)
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/administrator-${width}.png`, fullPage: true })
    if (width === 1440) {
      const reader = await authenticatorOf(page)
      await touching(reader, async () => {
        await page.getByRole('button', { name: 'Add the passkey' }).click()
        await page.getByRole('link', { name: 'Patients' }).first().waitFor()
      })
      await page.goto('/rules')
      await page.getByText('Administrators need a passkey').waitFor()
      if (pictures !== undefined) await page.screenshot({ path: `${pictures}/rules.png`, fullPage: true })
      const rulesChanged = await client.call(rulesRoutes.read, {})
      expect(rulesChanged.rules.administratorPasskey).toBe(true)
    }
    expect(complaints).toEqual([])
    await context.close()
  }
}, 90_000)
