import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, expect, test } from 'vitest'
import { takePictures } from './pictures.ts'
import { closeBrowser, openView, patient, practice } from './person.ts'

afterAll(closeBrowser)

test('P28 somebody goes from the activity to checking it themselves: signs, has it mailed, takes all of it out', async () => {
  const owner = await practice()
  await patient(owner)
  const { page, context, complaints } = await openView({ cookie: owner.client.cookie })
  await page.goto('/activity')
  await page.getByRole('link', { name: 'Check it yourself' }).click()
  await page.getByText('Not signed yet').waitFor()
  await takePictures(page, 'check-empty')
  await page.getByRole('button', { name: 'Sign one now' }).click()
  await page
    .locator('#main')
    .getByText(/Signed to entry \d/)
    .waitFor()
  await page.getByLabel('Email').fill('auditor@example.org')
  await page.getByRole('button', { name: 'Mail it to them' }).click()
  await page.getByText('auditor@example.org').waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await takePictures(page, 'check')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Take it all out' }).click(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
  expect(JSON.parse(lines[0]!)).toMatchObject({ format: 'candour/bundle/1', size: lines.length - 2 })
  expect(complaints).toEqual([])
  await context.close()
})
