import { expect, test } from 'vitest'
import type { Across } from '../database/workspace.ts'
import type { SessionRow } from './access.store.ts'
import { sessionFinder } from './find-session.ts'

/** A gate that knows these sessions, by the first byte of their hash, and notes what it is asked. */
function gateWith(known: Set<number>) {
  const asked: number[][] = []
  const gate = {
    run: async (_statement: unknown, hashes: Buffer[]) => {
      asked.push(hashes.map((hash) => hash[0]!))
      if (hashes.some((hash) => hash[0] === 255)) throw new Error('the database is away')
      return hashes.filter((hash) => known.has(hash[0]!)).map((hash) => ({ token_hash: hash, session: `s${hash[0]}` }))
    },
  } as unknown as Across
  return { gate, asked }
}

const hashOf = (first: number) => Buffer.alloc(32, first)
const nameOf = (row: SessionRow | null) => row?.session ?? null

test('who comes at the same moment is looked up in one statement, each gets the own session or none', async () => {
  const { gate, asked } = gateWith(new Set([1, 2]))
  const find = sessionFinder(gate)
  const found = await Promise.all([find(hashOf(2)), find(hashOf(1)), find(hashOf(3)), find(hashOf(2))])
  expect(found.map(nameOf)).toEqual(['s2', 's1', null, 's2'])
  expect(asked).toEqual([[2, 1, 3]])
})

test('P21 nothing is kept: a session that was ended is out at the next request', async () => {
  const known = new Set([1])
  const { gate } = gateWith(known)
  const find = sessionFinder(gate)
  expect(nameOf(await find(hashOf(1)))).toBe('s1')
  known.delete(1)
  expect(await find(hashOf(1))).toBeNull()
})

test('a database that does not answer fails those who asked, and nobody after them', async () => {
  const { gate } = gateWith(new Set([1]))
  const find = sessionFinder(gate)
  const together = await Promise.allSettled([find(hashOf(255)), find(hashOf(1))])
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(nameOf(await find(hashOf(1)))).toBe('s1')
})

test('more than 64 at once are asked for in several statements, and none waits for company', async () => {
  const { gate, asked } = gateWith(new Set([7]))
  const find = sessionFinder(gate)
  await Promise.all(Array.from({ length: 100 }, (_, at) => find(hashOf(at))))
  expect(asked.map(({ length }) => length)).toEqual([64, 36])
  await find(hashOf(7))
  expect(asked.at(-1)).toEqual([7])
})
