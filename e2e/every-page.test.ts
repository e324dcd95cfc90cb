import { draftRoutes } from '@candour/contract/drafts.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOfPage, narrow, settled } from './faults-of-page.ts'
import { closeBrowser, colleague, openView, patient, practice, type Signed } from './person.ts'

let owner: Signed
let paths: string[]
beforeAll(async () => {
  owner = await practice('Tallow Lane Dental & Implant Practice of the Long Names', 'Imogen Thrale-Featherstonehaugh')
  await colleague(owner, 2, 'Nkem Adeyfield')
  const person = await patient(owner, {
    family: 'Featherstonehaugh-Cholmondeley',
    given: 'Wilhelmina Anastasia Georgiana',
    nhsNumber: '9990000018',
    allergies: {
      state: 'listed',
      items: [
        { substance: 'Penicillin', reaction: 'anaphylaxis, 1994' },
        { substance: 'Latex', reaction: 'contact dermatitis' },
      ],
    },
  })
  const text = {
    title: 'Examination',
    sections: [{ heading: 'Complaint', text: `A twinge. ${'Averylongwordwithoutaspace'.repeat(12)}` }],
  }
  const finished = await owner.client.call(draftRoutes.start, { patient: person.id, ...text })
  const note = await owner.client.call(draftRoutes.finish, { id: finished.id, baseRevision: 1 })
  const draft = await owner.client.call(draftRoutes.start, { patient: person.id, ...text })
  const letter = await owner.client.send(
    'POST',
    '/fhir/R4/DocumentReference',
    JSON.stringify({
      resourceType: 'DocumentReference',
      status: 'current',
      description: `Letter from ${'a very far place indeed, '.repeat(8)}`,
      content: [{ attachment: { contentType: 'text/plain', data: 'RGVhciBjb2xsZWFndWU=' } }],
    }),
    { 'content-type': 'application/fhir+json' },
  )
  paths = [
    '/',
    '/patients',
    '/patients/new',
    `/patients/${person.id}`,
    `/patients/${person.id}/timeline/Composition/${note.id}`,
    `/patients/${person.id}/files`,
    `/patients/${person.id}/details`,
    `/patients/${person.id}/history`,
    '/notes',
    `/notes/${draft.id}`,
    '/team',
    '/rules',
    `/team/${(await owner.client.call(sessionRoutes.read, {})).member.id}`,
    '/team/who-can-do-what',
    '/signing-in',
    '/activity',
    '/activity/own',
    '/sign-ins',
    '/alerts',
    '/proof?open=P55',
    '/reviews',
    '/integrity',
    '/incidents',
    '/incidents/new',
    '/support-access',
    '/rules/single-sign-on',
    '/emergency-access',
    '/unfiled',
    `/unfiled/DocumentReference/${(letter.body as { id: string }).id}`,
    '/transfers',
    '/nowhere',
  ]
})
afterAll(closeBrowser)

const publicPaths = [
  '/sign-in',
  '/sign-up',
  '/breaches',
  '/invitation#nothing',
  '/forgotten-password',
  '/reset#nothing',
  '/email#nothing',
  '/email-undo#nothing',
  '/support',
  '/support/enrol#nothing',
  '/sign-in/return',
]

test(
  'axe finds nothing, and nothing scrolls sideways, on every page from 320 to 1440 px',
  { timeout: 240_000 },
  async () => {
    const signed = await openView({ ...narrow, cookie: owner.client.cookie })
    const visitor = await openView(narrow)
    const found: string[] = []
    for (const path of [...paths, ...publicPaths]) {
      const { page } = publicPaths.includes(path) ? visitor : signed
      await page.goto(path)
      await page.getByRole('heading').first().waitFor()
      found.push(...(await faultsOfPage(page)))
    }
    expect(found).toEqual([])
    expect([...signed.complaints, ...visitor.complaints]).toEqual([])
    await Promise.all([signed.context.close(), visitor.context.close()])
  },
)

test('P35 a first visit loads nothing from elsewhere, and under 250 kB of compressed script', async () => {
  const { page, context } = await openView({ cookie: owner.client.cookie })
  let script = 0
  const elsewhere: string[] = []
  page.on('response', async (response) => {
    const url = new URL(response.url())
    if (url.hostname !== 'localhost' && url.protocol !== 'data:' && url.protocol !== 'blob:') elsewhere.push(url.href)
    if (url.pathname.endsWith('.js')) script += Number(response.headers()['content-length'] ?? 1e9)
  })
  await page.goto('/')
  await page.getByRole('link', { name: 'Add patient' }).waitFor()
  await settled(page)
  expect(elsewhere).toEqual([])
  expect(script).toBeGreaterThan(10_000)
  expect(script).toBeLessThan(250_000)
  await context.close()
})

test('by keyboard alone: find a patient from anywhere, open the record, write and finish a note', async () => {
  const { page, context } = await openView({ cookie: owner.client.cookie })
  await page.goto('/team')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('/')
  await page.getByRole('combobox').or(page.getByRole('searchbox')).first().waitFor()
  await page.keyboard.type('feath')
  await page.getByText('Is this the right person?').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /FEATHERSTONEHAUGH/ }).waitFor()
  await page.getByRole('button', { name: 'New note' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Complaint' }).last().focus()
  await page.keyboard.type('By keyboard.')
  await page.getByText(/Saved \d\d:\d\d:\d\d/).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('article').getByText('By keyboard.').waitFor()
  await context.close()
})

test('P51 markup in every field of a record is shown as text and runs nowhere', async () => {
  const { page, complaints, context } = await openView({ cookie: owner.client.cookie })
  const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
  const person = await patient(owner, {
    family: `${markup.slice(0, 60)}`,
    given: markup.slice(0, 70),
    allergies: { state: 'listed', items: [{ substance: markup, reaction: markup }] },
  })
  const draft = await owner.client.call(draftRoutes.start, {
    patient: person.id,
    title: markup,
    sections: [{ heading: markup.slice(0, 79), text: markup }],
  })
  const note = await owner.client.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
  for (const path of ['/', '/patients', '/activity', `/patients/${person.id}/timeline/Composition/${note.id}`]) {
    await page.goto(path)
    await page.getByRole('heading').first().waitFor()
    await settled(page)
    expect(await page.title()).toMatch(/Candour/)
  }
  await page.getByRole('article').getByText(markup).first().waitFor()
  expect(complaints).toEqual([])
  await context.close()
})
