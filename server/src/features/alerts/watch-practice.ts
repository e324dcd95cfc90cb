import { AppError } from '../../platform/app-error.ts'
import { breather } from '../../platform/breathe.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { entries, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Directory } from '../directory/directory.ts'
import { restrictedToSomebody } from '../compartments/hidden-from.ts'
import { approvedMembers, membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { acquaint } from './acquaintance.ts'
import { keepWatch, takeWatch, type Watch } from './kept-watch.ts'
import { lookThrough } from './look-through.ts'
import type { Known } from './memory.ts'
import { raiseUnlessQuiet } from './left-untold.ts'
import { isOpening, isWriting, seenOf, type Seen } from './seen.ts'
import { rememberWriting, whoWrote, type RememberedWriting } from './who-wrote.ts'

/** Entries at a time: about a megabyte. */
const page = 500

export interface Looked {
  entries: number
  raised: number
}

/**
 * Looks at the next page of a practice's entries, by their numbers, and raises what is unusual; both and how far it came commit
 * together, so that a crash loses nothing and doubles nothing. An entry that was altered, or is missing, is told of and does not
 * stop it. Null while another node looks.
 */
export async function watchPractice(
  within: Within,
  directory: Directory,
  publicOrigin: string,
  remembered: RememberedWriting,
): Promise<Looked | null> {
  const watch = await takeWatch(within)
  if (watch === null) return null
  const { tx } = within
  const from = watch.number
  const rows = await lookingThrough.after(tx, from, page)
  const size = rows.length === 0 ? await entries.size(tx) : rows.at(-1)!.number
  if (size - from > rows.length)
    await addAlarm(within, { about: `Entry/after ${from}`, found: 'had the activity looked through' })
  const seen = await openAll(within, rows)
  const known = await whatIsKnown(within, directory, { seen, watch, remembered })
  rememberWriting(remembered, tx.practice, rows, size)
  const found = lookThrough(watch.memory, seen, known)
  let raised = 0
  for (const one of found) if (await raiseUnlessQuiet(within, watch.memory, one, publicOrigin)) raised += 1
  if (size > from) await keepWatch(within, { number: size, memory: watch.memory })
  return { entries: rows.length, raised }
}

/** Members, and the operator's support while the practice lets them in. */
const isWatched = ({ actor_kind, actor }: EntryRow) =>
  actor !== null && (actor_kind === 'member' || actor_kind === 'support')

async function openAll(within: Within, rows: EntryRow[]): Promise<Seen[]> {
  const breathe = breather()
  const seen: Seen[] = []
  for (const row of rows) {
    if (!isWatched(row)) continue
    await breathe()
    try {
      seen.push(seenOf(row, openEntry(within.vault, within.keys, row)))
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      await addAlarm(within, { about: `Entry/${row.number}`, found: 'had the activity looked through' })
    }
  }
  return seen
}

/** Whoever or whatever was altered outside Candour is told of where it is used; here it counts as the worse. */
async function whatIsKnown(
  within: Within,
  directory: Directory,
  { seen, watch, remembered }: { seen: Seen[]; watch: Watch; remembered: RememberedWriting },
): Promise<Known> {
  const approved = await approvedMembers(within).catch(orNull)
  const administrators = approved === null ? null : new Set(approved.filter(isFour).map(({ member }) => member))
  const members = approved ?? (await membersToTell(within))
  const levels = new Map<string, number>(members.map(({ member, level }) => [member, level]))
  const isAnyOpened = watch.memory.strange.length > 0 || seen.some((one) => isOpening(one) || isWriting(one))
  const rules = await openRules(within)
    .then((kept) => kept.rules)
    .catch(orNull)
  return {
    isAdministrator: (member) => administrators?.has(member) ?? true,
    hoursOf: (member) => rules?.members.find((one) => one.member === member)?.hours ?? null,
    levelOf: (member) => levels.get(member) ?? 0,
    ...(await whoWrote(within, seen, watch.number, remembered)),
    people: isAnyOpened ? await acquaintanceOf(within, directory, members) : null,
  }
}

const isFour = ({ level }: ApprovedMember) => level === 4

function orNull(error: unknown): null {
  if (error instanceof SealBroken) return null
  throw error
}

/** Null while the finder is being made again from the records: then who knows whom is not looked at, and all else is. */
async function acquaintanceOf(within: Within, directory: Directory, members: ApprovedMember[]) {
  try {
    // Whoever said a record for somebody must not learn by an alert that a record exists which is hidden from them (0025).
    return acquaint(members, await directory.people(within), await restrictedToSomebody(within))
  } catch (error) {
    if (error instanceof AppError && error.code === 'directory.rebuilding') return null
    throw error
  }
}
