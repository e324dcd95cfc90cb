import { setTimeout as rest } from 'node:timers/promises'
import type { Within } from '../../platform/http/endpoint.ts'
import { isFileWhole, scrubFiles, type FilePlace } from '../files/scrub-files.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { isRecordWhole, scrubMarks, scrubRecords, unlikeMarks, type RecordName } from '../resources/scrub-records.ts'
import { insideOf, type CheckPlace } from './check-place.ts'
import type { Posting } from '../../platform/ledger/postings.store.ts'
import { isEntryWhole, isListedRight, scrubEntries, scrubPostings } from './scrub-entries.ts'
import { scrubs, type FaultName, type FaultRow, type ScrubPhase, type ScrubRow } from './scrub.store.ts'

const hour = 3_600_000
/** Milliseconds between the beginnings of two passes: what is altered at rest is noticed within about a day. */
const passEveryMs = 24 * hour

type NewFault = FaultName & { expected?: Buffer }
interface Page {
  faults: NewFault[]
  looked: number
  /** Null: the phase is at its end. */
  place: string | null
}

const after: Record<ScrubPhase, ScrubPhase> = {
  records: 'marks',
  marks: 'entries',
  entries: 'files',
  files: 'done',
  done: 'done',
}

/**
 * The next step through everything that is kept of the practice, as much as there is time for; what was altered before is looked at
 * once more. What it finds anew is alarmed, as if somebody had come upon it.
 * @param budget milliseconds; one page is looked at in any case
 */
export async function scrubStep(at: CheckPlace, budget: number): Promise<{ scrub: ScrubRow; faults: FaultRow[] }> {
  const within = insideOf(at)
  const { tx, now } = within
  const until = performance.now() + budget
  for (const fault of await scrubs.faults(tx)) {
    if (await isMended(at, fault)) await scrubs.mend(tx, fault, now)
    if (performance.now() > until) break
  }
  const before = await scrubs.read(tx)
  let scrub = before ?? { ...beginning(now), covered_at: null, whole_at: null }
  // One that is under way goes on, however often it is asked for: else none would ever come to its end.
  if (scrub.phase === 'done' && (at.asked || now.getTime() - scrub.began_at.getTime() >= passEveryMs))
    scrub = { ...scrub, ...beginning(now) }
  while (scrub.phase !== 'done') {
    const began = performance.now()
    const { faults, looked, place } = await pages[scrub.phase](at, scrub.place)
    for (const fault of faults) await tell(at, fault)
    scrub = { ...scrub, looked: scrub.looked + looked, place: place ?? '' }
    if (place === null) scrub.phase = after[scrub.phase]
    if (scrub.phase === 'done' || performance.now() > until || at.signal.aborted) break
    // Half of the time is everybody else's.
    await rest(Math.min(performance.now() - began, 50))
  }
  const faults = await scrubs.faults(tx)
  const isEnd = scrub.phase === 'done' && (before?.phase !== 'done' || scrub.began_at !== before.began_at)
  if (isEnd) scrub = { ...scrub, covered_at: now, whole_at: faults.length === 0 ? now : scrub.whole_at }
  if (isEnd || scrub.phase !== 'done') await scrubs.keep(tx, scrub)
  return { scrub, faults }
}

const beginning = (now: Date) => ({ began_at: now, phase: 'records' as const, place: '', looked: 0 })

const pages: Record<Exclude<ScrubPhase, 'done'>, (at: CheckPlace, place: string) => Promise<Page>> = {
  records: async (at, place) => ofRecords(await scrubRecords(insideOf(at).tx, read<RecordName>(place))),
  marks: async (at, place) => ofRecords(await scrubMarks(insideOf(at).tx, read<RecordName>(place))),
  async entries(at, place) {
    const from = read<number | { listed: Posting | null }>(place) ?? 0
    if (typeof from === 'object') {
      const { unlisted, looked, next } = await scrubPostings(insideOf(at), from.listed)
      return { faults: unlisted.map(ofPosting), looked, place: next === null ? null : written({ listed: next }) }
    }
    const { altered, unlike, unlisted, looked, next } = await scrubEntries(insideOf(at), from)
    const faults = [
      ...altered.map((number): NewFault => ({ kind: 'entry', about: String(number), version: 0 })),
      ...unlike.map((one): NewFault => ({ ...ofRecord(one), expected: Buffer.from(one.hash, 'hex') })),
      ...unlisted.map(ofPosting),
    ]
    // The list by record is looked at after the entries, in an order of its own.
    return { faults, looked, place: written(next ?? { listed: null }) }
  },
  async files(at, place) {
    const { altered, looked, next } = await scrubFiles(insideOf(at).tx, at.blobs, read<FilePlace>(place))
    return {
      faults: altered.map((file): NewFault => ({ kind: 'file', about: file, version: 0 })),
      looked,
      place: written(next),
    }
  },
}

const read = <P>(place: string): P | null => (place === '' ? null : (JSON.parse(place) as P))
const written = (place: unknown): string | null => (place === null ? null : JSON.stringify(place))

function ofRecords({ altered, looked, next }: Awaited<ReturnType<typeof scrubRecords>>): Page {
  const place = next === null ? null : { type: next.type, id: next.id, version: next.version }
  return { faults: altered.map(ofRecord), looked, place: written(place) }
}

function ofRecord({ type, id, version }: RecordName): NewFault {
  return { kind: 'record', about: `${type}/${id}`, version }
}

function ofPosting({ number, compartment }: Posting): NewFault {
  return { kind: 'entry', about: `${number}/${compartment}`, version: 0 }
}

async function tell(at: CheckPlace, { expected, ...fault }: NewFault) {
  const within: Within = insideOf(at)
  if (!(await scrubs.add(within.tx, { ...fault, expected: expected ?? null, found_at: within.now }))) return
  at.enter()
  const about = fault.kind === 'entry' ? `Entry/${fault.about.replace(/\/.*$/, '')}` : fault.about.replace(/^.*\//, '')
  await addAlarm(within, { about, found: 'had everything looked through' })
}

async function isMended(at: CheckPlace, { kind, about, version, expected }: FaultRow): Promise<boolean> {
  const within = insideOf(at)
  if (kind === 'file') return isFileWhole(within.tx, at.blobs, about)
  const [type = '', id = ''] = about.split('/')
  if (kind === 'entry') {
    const number = Number(type)
    return id === '' ? isEntryWhole(within, number) : isListedRight(within, { number, compartment: id })
  }
  const record = { type, id, version }
  if (expected !== null) {
    const said = { ...record, hash: expected.toString('hex') }
    if ((await unlikeMarks(within.tx, [said])).length > 0) return false
  }
  return isRecordWhole(within.tx, record)
}
