import { rmSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { colleague, registerPatient, signUp } from '../people.ts'
import { checkKept, checkLedger } from './check-kept.ts'
import { randomFrom } from './random.ts'
import { createWorkload, type People, type Written } from './workload.ts'

let candour: TestCandour
let client: pg.Client
let people: People
let written: Written
let practice: string

beforeAll(async () => {
  candour = await startTestCandour()
  client = new pg.Client(candour.owner)
  await client.connect()
  const owner = await signUp(candour)
  practice = owner.session.practice.id
  people = {
    owner,
    nurse: (await colleague(candour, owner, 2)).session.member.id,
    patient: (await registerPatient(owner)).id,
  }
  const workload = createWorkload(people, randomFrom(3), 'w')
  const stop = new AbortController()
  const running = workload.run(stop.signal)
  while (!hasEveryKind(workload.written)) await new Promise((resolve) => setTimeout(resolve, 50))
  stop.abort()
  await running
  written = workload.written
})
afterAll(async () => {
  await client.end()
  await candour.stop()
})

/** Whatever the damages below take away is there to be taken away, however slow the machine is. */
function hasEveryKind({ registrations, resources, files, levels, drafts }: Written): boolean {
  const told = [registrations, resources, files, levels].every((part) => part.filter((one) => one.told).length > 2)
  const isOpen = ({ toldRevision, finishing }: Written['drafts'][number]) => toldRevision > 0 && !finishing
  return told && drafts.some((one) => one.note !== null) && drafts.filter(isOpen).length > 6
}

const kept = () => checkKept(people.owner.browser, people, written)
const ledger = () => checkLedger(people.owner.browser, candour.owner, candour.config.keys, practice, written)

test('without any fault everything is there, once', async () => {
  for (const part of [written.registrations, written.resources, written.files, written.levels])
    expect(part.filter((one) => one.told).length).toBeGreaterThan(0)
  expect(written.drafts.filter((one) => one.note !== null).length).toBeGreaterThan(0)
  await kept()
  await ledger()
})

test.each([
  ['a note is lost', 'resource', `delete from candour.resource where type = 'Composition'`, 'both'],
  [
    'a patient is altered',
    'resource',
    `update candour.resource set sealed = sealed || '\\x00' where type = 'Patient'`,
    'both',
  ],
  ['a draft is lost', 'draft', 'delete from candour.draft', 'kept'],
  ['a change of level is undone', 'member', 'update candour.member set level = 0 where level < 4', 'kept'],
  ['a kept result is lost, so that a retry does it again', 'idempotency', 'delete from candour.idempotency', 'kept'],
] as const)('the check notices when %s', (_, table, damage, who) => damaged(`candour.${table}`, damage, who))

test.each([
  ['an entry is lost', 'delete from ledger.entry where number = 9'],
  ['the last entries are lost', 'delete from ledger.entry where number > (select max(number) - 40 from ledger.entry)'],
  ['an entry stands there twice', twice()],
] as const)('the check notices when %s in the ledger', (_, damage) => damaged('ledger.entry', damage, 'ledger'))

function twice(): string {
  const columns = 'at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash'
  return `insert into ledger.entry (practice, number, ${columns})
    select practice, (select max(number) + 1 from ledger.entry), ${columns} from ledger.entry where number = 9`
}

/** Damages a table, looks whether the check throws, and puts the table back. */
async function damaged(table: string, damage: string, who: 'kept' | 'ledger' | 'both'): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query(`create temporary table saved as table ${table}`)
  await client.query(damage)
  if (who !== 'ledger') await expect(kept()).rejects.toThrow()
  if (who !== 'kept') await expect(ledger()).rejects.toThrow()
  await client.query(`delete from ${table}`)
  await client.query(`insert into ${table} select * from saved`)
  await client.query('drop table saved')
}

test('the check notices when a file is lost from the disk', async () => {
  const folder = join(candour.config.blobs, practice)
  rmSync(join(folder, readdirSync(folder)[0]!), { recursive: true })
  await expect(kept()).rejects.toThrow()
})
