/** What a thief does to the rows, and what must come of it (P33). */
import { expect } from 'vitest'
import type { Answer } from '../browser.ts'
import type { House } from './house.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import type { Owner } from './owner.ts'

export function codeOf({ body }: Answer<any>): string {
  return body?.error?.code ?? body?.issue?.[0]?.details?.text ?? 'no error'
}

/** The answer says that it was altered, and nothing of what is kept. */
export function expectClosed(answer: Answer, what: string, words: string[]): void {
  expect([what, answer.status, codeOf(answer)]).toEqual([what, 500, 'record.altered'])
  // A request's id is random hex, in which a year of birth comes up by chance
  const told = JSON.stringify(answer.body).replace(/"requestId":"[0-9a-f-]{36}"/, '')
  for (const word of words) expect(told, what).not.toContain(word)
}

export async function countNotices({ owner, practice }: House): Promise<number> {
  const [row] = await owner.rows<{ count: number }>(
    'select count(*)::int as count from candour.notice where practice = $1',
    [practice],
  )
  return row!.count
}

export async function countOpenNotices({ owner, practice }: House): Promise<number> {
  const [row] = await owner.rows<{ count: number }>(
    'select count(*)::int as count from candour.notice where practice = $1 and dismissed_at is null',
    [practice],
  )
  return row!.count
}

/**
 * `act` finds something altered `times` times: as many refused entries come of it, and for each thing one notice, also
 * when an earlier one of it was put away.
 */
export async function expectTold(house: House, times: number, act: () => Promise<void>, things = 1): Promise<void> {
  const { candour, owner, practice } = house
  const before = await lastNumber(candour, owner, practice)
  await owner.rows('update candour.notice set dismissed_at = now() where practice = $1 and dismissed_at is null', [
    practice,
  ])
  await act()
  const refused = (await entriesAfter(candour, owner, practice, before)).filter((one) => one.outcome === 'refused')
  expect(refused.length).toBe(times)
  expect(await countOpenNotices(house)).toBe(things)
}

export interface Row {
  table: string
  where: string
  values: unknown[]
}

export async function readBytes(owner: Owner, { table, where, values }: Row, column: string): Promise<Buffer> {
  const rows = await owner.rows<{ bytes: Buffer }>(`select ${column} as bytes from ${table} where ${where}`, values)
  if (rows.length !== 1) throw new Error(`${table} has ${rows.length} such rows`)
  return rows[0]!.bytes
}

export async function writeBytes(owner: Owner, { table, where, values }: Row, column: string, bytes: Buffer) {
  const next = `$${values.length + 1}`
  await owner.rows(`update ${table} set ${column} = ${next} where ${where}`, [...values, bytes])
}
