import type { EntryChange, EntryInFull } from '@candour/contract/entries.ts'
import { AppError } from '../../platform/app-error.ts'
import { isWithinRanges } from '../../platform/access/decided.ts'
import type { TouchedRecord } from '../../platform/database/transaction.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import { findEntries } from '../../platform/ledger/find-entries.store.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import type { Directory } from '../directory/directory.ts'
import { nameMembers } from '../members/list-members.ts'
import { isOwn, tellsWords, type Reader } from './closed-words.ts'
import { factsInWords } from './facts-words.ts'
import { fieldsInWords } from './field-words.ts'
import { showEntries } from './list-entries.ts'
import { openVersions } from './open-versions.ts'

/** Of what an import wrote in one entry the first are shown. */
const mostVersions = 20

/**
 * One entry with everything that it holds. What it says of a record opens to those alone who may open that record, and of a
 * case to those alone whose business it is. Throws `entry.not_found`, SealBroken for an entry that was altered.
 */
export function readEntry(directory: Directory) {
  return async (call: Call<{ number: number }>): Promise<Outcome<EntryInFull>> => {
    const row = await findEntries.one(call.tx, call.input.number)
    if (row === null) throw new AppError('entry.not_found')
    const reader = await readerOf(call, directory, row)
    const detail = openEntry(call.vault, call.keys, row)
    const [names, hidden] = await Promise.all([nameMembers(call), hiddenFrom(call)])
    const isHidden = row.subjects.some((subject) => hidden.has(subject))
    const isSealedOff = isHidden && !(row.verb.startsWith('glass.') && call.actor.can.has('glass.review'))
    const isTold = tellsWords(call, row, detail, reader)
    const isClosed = isSealedOff || !isTold
    const [shown] = await showEntries(call, directory, [row], names, { hidesPlaces: reader === 'of-record' })
    const { touched = [], changes: fields = [], reason } = detail
    const wrote = touched.filter(({ written }) => written === true)
    const output: EntryInFull = {
      entry: shown!,
      ...(reader === 'of-record' ? nowhere : whereFrom(call, detail)),
      reason: isClosed ? null : (reason ?? null),
      reasonClosed: isClosed && reason !== undefined,
      facts: isTold ? factsInWords(detail.facts) : [],
      job: detail.job ?? null,
      request: detail.request ?? null,
      route: detail.route ?? null,
      changes: [
        ...fieldsInWords(fields, { names, locations: call.actor.rules.locations }).map(closedWhere(isClosed)),
        ...(await versionsOf(call, wrote.slice(0, mostVersions))),
      ],
      more: Math.max(0, wrote.length - mostVersions),
      opened: openedOf(touched),
    }
    return { output, subjects: [] }
  }
}

/** Who may read it, and as what. Throws `entry.not_found`. */
async function readerOf(call: Call<unknown>, directory: Directory, row: EntryRow): Promise<Reader> {
  const { actor } = call
  if (actor.can.has('entry.read')) return 'of-activity'
  if (isOwn(call, row)) return 'own'
  if (actor.can.has('seal.read') && (await directory.get(call, row.subjects)).length > 0) return 'of-record'
  throw new AppError('entry.not_found')
}

const nowhere = { device: null, address: null, session: null, location: null }

function whereFrom({ actor }: Call<unknown>, { device, address, session }: EntryDetail) {
  const place = actor.rules.locations.find((one) => address !== undefined && isWithinRanges(one.addresses, address))
  return {
    device: device ?? null,
    address: address ?? null,
    session: session === undefined || !/^[0-9a-f-]{36}$/.test(session) ? null : session,
    location: place?.name ?? null,
  }
}

const closedWhere =
  (isClosed: boolean) =>
  (change: Extract<EntryChange, { of: 'fields' }>): EntryChange =>
    isClosed ? { ...change, state: 'closed', fields: [] } : change

/** One after the other: what opening each of them meets is told apart by what it leaves in the transaction. */
async function versionsOf(call: Call<unknown>, wrote: readonly TouchedRecord[]): Promise<EntryChange[]> {
  const shown: EntryChange[] = []
  for (const one of wrote) shown.push(await openVersions(call, one))
  return shown
}

function openedOf(touched: readonly TouchedRecord[]): EntryInFull['opened'] {
  const written = new Set(touched.flatMap(({ written: did, type, id }) => (did === true ? [`${type}/${id}`] : [])))
  const others = new Set(touched.map(({ type, id }) => `${type}/${id}`).filter((one) => !written.has(one)))
  const byType = Map.groupBy(others, (one) => one.slice(0, one.indexOf('/')))
  return [...byType].map(([type, all]) => ({ type, count: all.length })).toSorted((a, b) => b.count - a.count)
}
