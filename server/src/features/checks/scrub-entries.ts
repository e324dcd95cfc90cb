import { breather } from '../../platform/breathe.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import { postings, type Posting } from '../../platform/ledger/postings.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { unlikeMarks, type RecordName } from '../resources/scrub-records.ts'

export interface EntriesLookedAt {
  /** Numbers of entries that were altered, and the first of those that are missing. */
  altered: number[]
  /** Records of which the mark is not what the entry says; the hash is hex. */
  unlike: (RecordName & { hash: string })[]
  /** Where the list by record is not what the entry says: it is missing there, or listed under another's. */
  unlisted: Posting[]
  looked: number
  /** The last that was looked at; null when there is none after it. */
  next: number | null
}

const page = 500

/**
 * A page of the practice's ledger: each entry against its leaf, and the versions that it opened or wrote against their marks
 * (decision 0006). Entries that came meanwhile are for the next pass.
 */
export async function scrubEntries({ tx, vault, keys }: Within, after: number): Promise<EntriesLookedAt> {
  const size = await entries.size(tx)
  const rows = (await lookingThrough.after(tx, after, page)).filter(({ number }) => number <= size)
  const breathe = breather()
  const altered: number[] = []
  const said = new Map<string, RecordName & { hash: string }>()
  let expected = after + 1
  for (const row of rows) {
    if (row.number !== expected) altered.push(expected)
    expected = row.number + 1
    await breathe()
    try {
      const { touched = [] } = openEntry(vault, keys, row)
      // What was refused may have been refused for it.
      if (row.outcome !== 'refused') for (const one of touched) said.set(Object.values(one).join(' '), one)
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      altered.push(row.number)
    }
  }
  const isLast = rows.length < page
  if (isLast && expected <= size) altered.push(expected)
  const unlike = await unlikeMarks(tx, [...said.values()])
  const unlisted = await postings.missing(tx, after, rows.at(-1)?.number ?? after)
  return { altered, unlike, unlisted, looked: rows.length, next: isLast ? null : rows.at(-1)!.number }
}

/** A page of the list by record, each against its entry: one that was added by hand shows an entry under another's record. */
export async function scrubPostings({ tx }: Within, last: Posting | null) {
  const rows = await postings.after(tx, last, 2 * page)
  const next = rows.length < 2 * page ? null : rows.at(-1)!
  return {
    unlisted: rows.filter(({ fits }) => !fits),
    looked: rows.length,
    next: next === null ? null : { compartment: next.compartment, number: next.number },
  }
}

/** Whether the list by record says of it what the entry says. */
export const isListedRight = ({ tx }: Within, posting: Posting): Promise<boolean> => postings.agrees(tx, posting)

/** Whether the entry is there and fits its leaf. */
export async function isEntryWhole({ tx, vault, keys }: Within, number: number): Promise<boolean> {
  const [row] = await lookingThrough.numbered(tx, [number])
  if (row === undefined) return false
  try {
    openEntry(vault, keys, row)
    return true
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}
