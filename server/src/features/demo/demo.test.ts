import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { demoRoutes } from '@candour/contract/demo.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { fileRoutes } from '@candour/contract/files.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signIn, whoAmI } from '../../../test/people.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

async function openHere(patients: number) {
  return candour.openDemo({ kind: 'dental', seed: 'harbour', patients })
}

test('one click opens a practice with staff of every level, and it fills while one looks', async () => {
  const visitor = candour.visitor()
  expect(await visitor.call(demoRoutes.offer, {})).toEqual({ isOffered: true })
  const demo = await visitor.call(demoRoutes.open, { kind: 'ambulance' })
  const session = await whoAmI(visitor)
  expect(session).toMatchObject({ member: { level: 4 }, practice: { name: 'Moor Edge Ambulance', isDemo: true } })
  expect(session.factorDueAt).toBeNull()
  expect(demo.signIns.map(({ level }) => level)).toEqual([4, 3, 2, 1])
  await vi.waitFor(async () => expect(await visitor.call(demoRoutes.progress, {})).toEqual({ kept: 0, planned: 0 }), {
    timeout: 50_000,
    interval: 200,
  })
  const [example] = demo.examples
  const timeline = await visitor.call(patientRoutes.timeline, { id: example!.patient })
  expect(timeline.counts['note']).toBeGreaterThan(5)
  const reception = await signIn(candour, demo.signIns[3]!.email, demo.password)
  expect(reception.session.member.level).toBe(1)
  await expect(reception.browser.call(patientRoutes.timeline, { id: example!.patient })).rejects.toThrow(
    'access.refused',
  )
})

test('started twice, it is the same practice with the same people, and more of them when more are asked for', async () => {
  const first = await openHere(6)
  const again = await openHere(9)
  expect(first.isNew).toBe(true)
  expect(again).toEqual({ ...first, isNew: false, patients: 9 })
  const { browser } = await signIn(candour, first.signIns[0]!.email, first.password)
  const { members } = await browser.call(memberRoutes.list, {})
  expect(members.length).toBeGreaterThan(6)
  const noted = join(candour.home, 'keys', 'demo.json')
  expect(statSync(noted).mode & 0o777).toBe(0o600)
  expect(readFileSync(noted, 'utf8')).toContain(first.password)
})

test('a note and a picture open as those that were written here do, and the ledger says who filled it', async () => {
  const demo = await openHere(9)
  const { browser } = await signIn(candour, demo.signIns[2]!.email, demo.password)
  const [example] = demo.examples
  const { items } = await browser.call(patientRoutes.timeline, { id: example!.patient })
  const note = await browser.call(noteRoutes.read, { id: items.find(({ kind }) => kind === 'note')!.id })
  expect(note.sections.map(({ heading }) => heading)).toContain('Complaint')
  expect(demo.signIns.map(({ name }) => name).join() + note.author.name).toContain(note.author.name)
  const picture = items.find(({ kind }) => kind === 'image')
  const file = await browser.call(fileRoutes.read, { id: picture!.id })
  expect(file).toMatchObject({ mediaType: 'image/png', patient: example!.patient })
  expect(file.size).toBeGreaterThan(10_000)
  await candour.settle()
  const manager = await signIn(candour, demo.signIns[1]!.email, demo.password)
  const { entries } = await manager.browser.call(entryRoutes.list, {} as never)
  expect(JSON.stringify(entries)).toContain('demo.fill')
})

test('an installation that offers none opens none', async () => {
  const closed = await startTestCandour({}, (config) => ({ ...config, demo: false }))
  try {
    const visitor = closed.visitor()
    expect(await visitor.call(demoRoutes.offer, {})).toEqual({ isOffered: false })
    await expect(visitor.call(demoRoutes.open, { kind: 'gp' })).rejects.toThrow('demo.not_offered')
    await expect(visitor.call(sessionRoutes.read, {})).rejects.toThrow('session.needed')
  } finally {
    await closed.stop()
  }
})
