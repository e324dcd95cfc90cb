import { afterAll, expect, test } from 'vitest'
import { closeBrowser, openView, password } from './person.ts'

afterAll(closeBrowser)

/** A picture and a document, small but real. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

test(
  'P61 P76 a practice signs up, registers a patient, writes a note, adds a photo and a PDF, clicks the lock, and lets a colleague in',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, context } = await openView()
    const email = `walk${Date.now()}@example.org`

    await page.goto('/sign-up')
    await expect.poll(() => page.getByText('Day 31').isVisible()).toBe(true)
    await page.getByText('Dental practice').click()
    await page.getByRole('button', { name: 'Go on to the practice' }).click()
    await page.getByLabel('Name of the practice').fill('Tallow Lane Dental')
    await page.getByLabel('Town').fill('Bristol')
    await page.getByLabel('Your name').fill('Imogen Thrale')
    await page.getByLabel('Your role').fill('Dentist')
    await page.getByLabel('Your email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Go on to the agreement' }).click()
    await page.getByRole('heading', { name: 'What the processor does' }).waitFor()
    await page.getByLabel('Type your name to accept it').fill('Imogen Thrale')
    await page.getByRole('button', { name: 'Accept and open the practice' }).click()
    await page.getByRole('link', { name: 'Add patient' }).waitFor()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('link', { name: 'Add patient' }).click()

    await page.getByLabel('Surname').fill('Ashdowne')
    await page.getByLabel('Given name').fill('Margery')
    await page.getByLabel('Birth date').fill('04-03-1957')
    await page.getByText('Female', { exact: true }).click()
    await page.getByLabel('NHS number').fill('999 000 0081')
    await page.getByLabel('Phone').click()
    await page
      .getByText("The last digit doesn't fit the rest")
      .or(page.getByText('The last digit doesn’t fit the rest'))
      .waitFor()
    await page.getByLabel('NHS number').fill('999 000 0018')
    await page.getByRole('button', { name: 'Register the patient' }).click()
    await page.getByRole('heading', { name: 'ASHDOWNE, Margery' }).waitFor()
    await page.getByText('Allergies not recorded').waitFor()

    await page.getByRole('button', { name: 'New note' }).click()
    await page.getByRole('textbox', { name: 'Complaint' }).last().fill('A twinge with cold drinks on the upper left.')
    await page.getByText(/Saved \d\d:\d\d:\d\d/).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: /^Sealed/ }).waitFor()
    await page.getByRole('article').getByText('A twinge with cold drinks on the upper left.').waitFor()
    await page.getByRole('article').getByText('Imogen Thrale, dentist').waitFor()

    await page.getByRole('button', { name: /^Sealed/ }).click()
    const seal = page.getByRole('dialog', { name: 'The seal' })
    await seal.getByText('Sealed and unaltered').waitFor()
    await seal.getByText('practice key').waitFor()
    await seal.getByText(/Opened by 1 person/).waitFor()
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: 'Files' }).click()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([
        { name: 'upper left.png', mimeType: 'image/png', buffer: png },
        { name: 'letter.pdf', mimeType: 'application/pdf', buffer: pdf },
      ])
    await page
      .getByRole('link', { name: /upper left\.png/ })
      .first()
      .waitFor()
    await page
      .getByRole('link', { name: /letter\.pdf/ })
      .first()
      .waitFor()
    await page
      .getByRole('link', { name: /upper left\.png/ })
      .first()
      .click()
    await expect
      .poll(() =>
        page
          .locator('article img')
          .first()
          .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      )
      .toBe(1)

    await page.getByRole('link', { name: 'Team' }).click()
    await page
      .getByRole('button', { name: /Invite/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Nkem Adeyfield')
    await dialog.getByLabel('Role').fill('Dental nurse')
    await dialog.getByLabel('Email').fill(`nurse${Date.now()}@example.org`)
    await dialog.getByRole('combobox', { name: /Level/ }).selectOption('2')
    await dialog.getByRole('button', { name: /Invite|Make the link/ }).click()
    const link = await page.getByRole('textbox', { name: /link/i }).inputValue()
    expect(link).toMatch(/\/invitation#[\w-]{43}$/)
    await page.keyboard.press('Escape')

    const hers = await openView()
    const own = new URL(link)
    await hers.page.goto(`/invitation${own.hash}`)
    await hers.page.getByText('Tallow Lane Dental').first().waitFor()
    await hers.page.getByLabel('Choose a password', { exact: true }).first().fill('quiet orchard ribbon 4')
    await hers.page.getByRole('button', { name: /Accept|Join|Set/ }).click()
    await hers.page
      .getByText(/approve/i)
      .first()
      .waitFor()

    await page
      .getByRole('button', { name: /Look and approve/ })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Approve/ })
      .click()
    await expect.poll(() => page.getByRole('button', { name: /approve/i }).count()).toBe(0)

    await hers.page.goto('/sign-in')
    const nurse = await page
      .getByText(/nurse\d+@example\.org/)
      .first()
      .innerText()
    await hers.page.getByLabel('Email').fill(/nurse\d+@example\.org/.exec(nurse)![0])
    await hers.page.getByLabel('Password', { exact: true }).fill('quiet orchard ribbon 4')
    await hers.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await hers.page.getByRole('link', { name: 'Patients' }).first().waitFor()

    await page.getByRole('link', { name: 'Activity' }).click()
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { name: 'Activity' }).waitFor()
          await page.getByText('Loading').waitFor({ state: 'detached' })
          return page.getByRole('main').innerText()
        },
        { timeout: 20_000, interval: 1500 },
      )
      .toMatch(/Nkem Adeyfield[\s\S]*Signed in/)
    expect([...complaints, ...hers.complaints]).toEqual([])
    await Promise.all([context.close(), hers.context.close()])
  },
)
