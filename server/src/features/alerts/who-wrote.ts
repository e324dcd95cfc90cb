import type { Within } from '../../platform/http/endpoint.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import type { Known } from './memory.ts'
import { day, isOpening, isWriting, writingVerbs, type Seen } from './seen.ts'

const careLasts = 365 * day
const tendedLasts = 14 * day

type Wrote = Pick<Known, 'hadWritten' | 'wasTended'>

/** When somebody wrote in a record last, by member and record and by record alone, as far as an entry; null: never. */
interface Writing {
  upTo: number
  last: Map<string, number | null>
}

/** Of the practices that were looked through last, in this process alone; what is not here is asked of the ledger. */
export type RememberedWriting = Map<string, Writing>

const mostRemembered = 100_000

/** Nothing, where another node has looked further meanwhile. */
function writingOf(remembered: RememberedWriting, practice: string, from: number): Writing {
  const known = remembered.get(practice)
  const count = [...remembered.values()].reduce((sum, { last }) => sum + last.size, 0)
  if (count > mostRemembered) remembered.clear()
  const writing = known?.upTo === from && count <= mostRemembered ? known : { upTo: from, last: new Map() }
  remembered.set(practice, writing)
  return writing
}

const pairOf = (member: string, compartment: string) => `${member} ${compartment}`

/** By the ledger up to this page, and by the entries of the page that came before. */
export async function whoWrote(
  { tx }: Pick<Within, 'tx'>,
  seen: Seen[],
  from: number,
  remembered: RememberedWriting,
): Promise<Wrote> {
  const { last } = writingOf(remembered, tx.practice, from)
  const writtenAt = new Map<string, number>()
  /** From when on a writing counts, by the first who opened. */
  const since = new Map<string, number>()
  const pairs = new Map<string, { member: string; compartment: string }>()
  const records = new Set<string>()
  for (const one of seen.filter(({ support }) => support === undefined))
    for (const compartment of one.subjects) {
      const pair = pairOf(one.member, compartment)
      if (isWriting(one)) for (const key of [pair, compartment]) if (!writtenAt.has(key)) writtenAt.set(key, one.number)
      if (!isOpening(one) || since.has(pair)) continue
      since.set(pair, one.at - careLasts)
      if (!last.has(pair)) pairs.set(pair, { member: one.member, compartment })
      if (!since.has(compartment)) since.set(compartment, one.at - tendedLasts)
      if (!last.has(compartment)) records.add(compartment)
    }
  for (const [key, at] of await lookingThrough.wroteLast(tx, pairs, from, writingVerbs)) last.set(key, at)
  for (const [key, at] of await lookingThrough.tendedLast(tx, [...records], from, writingVerbs)) last.set(key, at)
  // Now, since what is remembered goes on with the next page.
  const before = new Set([...since].filter(([key, from]) => (last.get(key) ?? -Infinity) > from).map(([key]) => key))
  const isSo = (key: string, number: number) =>
    before.has(key) || (writtenAt.get(key) ?? Number.MAX_SAFE_INTEGER) < number
  return {
    hadWritten: (member, patient, number) => isSo(pairOf(member, patient), number),
    wasTended: (patient, number) => isSo(patient, number),
  }
}

/** Whoever wrote, as the ledger has it: these entries are asked for no more. */
export function rememberWriting(
  remembered: RememberedWriting,
  practice: string,
  rows: readonly EntryRow[],
  upTo: number,
): void {
  const writing = remembered.get(practice)
  if (writing === undefined) return
  for (const { verb, outcome, actor, subjects, at } of rows) {
    if (outcome === 'refused' || !writingVerbs.includes(verb)) continue
    for (const compartment of subjects)
      for (const key of actor === null ? [compartment] : [pairOf(actor, compartment), compartment]) {
        const before = writing.last.get(key)
        // What was never asked for is asked of the ledger, which has it by then.
        if (before !== undefined) writing.last.set(key, Math.max(at.getTime(), before ?? -Infinity))
      }
  }
  writing.upTo = upTo
}
