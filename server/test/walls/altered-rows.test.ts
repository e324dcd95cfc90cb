import { draftRoutes } from '@candour/contract/drafts.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startCandour } from '../../src/main.ts'
import { createLog } from '../../src/platform/log.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { countNotices, expectClosed, expectTold } from './altered.ts'
import { addFile, buildHouse, leaveNotice, writeNote, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let other: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Kelp')
  other = await buildHouse(candour, 'Larch')
})
afterAll(async () => {
  await house.owner.end()
  await other.owner.end()
  await candour.stop()
})

const words = ['Kelp', 'Larch', 'Second', 'First']
const get = (path: string, { admin }: House = house) => admin.browser.send('GET', path)
const sql = (text: string, ...values: unknown[]) => house.owner.rows(text, values)

/** A note with two versions. */
let note: string
beforeEach(async () => {
  note = await writeNote(house.admin, house.patient.id, 'First words Kelp')
  const draft = await house.admin.browser.call(draftRoutes.start, {
    patient: house.patient.id,
    title: 'Second',
    sections: [{ heading: '', text: 'Second words Kelp' }],
    amends: { note },
  })
  await house.admin.browser.call(draftRoutes.finish, { id: draft.id, baseRevision: 1 })
})

const columns = 'hash, sealed, summary, size, last_updated'

test('P33 a record rolled back to an older version is refused: the newest row gone, or the older one’s bytes in it', async () => {
  const at = `practice = '${house.practice}' and id = '${note}'`
  const rows = async () => {
    expectClosed(await get(`/api/notes/${note}`), 'note', words)
    expectClosed(await get(`/fhir/R4/Composition/${note}`), 'fhir', words)
    expectClosed(await get(`/api/seals/Composition/${note}`), 'seal', words)
    expectClosed(await get(`/api/patients/${house.patient.id}/timeline`), 'timeline', words)
  }
  await sql(`create temp table newest as select * from candour.resource where ${at} and version = 2`)
  await expectTold(house, 4, async () => {
    await sql(`delete from candour.resource where ${at} and version = 2`)
    await rows()
  })
  await sql(`insert into candour.resource select * from newest`)
  expect((await house.admin.browser.call(noteRoutes.read, { id: note })).title).toBe('Second')

  const copy = `update candour.resource r set (${columns}) = (select ${columns} from candour.resource where ${at} and version = 1)
    where ${at} and version = 2`
  await expectTold(house, 4, async () => {
    await sql(copy)
    await rows()
  })
  // Even where the thief knows of the mark beside it.
  await expectTold(house, 4, async () => {
    await sql(`update ledger.mark set hash = (select hash from ledger.mark where ${at} and version = 1) where ${at}`)
    await rows()
  })
  await sql(`delete from candour.resource where ${at}; delete from ledger.mark where ${at}; drop table newest`)
})

test('P33 rows swapped between records, patients and practices do not open, whatever else is made to fit', async () => {
  const second = await registerPatient(house.admin, { family: 'Second' })
  const theirs = { id: other.patient.id, practice: other.practice }
  const places: [string, { id: string; practice: string }][] = [
    ['another patient', { id: second.id, practice: house.practice }],
    ['another practice', theirs],
  ]
  for (const [what, from] of places) {
    const mine = `practice = '${house.practice}' and type = 'Patient' and id = '${house.patient.id}'`
    const their = `practice = '${from.practice}' and type = 'Patient' and id = '${from.id}'`
    await sql(`create temp table kept as select * from candour.resource where ${mine}`)
    await sql(`create temp table marked as select * from ledger.mark where ${mine}`)
    await sql(
      `update candour.resource set (${columns}) = (select ${columns} from candour.resource where ${their}) where ${mine}`,
    )
    await expectTold(house, 1, async () => {
      expectClosed(await get(`/api/patients/${house.patient.id}`), what, words)
    })
    await sql(`update ledger.mark set hash = (select hash from ledger.mark where ${their}) where ${mine}`)
    await expectTold(house, 2, async () => {
      expectClosed(await get(`/api/patients/${house.patient.id}`), `${what}, with its mark`, words)
      expectClosed(await get(`/fhir/R4/Patient/${house.patient.id}`), `${what}, with its mark`, words)
    })
    await sql(`delete from candour.resource where ${mine}; delete from ledger.mark where ${mine}`)
    await sql(`insert into candour.resource select * from kept; insert into ledger.mark select * from marked`)
    await sql('drop table kept, marked')
    expect((await get(`/api/patients/${house.patient.id}`)).status).toBe(200)
  }
})

test('P01 P31 P33 a whole patient copied into another practice, key and all, stays closed there', async () => {
  const { id } = await registerPatient(other.admin, { family: 'Larch' })
  const lists: Record<string, string> = {}
  for (const table of ['candour.compartment', 'candour.resource', 'ledger.mark']) {
    const named = await house.owner.rows<{ column: string }>(
      `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'practice'`,
      [table],
    )
    lists[table] = named.map((row) => row.column).join(', ')
    await sql(
      `insert into ${table} (practice, ${lists[table]}) select '${house.practice}', ${lists[table]} from ${table}
       where practice = '${other.practice}' and compartment = '${id}'`,
    )
  }
  await expectTold(house, 3, async () => {
    expectClosed(await get(`/api/patients/${id}`), 'copied', words)
    expectClosed(await get(`/api/patients/${id}/timeline`), 'copied', words)
    expectClosed(await get(`/fhir/R4/Patient/${id}`), 'copied', words)
  })
  expect((await get(`/api/patients/${id}`, other)).status).toBe(200)
  for (const table of ['ledger.mark', 'candour.resource', 'candour.compartment'])
    await sql(`delete from ${table} where practice = '${house.practice}' and compartment = '${id}'`)
})

test('P33 rows of every other kind do not open in another row’s place', async () => {
  const file = await addFile(house.admin, house.patient.id, 'Contents of 2 files of Kelp', 'Second.txt')
  const drafts = ['First', 'Second'].map((title) =>
    house.admin.browser.call(draftRoutes.start, { patient: null, title, sections: [] }),
  )
  const [one, two] = (await Promise.all(drafts)).map((draft) => draft.id)
  const member = house.admin.session.member.id
  // A thief who owns the database takes away what would not let two rows be alike.
  await sql('alter table candour.blob drop constraint if exists blob_practice_content_key')
  const swaps: [what: string, table: string, set: string, where: string, from: string, path: string][] = [
    ['a draft', 'draft', 'sealed', `draft = '${one}'`, `draft = '${two}'`, `/api/drafts/${one}`],
    [
      'a draft with its key',
      'draft',
      'compartment, sealed',
      `draft = '${one}'`,
      `draft = '${two}'`,
      `/api/drafts/${one}`,
    ],
    [
      'a member',
      'member',
      'revision, sealed',
      `member = '${member}'`,
      `practice = '${other.practice}'`,
      '/api/members',
    ],
    ['facts of a file', 'blob', 'sealed', `blob = '${file}'`, `blob = '${house.file}'`, `/api/files/${file}`],
    [
      'the bytes of a file',
      'blob',
      'content, hashes, root, announced_size',
      `blob = '${file}'`,
      `blob = '${house.file}'`,
      `/api/files/${file}/content`,
    ],
    [
      'the key of a patient',
      'compartment',
      'wrapped',
      `compartment = '${house.patient.id}'`,
      `practice = '${other.practice}' and compartment = '${other.patient.id}'`,
      `/api/patients/${house.patient.id}`,
    ],
  ]
  for (const [what, table, set, where, from, path] of swaps) {
    const at = `practice = '${house.practice}' and ${where}`
    await sql(`create temp table kept as select * from candour.${table} where ${at}`)
    await sql(
      `update candour.${table} set (${set}) = (select ${set} from candour.${table} where ${from} limit 1) where ${at}`,
    )
    await expectTold(house, 1, async () => expectClosed(await get(path), what, words))
    await sql(`update candour.${table} set (${set}) = (select ${set} from kept) where ${at}`)
    await sql('drop table kept')
    expect([what, (await get(path)).status]).toEqual([what, 200])
  }
})

test('P33 an altered notice closes the list of notices, and another notice is added', async () => {
  const altered = async () => {
    await leaveNotice(house)
    await sql(`update candour.notice set sealed = sealed || '\\x00' where practice = $1`, house.practice)
    expectClosed(await get('/api/notices'), 'notices', words)
  }
  await expectTold(house, 1, altered, 2)
  await sql(`delete from candour.notice where practice = $1`, house.practice)
})

test('P33 an altered job is not done, and leaves nothing half done', async () => {
  const [job] = await house.owner.rows<{ job: string }>('select job from candour.job where practice = $1 limit 1', [
    house.practice,
  ])
  await sql(`update candour.job set sealed = sealed || '\\x00' where job = $1`, job!.job)
  const before = await countNotices(house)
  await expect(candour.parts.jobs.perform(house.practice, job!.job)).rejects.toThrow()
  expect(await countNotices(house)).toBe(before)
  expect(await sql('select 1 from candour.job where job = $1 and done_at is not null', job!.job)).toEqual([])
})

test('P33 P31 a practice’s own key altered: after a restart all of it stays closed, other practices work on', async () => {
  await sql(
    `update candour.compartment c set wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1) from candour.practice p
     where p.practice = $1 and c.practice = $1 and c.compartment = p.practice_compartment`,
    house.practice,
  )
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const restarted = await startCandour(candour.config, connection, { log: createLog('silent') })
  try {
    const ask = ({ admin }: House, path: string) =>
      fetch(restarted.address + path, { headers: { cookie: admin.browser.cookie! } })
    for (const path of ['/api/sessions/current', `/api/patients/${house.patient.id}`, '/api/members', '/api/entries']) {
      const answer = await ask(house, path)
      expect([path, answer.status]).toEqual([path, 503])
      expect(await answer.text()).not.toMatch(/Kelp|Margery/)
    }
    expect((await ask(other, `/api/patients/${other.patient.id}`)).status).toBe(200)
  } finally {
    await restarted.stop()
  }
  await sql(`update gate.installation set wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1)`)
  await expect(startCandour(candour.config, connection, { log: createLog('silent') })).rejects.toThrow()
})
