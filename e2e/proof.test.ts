import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openView, practice } from './person.ts'
import { takePictures } from './pictures.ts'

afterAll(closeBrowser)

async function expectNoViolations(page: Page): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect([width, await wide()]).toEqual([width, 0])
  }
}

/** On a phone a group is its counts until it is opened; on paper all of it is there. */
async function expectWhole(page: Page): Promise<void> {
  const lines = () => page.locator('.promise.plain').filter({ visible: true }).count()
  await page.setViewportSize({ width: 360, height: 900 })
  await page.reload()
  await page.getByRole('heading', { name: /^\d+ of 81 promises are kept$/ }).waitFor()
  const failing = await page.locator('.promise.plain.failing').count()
  expect(await page.locator('.promise.plain.failing').filter({ visible: true }).count()).toBe(failing)
  const closed = page.getByRole('button', { name: 'Show Privacy and the law' })
  await closed.waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(failing === 0 ? 2_400 : 9_000)
  await takePictures(page, 'proof-published-phone')
  await page.setViewportSize({ width: 360, height: 900 })
  const before = await lines()
  await closed.click()
  expect(await lines()).toBe(before + 21)
  await page.emulateMedia({ media: 'print' })
  expect(await lines()).toBe(91)
  await page.emulateMedia({ media: 'screen' })
}

test(
  'B1 a manager opens the proof, files evidence, publishes, and a visitor sees the public page until it is switched off',
  { timeout: 180_000 },
  async () => {
    const owner = await practice('Harbour Street Dental')
    const { page, complaints } = await openView({ cookie: owner.client.cookie })
    await page.goto('/proof')
    await page.getByRole('heading', { name: /^\d+ of 81 promises are kept$/ }).waitFor()
    await takePictures(page, 'proof')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: /^P55/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('No owner is named. Nobody is reminded.').waitFor()
    await page.getByRole('button', { name: 'Name an owner' }).click()
    await page.getByRole('button', { name: 'Name the owner' }).click()
    await page.getByText('You, not chased yet').waitFor()
    await page.getByRole('button', { name: 'File evidence' }).click()
    await page.getByRole('button', { name: 'File the evidence' }).click()
    await page.getByText('Choose the file.').waitFor()
    const report = { name: 'penetration-test-2026.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') }
    await page.getByLabel('File', { exact: true }).setInputFiles(report)
    expect(await page.getByLabel('What it is').inputValue()).toBe('penetration test 2026')
    await page.getByLabel('Counts until').fill('2099-01-31')
    await takePictures(page, 'proof-evidence')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'File the evidence' }).click()
    await page.getByRole('link', { name: 'penetration test 2026' }).waitFor()
    await page.getByRole('button', { name: 'Withdraw penetration test 2026' }).click()
    await page.getByLabel('Reason').fill('It is the report of another practice')
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('There is no other evidence: P55 has none from now on.').waitFor()
    await takePictures(page, 'proof-withdraw')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Yes, withdraw it' }).click()
    await page.getByText('It is the report of another practice').waitFor()
    await page.getByText('You, not chased yet').waitFor()
    await takePictures(page, 'proof-withdrawn')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'File it again penetration test 2026' }).click()
    await page.getByRole('button', { name: 'Withdraw penetration test 2026' }).waitFor()
    await expectNoViolations(page)
    await takePictures(page, 'proof-open')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Run all now' }).click()
    await page.getByText('Every live check runs now').waitFor()
    await page.getByRole('button', { name: 'Publish this page' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish this page' }).click()
    const address = await page.getByRole('dialog').getByRole('link').getAttribute('href')
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    const visitor = await openView()
    await visitor.page.goto(new URL(address!).pathname)
    await visitor.page.getByRole('heading', { name: /^\d+ of 81 promises are kept$/ }).waitFor()
    await visitor.page.getByText('Harbour Street Dental, ').waitFor()
    expect(await visitor.page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex, nofollow')
    expect(await visitor.page.textContent('main')).not.toMatch(/penetration test 2026|Run all|No owner/)
    await expectNoViolations(visitor.page)
    await takePictures(visitor.page, 'proof-published')
    await expectWhole(visitor.page)
    await page.getByRole('button', { name: 'Published page', exact: true }).click()
    await page.getByRole('button', { name: 'Switch it off' }).click()
    await page.getByText('The page is switched off').waitFor()
    // Another browser: the one that has just read it may keep it for a minute.
    const later = await openView()
    await later.page.goto(new URL(address!).pathname)
    await later.page.getByText('Nothing is published here').waitFor()
    // A page that is not there is a 404 of the server, which a browser writes down.
    expect([...complaints, ...visitor.complaints, ...later.complaints.filter((line) => !line.includes('404'))]).toEqual(
      [],
    )
  },
)
