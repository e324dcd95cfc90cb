import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { closeBrowser, colleague, openView, patient, practice, type Signed } from './person.ts'
import { takePictures } from './pictures.ts'

afterAll(closeBrowser)

async function expectNoViolations(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await wide()).toBe(0)
}

async function note(by: Signed, whose: string, sections: Record<string, string>, amends?: string): Promise<string> {
  const draft = await by.client.call(draftRoutes.start, {
    patient: whose,
    title: 'Examination',
    sections: Object.entries(sections).map(([heading, text]) => ({ heading, text })),
    ...(amends !== undefined && { amends: { note: amends } }),
  } as never)
  return (await by.client.call(draftRoutes.finish, { id: draft.id, baseRevision: draft.revision })).id
}

test(
  'P28 P40 what somebody changed is read in the activity, before and after, by keyboard, and taken out as a file',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Tallow Lane Dental')
    const nurse = await colleague(owner, 2, 'Nkem Adeyfield')
    const { id } = await patient(owner)
    const hidden = await patient(owner, { family: 'Hiddenbrook', given: 'Ada' })
    const { rules, revision } = await owner.client.call(rulesRoutes.read, {})
    await owner.client.call(rulesRoutes.change, {
      rules: { ...rules, idleMinutes: 25, reviewMonths: 6 },
      baseRevision: revision,
      reason: 'Long treatments',
    })
    const me = (await owner.client.call(sessionRoutes.read, {})).member.id
    await owner.client.call(restrictionRoutes.restrict, {
      id: hidden.id,
      members: [me],
      reason: 'Works here',
      baseRevision: 0,
    })
    await nurse.client.call(glassRoutes.break, {
      whose: { by: 'patient', patient: hidden.id },
      reason: 'emergency',
      words: 'In pain, in my chair',
    })
    const first = {
      'Teeth, 26': 'Composite sound',
      Recall: '12 months',
      History: 'Seen twice a year since 2019. '.repeat(8),
    }
    const written = await note(owner, id, first)
    const amended = {
      ...first,
      'Teeth, 26': 'Gap at the margin; cold test sharp and brief',
      Diagnosis: 'Reversible pulpitis, 26',
    }
    await note(owner, id, { ...amended, History: first.History.replace('2019', '2018') }, written)

    const { page, complaints } = await openView({ cookie: owner.client.cookie })
    await page.goto('/activity?visits=off')
    const row = page.getByRole('row', { name: /Finished and sealed a note of ASHDOWNE/i }).first()
    await row.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('columnheader', { name: 'Before · version 1' }).waitFor()
    const changed = page.locator('.changes tr', { hasText: 'Teeth, 26' })
    expect(await changed.locator('del').innerText()).toBe('Composite sound')
    expect(await changed.locator('ins').innerText()).toBe('Gap at the margin; cold test sharp and brief')
    await page.getByText('Included', { exact: true }).first().waitFor()
    await expectNoViolations(page)
    await takePictures(page, 'activity-open')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.keyboard.press('Escape')
    expect(await page.getByRole('columnheader', { name: 'Before · version 1' }).count()).toBe(0)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    expect(await row.getByRole('button').evaluate((door) => door === document.activeElement)).toBe(true)

    // Fields of the rules; the filter stands in the address
    await page.getByLabel('Which acts').selectOption('rules')
    await page.waitForURL(/group=rules/)
    await page
      .getByRole('row', { name: /Changed the rules/ })
      .getByRole('button')
      .click()
    await page.getByText('Long treatments').waitFor()
    await page.locator('.changes tr', { hasText: /A session ends when idle for\s*15 minutes\s*25 minutes/ }).waitFor()
    await takePictures(page, 'activity-rules')
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoViolations(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.reload()
    await page.getByText(/^1 entry, of/).waitFor()

    await page.getByRole('button', { name: 'Emergency access' }).click()
    await page.getByRole('row', { name: /Broke the glass/ }).waitFor()
    await page.getByRole('button', { name: 'Sent out' }).click()
    await page.getByText('No such entries').waitFor()
    await takePictures(page, 'activity-empty')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('link', { name: 'Show all entries' }).click()
    await page.getByRole('button', { name: 'Take out' }).click()
    await page.getByLabel('Why').fill('For the inspector')
    await takePictures(page, 'activity-export')
    await page.setViewportSize({ width: 1440, height: 900 })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Take it out' }).click(),
    ])
    const file = await readFile(await download.path(), 'utf8')
    expect(file).toContain('"Finished and sealed a note of","Ashdowne, Margery"')
    expect(file).toContain('A session ends when idle for: 15 minutes → 25 minutes')

    await page.goto(`/patients/${id}/history`)
    await page.getByRole('heading', { name: 'Who opened or changed this record' }).waitFor()
    await page
      .getByRole('row', { name: /Finished and sealed a note/ })
      .first()
      .waitFor()
    await takePictures(page, 'record-history')
    const own = await openView({ cookie: nurse.client.cookie })
    await own.page.goto('/activity')
    await own.page.getByRole('link', { name: 'What you did yourself' }).click()
    await own.page
      .getByRole('row', { name: /Broke the glass/ })
      .getByRole('button')
      .click()
    await own.page.getByText('emergency: In pain, in my chair').waitFor()
    await takePictures(own.page, 'own-activity')
    expect([...complaints, ...own.complaints]).toEqual([])
  },
)
