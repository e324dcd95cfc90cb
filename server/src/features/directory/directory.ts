import type { Call, Within } from '../../platform/http/endpoint.ts'
import { AppError } from '../../platform/app-error.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { mayFind } from './may-find.ts'
import type { Mend } from './mend-directories.ts'
import { peopleKnown, type PeopleKnown } from './people-known.ts'
import { listedOf, type Listed } from './person.ts'
import { DirectoryDamaged, refresh, type Loaded } from './refresh.ts'
import type { Resident } from './resident.ts'
import { searchPeople, type Answer } from './search-people.ts'

/** Who asks, inside the practice's transaction. */
export type Asker = Pick<Call<unknown>, 'tx' | 'vault' | 'keys' | 'now' | 'actor'>

/**
 * The patients of a practice by name, resident in memory while the practice is active, dropped after 15 minutes idle or
 * when others need the room. What any node has just written is there: each look reads what was written since first.
 */
export interface Directory {
  search(asker: Asker, text: string, most: number): Promise<Answer>
  get(asker: Asker, patients: string[]): Promise<Listed[]>
  /** Whether the practice has any patient. */
  hasAny(asker: Asker): Promise<boolean>
  /** Everybody, restricted or not, for what Candour does by itself. */
  people(within: Within): Promise<PeopleKnown>
  /** Practices that are resident, people in all of them, and about how many bytes they take. */
  size(): { practices: number; people: number; bytes: number }
}

export interface DirectoryOptions {
  /** Bytes for all practices together; the one that is asked for last stays even if it needs more. */
  budget: number
  /** Is told of a practice whose directory is damaged, or is being made again by somebody who may have stopped. */
  mend: Mend
  /** Milliseconds, monotonic. */
  now?: () => number
}

const idleMs = 15 * 60_000

interface Entry {
  loaded: Loaded | null
  /** What it takes in memory. */
  bytes: number
  usedAt: number
  /** The look at the database that goes on, and the one after it, which whoever comes now shares. */
  running: Promise<unknown>
  next: Promise<Resident> | null
}

export function createDirectory({ budget, mend, now = () => performance.now() }: DirectoryOptions): Directory {
  /** In the order of use. */
  const entries = new Map<string, Entry>()
  /** Of all entries together. */
  let bytes = 0

  function entryOf(practice: string): Entry {
    for (const [other, { usedAt }] of entries) {
      if (now() - usedAt <= idleMs) break
      forget(other)
    }
    const entry = entries.get(practice) ?? { loaded: null, bytes: 0, usedAt: 0, running: Promise.resolve(), next: null }
    entry.usedAt = now()
    entries.delete(practice)
    entries.set(practice, entry)
    return entry
  }

  function forget(practice: string): void {
    bytes -= entries.get(practice)?.bytes ?? 0
    entries.delete(practice)
  }

  /** Of an entry that is still among them: one that was forgotten while it was loading counts no more. */
  function keep(practice: string, entry: Entry, loaded: Loaded | null): void {
    entry.loaded = loaded
    if (entries.get(practice) !== entry) return
    const taken = loaded?.resident.bytes ?? 0
    bytes += taken - entry.bytes
    entry.bytes = taken
    for (const other of entries.keys()) {
      if (bytes <= budget || entries.size === 1) return
      if (other !== practice) forget(other)
    }
  }

  /** One look at a time; those who come while one goes on share the next, which sees all that was there when they came. */
  function lookAgain(asker: Within, entry: Entry): Promise<Resident> {
    entry.next ??= entry.running
      .catch(() => undefined)
      .then(async () => {
        entry.running = entry.next!
        entry.next = null
        const loaded = await refresh(asker, entry.loaded)
        keep(asker.tx.practice, entry, loaded.once ? null : loaded)
        return loaded.resident
      })
    return entry.next
  }

  async function residentOf(asker: Within): Promise<Resident> {
    const entry = entryOf(asker.tx.practice)
    try {
      return await lookAgain(asker, entry)
    } catch (error) {
      keep(asker.tx.practice, entry, null)
      if (error instanceof DirectoryDamaged) {
        mend(asker.tx.practice, error.generation)
        throw new AppError('directory.rebuilding')
      }
      if (error instanceof AppError) throw error
      // Another's transaction may have broken under it; one's own tells for itself.
      return lookAgain(asker, entry)
    }
  }

  return {
    async search(asker, text, most) {
      const [{ segments }, hidden] = await Promise.all([residentOf(asker), hiddenFrom(asker)])
      const mayBeFound = (patient: string) => mayFind(asker.actor, asker.tx.practice, patient, hidden)
      return searchPeople(segments, text, most, mayBeFound, hidden)
    },
    async get(asker, patients) {
      if (patients.length === 0) return []
      const [resident, hidden] = await Promise.all([residentOf(asker), hiddenFrom(asker)])
      return patients.flatMap((patient) => {
        const person = mayFind(asker.actor, asker.tx.practice, patient, hidden) ? resident.find(patient) : undefined
        return person === undefined ? [] : [listedOf(person)]
      })
    },
    async hasAny(asker) {
      const [resident, hidden] = await Promise.all([residentOf(asker), hiddenFrom(asker)])
      const there = [...hidden].filter((patient) => resident.find(patient) !== undefined)
      return resident.people > there.length
    },
    async people(within) {
      if (within.tx.asker?.kind !== 'candour') throw new Error('people are known to Candour alone')
      return peopleKnown(await residentOf(within))
    },
    size() {
      let people = 0
      for (const { loaded } of entries.values()) people += loaded?.resident.people ?? 0
      return { practices: entries.size, people, bytes }
    },
  }
}
