/** Examples of the calls about incidents. */
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { noticeFields } from '../../src/features/incidents/notice-drafts.ts'
import { addAlarm } from '../../src/features/notices/raise-alarm.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { colleague, type Person } from '../people.ts'
import { raisedAlert } from './access-examples.ts'
import type { Example } from './factor-examples.ts'
import { newWord, type House } from './house.ts'
import { inPractice } from './practice-keys.ts'

/** Not long ago, so that no clock rings behind a test. */
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const opening = (who: string | null) => ({
  title: `A letter in the wrong envelope ${newWord()}`,
  what: 'It went to a neighbour.',
  kind: 'sent' as const,
  role: 'controller' as const,
  happenedAt: hoursAgo(20),
  awareAt: hoursAgo(2),
  who,
})

function opened({ admin }: House): Promise<Incident> {
  return admin.browser.call(incidentRoutes.open, opening(null))
}

/** Whoever is neither the administrator nor the caller, so that the case stays for both to see. */
function another({ people, admin }: House, caller: Person): string {
  const found = [...people.values()].find((one) => one !== caller && one !== admin)
  return (found ?? admin).session.member.id
}

async function alarm({ candour, practice, admin }: House): Promise<string> {
  const listed = async () => (await admin.browser.call(noticeRoutes.list, {})).notices.map(({ id }) => id)
  const before = new Set(await listed())
  await inPractice(candour, practice, (inside) => addAlarm(inside, { about: newWord(), found: 'looked' }))
  return (await listed()).find((id) => !before.has(id))!
}

type Fields = (house: House, caller: Person) => Record<string, unknown>

/** On a case of its own, at the revision that it has. */
const onCase =
  (fields: Fields, withRevision = true): Example =>
  async (house, caller) => {
    const { id, revision } = await opened(house)
    return { input: { id, ...(withRevision && { baseRevision: revision }), ...fields(house, caller) } }
  }

async function decided({ browser }: Person, risk: 'none' | 'high') {
  const { id, revision } = await browser.call(incidentRoutes.open, opening(null))
  return browser.call(incidentRoutes.decideRisk, { id, baseRevision: revision, risk, reason: 'Nobody opened it' })
}

const deciders = new WeakMap<House, Promise<Person>>()

/** Somebody who decides, for others to agree. */
function decider(house: House): Promise<Person> {
  const known = deciders.get(house) ?? colleague(house.candour, house.admin, 3, 'Decider Quill')
  deciders.set(house, known)
  return known
}

export const incidentExamples: Record<string, Example> = {
  'incident.list': () => Promise.resolve({ input: {} }),
  'incident.open': (house, caller) => {
    const who = another(house, caller)
    return Promise.resolve({ input: opening(who === caller.session.member.id ? null : who) })
  },
  'incident.open-from-alert': async (house) => ({ input: { alert: await raisedAlert(house) } }),
  'incident.open-from-notice': async (house) => ({ input: { notice: await alarm(house) } }),
  'incident.read': onCase(() => ({}), false),
  'incident.entries': onCase(() => ({}), false),
  'incident.correct': onCase(() => ({ happenedAt: null, awareAt: hoursAgo(3), reason: 'The clock was wrong' })),
  'incident.assess': onCase(() => ({
    people: 1,
    records: 2,
    peopleCategories: ['patients'],
    dataCategories: ['health'],
    consequences: 'Worry',
    measures: 'It was fetched back',
    contact: 'The practice manager',
  })),
  'incident.count': onCase((house, caller) => ({
    member: caller.session.member.id,
    fromAt: hoursAgo(20),
    toAt: hoursAgo(0),
  })),
  'incident.decide-risk': onCase(() => ({ risk: 'risk', reason: 'A diagnosis stands in it' })),
  'incident.decide-telling': async (house) => {
    const { id, revision } = await decided(house.admin, 'high')
    return { input: { id, baseRevision: revision, telling: 'tell', reason: 'They should know' } }
  },
  'incident.confirm': async (house) => {
    const { id, decisions } = await decided(await decider(house), 'none')
    return { input: { id, decision: decisions[0]!.number } }
  },
  'incident.add-task': onCase(
    (_house, caller) => ({
      phase: 'contain',
      title: 'Ring the neighbour',
      owner: caller.session.member.id,
      dueAt: hoursAgo(-24),
    }),
    false,
  ),
  'incident.change-task': onCase(
    (_house, caller) => ({
      task: 1,
      owner: caller.session.member.id,
      dueAt: hoursAgo(-24),
      isDone: true,
    }),
    false,
  ),
  'incident.note': onCase(() => ({ at: hoursAgo(1), text: 'The neighbour rang' }), false),
  'incident.save-notice': onCase(() => ({
    notice: 'ico',
    fields: noticeFields('ico').map((name) => ({ name, text: 'As we know it' })),
  })),
  'incident.record': onCase(() => ({
    notice: 'ico',
    at: hoursAgo(0),
    how: 'By telephone',
    reference: 'IC-1234',
    lateReason: 'None',
  })),
  'incident.close': onCase(() => ({ note: 'Talked through with the team', although: true })),
  'incident.reopen': async (house) => {
    const { id, revision } = await opened(house)
    const { browser } = house.admin
    await browser.call(incidentRoutes.close, { id, baseRevision: revision, note: 'Done', although: true })
    return { input: { id, reason: 'The neighbour rang again' } }
  },
  'incident.export': onCase(() => ({ reason: 'The ICO asks for it' }), false),
  'incident.download': async (house) => {
    const { id } = await opened(house)
    const { number } = await house.admin.browser.call(incidentRoutes.startExport, { id, reason: 'The ICO asks' })
    return { input: { id, number } }
  },
}
