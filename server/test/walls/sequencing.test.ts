import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCandour, type Candour } from '../../src/main.ts'
import { sealEntry } from '../../src/platform/ledger/entry.ts'
import { insertEntry } from '../../src/platform/ledger/ledger.store.ts'
import { sequenceOnce } from '../../src/platform/ledger/sequencer.ts'
import { createLog } from '../../src/platform/log.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import type { TestCandour } from '../candour.ts'
import { Browser } from '../browser.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { connectOwner, type Owner } from './owner.ts'
import { inPractice } from './practice-keys.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let owner: Owner
const people: Person[] = []
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  for (let place = 0; place < 4; place++) people.push(await signUp(candour, `Practice ${place}`, `Person ${place}`))
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

async function secondNode(): Promise<Candour> {
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  return startCandour(candour.config, connection, { log: createLog('silent') })
}

function at(node: Candour, { browser }: Person): Browser {
  return Object.assign(new Browser(node.address), { cookie: browser.cookie, csrf: browser.csrf })
}

/** Numbers from 1 on, each once; head and postings say the same. */
async function expectNumbered(person: Person): Promise<number> {
  const practice = person.session.practice.id
  const entries = await entriesAfter(candour, owner, practice, 0)
  expect(entries.map((entry) => entry.number)).toEqual(entries.map((_entry, place) => place + 1))
  const [head] = await owner.rows<{ size: number }>('select size from ledger.head where practice = $1', [practice])
  expect(head!.size).toBe(entries.length)
  const postings = await owner.rows<{ compartment: string; number: number }>(
    'select compartment, number from ledger.posting where practice = $1 order by 2, 1',
    [practice],
  )
  expect(postings).toEqual(
    entries.flatMap(({ number, subjects }) => subjects.toSorted().map((compartment) => ({ compartment, number }))),
  )
  const nonces = await owner.rows<{ doubled: number }>(
    'select count(*)::int as doubled from (select nonce from ledger.entry group by nonce having count(*) > 1) x',
  )
  expect(nonces[0]!.doubled).toBe(0)
  return entries.length
}

test('P28 two nodes number under load, one of them is stopped: every call has one number, without gap or double', async () => {
  const nodes = [await secondNode(), await secondNode()]
  const before: number[] = []
  for (const { session } of people) before.push(await lastNumber(candour, owner, session.practice.id))
  const sent = people.map(() => 0)
  let stopped = false
  const load = async (lane: number) => {
    for (let round = 0; round < 60; round++) {
      const place = (lane + round) % people.length
      const person = people[place]!
      const node = round % 3 === 0 || stopped ? candour : nodes[round % 2]!
      if (round % 5 === 0) await at(node, person).call(patientRoutes.register, newPatient())
      else await at(node, person).call(noticeRoutes.list, {})
      sent[place]! += 1
    }
  }
  const lanes = Array.from({ length: 6 }, (_, lane) => load(lane))
  const leaving = (async () => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    stopped = true
    await new Promise((resolve) => setTimeout(resolve, 300))
    await Promise.all(nodes.map((node) => node.stop()))
  })()
  await Promise.all([...lanes, leaving])
  for (const [place, person] of people.entries())
    expect((await expectNumbered(person)) - before[place]!).toBe(sent[place])
}, 60_000)

function newPatient() {
  return { family: 'Loadwell', given: 'Ned', birthDate: '1970-01-01', sex: 'male', duplicatesSeen: true } as const
}

test('P28 the node that numbers is stopped: another takes over, with a higher fence, and the old one writes nothing more', async () => {
  const fence = async () => (await owner.rows<{ fence: number }>('select fence from ledger.position'))[0]!.fence
  await candour.settle()
  const first = await fence()
  const second = await secondNode()
  await candour.parts.sequencer.stop()
  try {
    await at(second, people[0]!).call(noticeRoutes.list, {})
    await expect.poll(async () => second.parts.sequencer.state().leading, { timeout: 10_000 }).toBe(true)
    await at(second, people[0]!).call(noticeRoutes.list, {})
    await expect.poll(fence, { timeout: 10_000 }).toBeGreaterThan(first)
    await expectNumbered(people[0]!)
    await expect(sequenceOnce(candour.parts.database.sequencer, Number(first))).rejects.toThrow(/taken over/)
  } finally {
    await second.stop()
  }
})

test('P28 a transaction that commits late is numbered later, and neither it nor what waited behind it is lost', async () => {
  const node = await secondNode()
  const person = people[1]!
  const { practice, member } = { practice: person.session.practice.id, member: person.session.member.id }
  const before = await lastNumber({ ...candour, settle: async () => undefined }, owner, practice)
  const actor = {
    kind: 'member' as const,
    practice,
    member,
    account: person.session.account.id,
    session: newId(),
    level: 4 as const,
    can: new Set<never>(),
    origin: { address: 'late', device: 'late' },
    readOnly: false,
  }
  const late = inPractice(candour, practice, async ({ tx, vault, keys }) => {
    const entry = { actor, verb: 'test.late', outcome: 'changed', subjects: [], detail: {} } as const
    insertEntry(tx, sealEntry(vault, keys, entry))
    await new Promise((resolve) => setTimeout(resolve, 2_000))
  })
  try {
    await registerPatient({ ...person, browser: at(node, person) })
    for (let round = 0; round < 20; round++) await at(node, person).call(noticeRoutes.list, {})
    await late
    for (let round = 0; round < 5; round++) await at(node, person).call(noticeRoutes.list, {})
    await expect.poll(async () => (await entriesNow(practice, before)).length, { timeout: 10_000 }).toBe(1 + 1 + 20 + 5)
    const entries = await entriesNow(practice, before)
    expect(entries.map((entry) => entry.number)).toEqual(entries.map((_entry, place) => before + 1 + place))
    expect(entries.filter((entry) => entry.verb === 'test.late')).toHaveLength(1)
    expect(entries.filter((entry) => entry.verb === 'notice.list')).toHaveLength(25)
  } finally {
    await node.stop()
  }
}, 30_000)

function entriesNow(practice: string, after: number) {
  return entriesAfter({ ...candour, settle: async () => undefined }, owner, practice, after)
}
