/** A case of an incident from its opening to its file, each field with a canary; one opened by the operator's command. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { expect } from 'vitest'
import { noticeFields } from '../../src/features/incidents/notice-drafts.ts'
import type { Canaries } from './canaries.ts'
import type { Day } from './plant.ts'

const program = join(import.meta.dirname, '../../bin/candour.js')

export async function workOnIncidents({ owner, practice }: Day, canaries: Canaries, home: string): Promise<void> {
  const { text } = canaries
  const now = () => new Date().toISOString()
  const { id } = await owner.call(incidentRoutes.open, {
    title: text('title of a case'),
    what: `${text('patient named in a case')} was seen`,
    kind: 'access',
    role: 'controller',
    happenedAt: null,
    awareAt: now(),
    who: null,
  })
  const revision = async () => ({ id, baseRevision: (await owner.call(incidentRoutes.read, { id })).revision })
  await owner.call(incidentRoutes.assess, {
    ...(await revision()),
    people: 3,
    records: null,
    peopleCategories: ['patients'],
    dataCategories: ['health'],
    consequences: text('consequences'),
    measures: text('measures'),
    contact: text('contact of a case'),
  })
  const times = { happenedAt: null, awareAt: now(), reason: text('reason of a correction') }
  await owner.call(incidentRoutes.correct, { ...(await revision()), ...times })
  await owner.call(incidentRoutes.decideRisk, { ...(await revision()), risk: 'high', reason: text('reason of a risk') })
  const telling = { telling: 'tell', reason: text('reason of telling') } as const
  await owner.call(incidentRoutes.decideTelling, { ...(await revision()), ...telling })
  await owner.call(incidentRoutes.addTask, { id, phase: 'mend', title: text('task'), owner: null, dueAt: null })
  await owner.call(incidentRoutes.addNote, { id, at: now(), text: text('note in a case') })
  const fields = noticeFields('ico').map((name) => ({ name, text: text(`field ${name} of a notice`) }))
  await owner.call(incidentRoutes.saveNotice, { ...(await revision()), notice: 'ico', fields })
  await owner.call(incidentRoutes.recordAct, {
    ...(await revision()),
    notice: 'ico',
    at: now(),
    how: text('how it was told'),
    reference: text('reference of the ICO'),
    lateReason: text('reason of being late'),
  })
  const { number } = await owner.call(incidentRoutes.startExport, { id, reason: text('reason of an export of a case') })
  expect((await owner.fetch('GET', `/api/incidents/${id}/exports/${number}`)).response.status).toBe(200)
  await owner.call(incidentRoutes.close, { ...(await revision()), note: text('what was learned'), although: true })
  await owner.call(incidentRoutes.reopen, { id, reason: text('reason of reopening') })
  const told = ['incident', '--home', home, '--practice', practice, '--json', text('told by the operator')]
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...told], {
    env: { PATH: process.env['PATH'] },
  })
  expect(stdout).toContain('"event":"told"')
  expect((await owner.call(incidentRoutes.list, {})).incidents).toHaveLength(2)
}
