import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBrowser, openView, patient, practice, type Signed } from './person.ts'

let owner: Signed
beforeAll(async () => {
  owner = await practice('Harbour Street Surgery')
  await patient(owner)
  const letter = {
    resourceType: 'DocumentReference',
    status: 'current',
    description: 'Letter from cardiology',
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('Dear colleague,').toString('base64') } }],
  }
  const answer = await owner.client.send('POST', '/fhir/R4/DocumentReference', JSON.stringify(letter), {
    'content-type': 'application/fhir+json',
  })
  expect(answer.status).toBe(201)
})
afterAll(closeBrowser)

test(
  'a letter without a patient is read, filed by keyboard, taken back, and filed again',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, context } = await openView({ cookie: owner.client.cookie })
    await page.goto('/')
    await page.getByRole('heading', { name: 'One document waits to be filed' }).waitFor()
    await page.getByRole('link', { name: 'Letter from cardiology' }).click()
    await page.getByRole('article').getByText('Dear colleague,').waitFor()
    await page.getByRole('link', { name: 'All unfiled' }).click()
    await page.getByRole('heading', { name: 'One document waits to be filed' }).waitFor()
    const fileIt = async () => {
      await page.getByRole('button', { name: /^File to a patient/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: 'Whose is “Letter from cardiology”?' }).waitFor()
      await page.keyboard.type('ashdowne')
      await page.getByText('Is this the right person?').waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('Filed to ASHDOWNE, Margery (Mrs)').first().waitFor()
    }
    await fileIt()
    await page.getByRole('heading', { name: 'Nothing is unfiled' }).waitFor()
    await page.getByRole('button', { name: /Undo/ }).click()
    await page.getByRole('link', { name: 'Letter from cardiology' }).waitFor()
    await fileIt()
    await page.getByRole('heading', { name: 'Nothing is unfiled' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  },
)
