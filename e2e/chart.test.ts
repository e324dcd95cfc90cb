import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOfPage, narrow, settled } from './faults-of-page.ts'
import { closeBrowser, openView, patient, practice, type Signed } from './person.ts'

let owner: Signed
let person: string
const ids: Record<string, string> = {}

const words = (text: string) => ({ text })
const loinc = (code: string, display: string) => ({ coding: [{ system: 'http://loinc.org', code, display }] })
const quantity = (value: number, unit: string) => ({ value, unit })

async function send(type: string, elements: Record<string, unknown>, method = 'POST', path = `/fhir/R4/${type}`) {
  const owned = type === 'Immunization' ? 'patient' : 'subject'
  const body = JSON.stringify({ resourceType: type, [owned]: { reference: `Patient/${person}` }, ...elements })
  const answer = await owner.client.send(method, path, body, {
    'content-type': 'application/fhir+json',
    ...(method === 'PUT' && { 'if-match': 'W/"1"' }),
  })
  expect([type, answer.status, JSON.stringify(answer.body)]).toEqual([
    type,
    method === 'PUT' ? 200 : 201,
    expect.anything(),
  ])
  return (answer.body as { id: string }).id
}

beforeAll(async () => {
  owner = await practice('Harbour Street Surgery')
  person = (await patient(owner)).id
  const visit = await send('Encounter', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [words('Check-up')],
    period: { start: '2024-05-01T09:00:00+01:00', end: '2024-05-01T09:20:00+01:00' },
  })
  ids['Encounter'] = visit
  const clinical = 'http://terminology.hl7.org/CodeSystem/condition-clinical'
  const condition = {
    clinicalStatus: { coding: [{ system: clinical, code: 'active' }] },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '49436004' }], text: 'Atrial fibrillation' },
    encounter: { reference: `Encounter/${visit}` },
    onsetDateTime: '2019-05',
    note: [words('Found at a <b>routine</b> check.')],
  }
  const problem = await send('Condition', condition)
  ids['Condition'] = problem
  const mild = { ...condition, id: problem, severity: words('Mild') }
  await send('Condition', mild, 'PUT', `/fhir/R4/Condition/${problem}`)
  await send('MedicationRequest', {
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: words('Apixaban 5 mg tablets'),
    authoredOn: '2025-09-04',
    dosageInstruction: [words('One twice a day')],
  })
  await send('Immunization', {
    status: 'completed',
    vaccineCode: words('Influenza'),
    occurrenceDateTime: '2024-10-01',
  })
  for (const [place, upper] of [128, 141, 134].entries())
    ids['Observation'] = await send('Observation', {
      status: 'final',
      code: loinc('85354-9', 'Blood pressure'),
      effectiveDateTime: `${2022 + place}-05-01T09:10:00Z`,
      component: [
        { code: loinc('8480-6', 'Systolic'), valueQuantity: quantity(upper, 'mmHg') },
        { code: loinc('8462-4', 'Diastolic'), valueQuantity: quantity(80 + place, 'mmHg') },
      ],
    })
  for (let place = 0; place < 60; place++)
    await send('Procedure', {
      status: 'completed',
      code: words(`Dressing ${place}`),
      performedDateTime: `${1990 + (place % 20)}-02-03`,
    })
  const html = Buffer.from('<p>Dear colleague,</p><script>document.title = "run"</script>').toString('base64')
  ids['DocumentReference'] = await send('DocumentReference', {
    status: 'current',
    date: '2024-06-01T10:00:00Z',
    content: [{ attachment: { contentType: 'text/html', title: 'Letter from cardiology', data: html } }],
  })
})
afterAll(closeBrowser)

test(
  'a record from elsewhere opens on what holds now, is filtered, paged, jumped through, and read to its source',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, context } = await openView({ cookie: owner.client.cookie })
    const reading = page.locator('.chart-reading')
    await page.goto(`/patients/${person}`)
    await reading.getByRole('heading', { name: 'Summary' }).waitFor()
    for (const shown of [
      /Atrial fibrillation/,
      /Apixaban 5 mg tablets.*One twice a day/,
      /Blood pressure.*134\/82 mmHg/,
      /Influenza/,
    ])
      await reading.getByRole('link', { name: shown }).waitFor()

    await page.getByText('50 of 68 shown').waitFor()
    await page.getByRole('button', { name: 'Show older ones' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Show older ones' }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Go to a year' }).selectOption('1995')
    await page.getByText('1995 and earlier').waitFor()
    await expect.poll(() => page.locator('.timeline-year h2').first().innerText()).toBe('1995')
    await page.getByRole('button', { name: 'Start with the newest' }).click()
    await page
      .getByRole('button', { name: 'Problems 1' })
      .or(page.getByRole('button', { name: 'More' }))
      .first()
      .waitFor()
    if (!(await page.getByRole('button', { name: 'Problems 1' }).isVisible()))
      await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name: 'Problems 1' }).last().click()
    await expect
      .poll(() => page.locator('.chart-list .timeline-title').allInnerTexts())
      .toEqual(['Summary', 'Atrial fibrillation'])

    await page
      .locator('.chart-list')
      .getByRole('link', { name: /Atrial fibrillation/ })
      .click()
    const article = page.getByRole('article')
    await article.getByText('Found at a <b>routine</b> check.').waitFor()
    await article.getByText('SNOMED CT 49436004').waitFor()
    await article.getByText('Mild').waitFor()
    await article.getByRole('button', { name: 'Read version 1' }).click()
    await article.getByText('Version 2 took its place.').waitFor()
    await expect.poll(() => article.getByText('Mild').count()).toBe(0)
    await article.getByText('FHIR source').click()
    await article.getByText('"onsetDateTime": "2019-05"').waitFor()
    await article.getByRole('link', { name: 'Check-up' }).click()
    await article.getByRole('heading', { name: 'Within this encounter' }).waitFor()
    await article.getByRole('link', { name: /Atrial fibrillation/ }).waitFor()
    // The filter stayed while reading
    expect(await page.locator('.chart-list .timeline-title').allInnerTexts()).toEqual([
      'Summary',
      'Atrial fibrillation',
    ])
    expect(complaints).toEqual([])
    await context.close()
  },
)

test('measurements stand as a chart that the keyboard reads, and as a table', { timeout: 60_000 }, async () => {
  const { page, complaints, context } = await openView({ cookie: owner.client.cookie })
  await page.goto(`/patients/${person}/timeline/Observation/${ids['Observation']}`)
  const chart = page.getByRole('slider', { name: 'Blood pressure over time' })
  await chart.focus()
  expect(await chart.getAttribute('aria-valuetext')).toBe('01-May-2024: 134/82 mmHg')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toBe('01-May-2023: 141/81 mmHg')
  await page.keyboard.press('Home')
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toBe('01-May-2022: 128/80 mmHg')
  await page.getByText('As a table').click()
  await page.getByRole('row', { name: /01-May-2023.*141\/81 mmHg/ }).waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test(
  'P51 an HTML document from elsewhere is shown as its words, and nothing of it runs',
  { timeout: 60_000 },
  async () => {
    const { page, complaints, context } = await openView({ cookie: owner.client.cookie })
    await page.goto(`/patients/${person}/timeline/DocumentReference/${ids['DocumentReference']}`)
    await page.getByRole('article').getByText('Dear colleague,').waitFor()
    expect(await page.getByRole('article').innerText()).not.toContain('document.title')
    expect(await page.title()).toMatch(/Candour/)
    expect(complaints).toEqual([])
    await context.close()
  },
)

/** Every filter's top edge: one line has one. */
async function linesOfFilters(page: Page): Promise<string[]> {
  const filters = page.getByRole('group', { name: 'Show' })
  await filters.waitFor()
  const tops = await filters.evaluate((line) =>
    [...line.querySelectorAll('.timeline-chips > .chip:not(.out), .more')].map(
      (chip) => chip.getBoundingClientRect().top,
    ),
  )
  return new Set(tops).size === 1 ? [] : [`the filters stand in ${new Set(tops).size} lines`]
}

test(
  'axe finds nothing in the chart, nothing scrolls sideways, and the filters stand in one line',
  { timeout: 180_000 },
  async () => {
    const { page, context } = await openView({ ...narrow, cookie: owner.client.cookie })
    const found: string[] = []
    for (const path of ['', '/summary', ...Object.entries(ids).map(([type, id]) => `/timeline/${type}/${id}`)]) {
      await page.goto(`/patients/${person}${path}`)
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      await settled(page)
      for (const door of await page.locator('article details > summary').all()) await door.click()
      // Nothing half under what sticks to the top
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('html, .chart-list, .chart-reading')) each.scrollTop = 0
      })
      found.push(...(await faultsOfPage(page, path === '' ? () => linesOfFilters(page) : undefined)))
    }
    expect(found).toEqual([])
    await context.close()
  },
)
