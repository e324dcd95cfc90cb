import { expect, test } from 'vitest'
import type { Within } from '../../platform/http/endpoint.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { day, seenOf, writingVerbs } from './seen.ts'
import { rememberWriting, whoWrote, type RememberedWriting } from './who-wrote.ts'

const members = ['a', 'b', 'c']
const records = ['p', 'q', 'r', 's']
const start = Date.parse('2026-01-01T00:00:00Z')

type Row = Pick<EntryRow, 'number' | 'at' | 'actor' | 'actor_kind' | 'verb' | 'outcome' | 'subjects'>

/** Seeded, so that what fails can be seen again. */
function entries(seed: number, count: number): Row[] {
  let state = seed
  const below = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most
  return Array.from({ length: count }, (_, place) => {
    // Machines and Candour itself write too, and the watch looks at none of them.
    const isMachine = below(6) === 0
    return {
      number: place + 1,
      at: new Date(start + place * 2 * day),
      actor: isMachine ? (below(2) === 0 ? null : 'machine') : members[below(members.length)]!,
      actor_kind: isMachine ? 'client' : 'member',
      verb: below(5) === 0 ? writingVerbs[below(writingVerbs.length)]! : 'patient.read',
      outcome: below(8) === 0 ? 'refused' : 'done',
      subjects: [records[below(records.length)]!],
    } as Row
  })
}

/** The ledger, asked as the statements of look-through.store.ts ask it; how often, and for how many. */
function ledgerOf(rows: Row[]) {
  const asked: number[] = []
  const lastOf = (compartment: string, upTo: number, verbs: string[], actor?: string) =>
    rows.findLast(
      (row) =>
        row.number <= upTo &&
        row.subjects.includes(compartment) &&
        row.outcome !== 'refused' &&
        verbs.includes(row.verb) &&
        (actor === undefined || row.actor === actor),
    )?.at ?? null
  const run = (_: unknown, _practice: string, ...given: unknown[]) => {
    const lists = given.slice(0, -2) as string[][]
    const [upTo, verbs] = given.slice(-2) as [number, string[]]
    const [first, second] = lists
    asked.push(first!.length)
    return Promise.resolve(
      first!.map((one, place) => ({
        place: place + 1,
        at: second === undefined ? lastOf(one, upTo, verbs) : lastOf(second[place]!, upTo, verbs, one),
      })),
    )
  }
  return { asked, within: { tx: { practice: 'x', run } } as unknown as Pick<Within, 'tx'> }
}

async function answers(rows: Row[], sizes: number[], rememberedAt: (page: number) => RememberedWriting) {
  const { within, asked } = ledgerOf(rows)
  const said: unknown[] = []
  let from = 0
  for (let page = 0; from < rows.length; page++) {
    const taken = rows.slice(from, from + sizes[page % sizes.length]!) as EntryRow[]
    const seen = taken.filter((row) => row.actor_kind === 'member').map((row) => seenOf(row, {} as never))
    const remembered = rememberedAt(page)
    const known = await whoWrote(within, seen, from, remembered)
    from += taken.length
    rememberWriting(remembered, 'x', taken, from)
    for (const { number, member, subjects } of seen)
      said.push([number, known.hadWritten(member, subjects[0]!, number), known.wasTended(subjects[0]!, number)])
  }
  return { said, asked: asked.reduce((sum, one) => sum + one, 0) }
}

test('P48 what is remembered of who wrote is what the ledger would say, whoever wrote, however the entries are cut', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = entries(seed * 7919, 400)
    const fresh = await answers(rows, [7, 1, 40], () => new Map())
    const remembered: RememberedWriting = new Map()
    const kept = await answers(rows, [7, 1, 40], () => remembered)
    expect(kept.said).toEqual(fresh.said)
    expect(fresh.said.flat().filter((one) => one === true).length).toBeGreaterThan(100)
    // Each pair once, and each record once.
    expect(kept.asked).toBeLessThanOrEqual(members.length * records.length + records.length)
    expect(fresh.asked).toBeGreaterThan(10 * kept.asked)
  }
})

test('P48 where another node looked further meanwhile, nothing remembered counts', async () => {
  const rows = entries(4711, 400)
  const fresh = await answers(rows, [10], () => new Map())
  const ours: RememberedWriting = new Map()
  // Every other page is the other node's.
  const turns = await answers(rows, [10], (page) => (page % 3 === 1 ? new Map() : ours))
  expect(turns.said).toEqual(fresh.said)
})
