import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Bramble')
  await registerPatient(house.admin, { family: 'Bramble' })
  // One refusal, one about several patients, and one of Candour itself.
  await house.admin.browser.send('GET', '/api/patients/nobody')
  await house.admin.browser.send('POST', '/api/patients/find', '{"text":"1957"}', {
    'content-type': 'application/json',
  })
  const [job] = await house.owner.rows<{ job: string }>('select job from candour.job where practice = $1 limit 1', [
    house.practice,
  ])
  await candour.parts.jobs.perform(house.practice, job!.job)
  await candour.settle()
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

interface EntryRow {
  at: Date
  actor_kind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
  nonce: Buffer
  detail: Buffer
  detail_hash: Buffer
  leaf_hash: Buffer
}

/** By the description alone (the doc comment of leaf.ts), with other tools than the server's. */
async function leafOf(row: EntryRow): Promise<string> {
  const text = (value: string) => new TextEncoder().encode(value)
  const detail = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(row.detail)))
  const ids = row.subjects.toSorted().join('').replaceAll('-', '')
  const bytesOfIds = Uint8Array.from(ids.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const subjects = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOfIds))
  const fields = [
    text('candour/leaf/2'),
    new Uint8Array(row.nonce),
    text(String(row.at.getTime())),
    text(row.actor_kind),
    text(row.actor ?? ''),
    text(row.verb),
    text(row.outcome),
    text(String(row.subjects.length)),
    subjects,
    detail,
  ]
  const bytes: number[] = [0]
  for (const field of fields) {
    const { length } = field
    bytes.push((length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255, ...field)
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

test('P28 every leaf is what its description says, computed by other means', async () => {
  const rows = await house.owner.rows<EntryRow>('select * from ledger.entry where practice = $1 order by number', [
    house.practice,
  ])
  expect(rows.length).toBeGreaterThan(12)
  expect(new Set(rows.map((row) => row.outcome))).toEqual(new Set(['changed', 'opened', 'refused', 'signed-in']))
  expect(rows.some((row) => row.actor_kind === 'job' && row.actor === null)).toBe(true)
  expect(rows.some((row) => row.subjects.length > 1)).toBe(true)
  for (const row of rows) {
    expect(row.leaf_hash.toString('hex')).toBe(await leafOf(row))
    expect(row.subjects).toEqual(row.subjects.toSorted())
    expect(row.nonce).toHaveLength(16)
  }
  const [first, second] = rows as [EntryRow, EntryRow]
  expect(await leafOf({ ...first, nonce: second.nonce })).not.toBe(first.leaf_hash.toString('hex'))
})

test('P28 a leaf names nobody: what stands readable in an entry are kinds, ids, times and hashes', async () => {
  const rows = await house.owner.rows<{ row: string }>(
    `select (to_jsonb(e) - 'detail')::text as row from ledger.entry e where practice = $1`,
    [house.practice],
  )
  for (const { row } of rows) expect(row).not.toMatch(/Bramble|Ashdowne|Margery|127\.0\.0\.1|example\.org|program/i)
})
