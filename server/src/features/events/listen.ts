import type { Event } from '@candour/contract/events.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { readEventsSince, readHorizon, type EventRow } from './events.store.ts'
import type { Transaction, Transactions } from '../../platform/database/transaction.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'

const everyMs = 700
const keepAliveMs = 20_000

export interface ListenOptions {
  inPractice: Transactions['inPractice']
  /** False once the session has ended; listening is no activity and keeps nothing awake. */
  stillSignedIn(call: Pick<Call<unknown>, 'actor'>): Promise<boolean>
  isStopping(): boolean
  now(): Date
}

/** Server-sent events (WHATWG HTML, 9.2): ids only. `Last-Event-ID` resumes where the connection broke. */
export function listen(options: ListenOptions) {
  return async (call: Call<BytesInput>): Promise<BytesOutcome> => {
    const asked = call.input.headers.lastEventId
    const start = asked === undefined ? await readHorizon(call.tx) : String(openPosition(call, asked) + 1n)
    return {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
      body: () => stream(call, options, start),
      subjects: [],
    }
  }
}

async function* stream(call: Call<BytesInput>, options: ListenOptions, start: string): AsyncGenerator<string> {
  const { practice } = call.actor
  let position = start
  let spoke = performance.now()
  // An id at once: whoever is cut off before the first event resumes from here.
  yield `retry: 3000\nid: ${sealPosition(call, String(BigInt(start) - 1n))}\n\n`
  while (!options.isStopping()) {
    if (!(await options.stillSignedIn(call))) {
      yield 'event: ended\ndata: {}\n\n'
      return
    }
    const rows = await options.inPractice(practice, (tx) => readShown(call, options, tx, position))
    for (const [place, row] of rows.entries()) {
      const event = row.isHidden ? null : toEvent(row)
      // The id stands on the last event of a transaction: cut off before it, one gets all of them again.
      const isLast = rows[place + 1]?.xid !== row.xid
      if (event !== null) {
        spoke = performance.now()
        yield `${isLast ? `id: ${sealPosition(call, row.xid)}\n` : ''}data: ${JSON.stringify(event)}\n\n`
      }
      if (isLast) position = String(BigInt(row.xid) + 1n)
    }
    if (performance.now() - spoke > keepAliveMs) {
      yield ': still here\n\n'
      spoke = performance.now()
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** What is restricted to others at this moment is not told: each look asks again, for a glass may have ended. */
async function readShown({ actor, vault }: Call<unknown>, options: ListenOptions, tx: Transaction, position: string) {
  const rows = await readEventsSince(tx, position)
  if (rows.every(({ patient }) => patient === null)) return rows.map((row) => ({ ...row, isHidden: false }))
  tx.asker = { kind: 'member', member: actor.member, now: options.now() }
  const hidden = await hiddenFrom({ tx, vault })
  return rows.map((row) => ({ ...row, isHidden: row.patient !== null && hidden.has(row.patient) }))
}

type Sealing = Pick<Call<unknown>, 'tx' | 'vault' | 'keys'>

function place(practice: string) {
  return { table: 'candour.event', field: 'position', record: practice, revision: 1, schema: 1 }
}

/** Sealed: the position counts the transactions of all practices, and would tell how busy the others are (P01). */
function sealPosition({ tx, vault, keys }: Sealing, xid: string): string {
  return vault.seal(keys.record, place(tx.practice), Buffer.from(xid.padStart(20, '0'))).toString('base64url')
}

/** Throws `input.invalid`. */
function openPosition({ tx, vault, keys }: Sealing, asked: string): bigint {
  try {
    return BigInt(vault.open(keys.record, place(tx.practice), Buffer.from(asked, 'base64url')).toString())
  } catch {
    throw new AppError('input.invalid', [{ path: 'Last-Event-ID', message: 'This is not one that Candour gave out.' }])
  }
}

export function toEvent({ kind, patient, object, member }: EventRow): Event | null {
  if (kind === 'note.finished') return { kind, patient: patient!, note: object!, member: member! }
  if (kind === 'file.added') return { kind, patient: patient!, file: object!, member: member! }
  if (kind === 'patient.changed') return { kind, patient: patient!, member: member! }
  if (kind === 'member.changed') return { kind, member: object! }
  if (kind === 'transfer.moved') return { kind, transfer: object! }
  return kind === 'notice.added' || kind === 'support.changed' ? { kind } : null
}
