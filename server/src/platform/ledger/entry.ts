/** Promise: an entry's detail (from where, which session, why, what changed) is sealed under the practice's own key. */
import type { Actor, ActorKind } from '../access/actor.ts'
import type { PracticeKeys } from '../access/practice-keys.ts'
import type { TouchedRecord, Transaction } from '../database/transaction.ts'
import { digest } from '../vault/digest.ts'
import { newId, randomNonce } from '../vault/ids.ts'
import type { Vault } from '../vault/vault.ts'
import type { FieldChange } from './changed-fields.ts'

export type EntryOutcome = 'opened' | 'changed' | 'signed-in' | 'refused'

/** What only the practice may read. */
export interface EntryDetail {
  id: string
  address?: string
  device?: string
  session?: string
  job?: string
  /** Who it was, of the operator's support. */
  support?: string
  request?: string
  route?: string
  refusal?: string
  reason?: string
  touched?: TouchedRecord[]
  /** Of rows that are no FHIR resources: which fields changed, from what to what. */
  changes?: FieldChange[]
  /** Numbers and states, such as how many failures; never names. */
  facts?: Record<string, string | number>
  /** The member whom it is about, where what it says is the others' business; null where it is about nobody. */
  notFor?: string | null
  /** When all the rest of it was removed, under the practice's retention. Never sealed: it stands beside. */
  removedAt?: string
}

/** As it waits in the queue: the sequencer adds number and time. */
export interface QueuedEntry {
  practice: string
  actorKind: ActorKind
  actor: string | null
  verb: string
  outcome: EntryOutcome
  subjects: string[]
  /** Base64. */
  nonce: string
  detail: string
}

export interface NewEntry {
  actor: Actor
  verb: string
  outcome: EntryOutcome
  subjects: Iterable<string>
  detail: Omit<EntryDetail, 'id'>
}

/** What a transaction opened, wrote and changed, as its entry keeps it. */
export function cameToPass({ records, changes }: Pick<Transaction, 'records' | 'changes'>) {
  return {
    ...(records.length === 0 ? {} : { touched: records }),
    ...(changes.length === 0 ? {} : { changes }),
  }
}

export function detailPlace(id: string) {
  return { table: 'ledger.entry', field: 'detail', record: id, revision: 1, schema: 1 }
}

/** The sealed detail starts with its own id (16 bytes), which the seal's place names. */
export function sealEntry(vault: Vault, keys: PracticeKeys, entry: NewEntry): QueuedEntry {
  const id = newId()
  const detail: EntryDetail = { id, ...detailOf(entry.actor), ...entry.detail }
  const sealed = vault.seal(keys.record, detailPlace(id), Buffer.from(JSON.stringify(detail)))
  return {
    practice: entry.actor.practice,
    actorKind: entry.actor.kind,
    actor: actorOf(entry.actor),
    verb: entry.verb,
    outcome: entry.outcome,
    subjects: [...new Set(entry.subjects)].toSorted(),
    nonce: randomNonce().toString('base64'),
    detail: Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), sealed]).toString('base64'),
  }
}

function actorOf(actor: Actor): string | null {
  if (actor.kind === 'patient-link') return actor.link
  return 'member' in actor ? actor.member : null
}

function detailOf(actor: Actor): Omit<EntryDetail, 'id'> {
  if (actor.kind === 'job') return { job: actor.job }
  if (actor.kind === 'operator') return { device: `${actor.command} on the installation’s own machine` }
  if (actor.kind === 'patient-link') return { ...actor.origin }
  const { origin, session, supportName } = actor
  return {
    address: origin.address,
    device: origin.device,
    session,
    ...(supportName === undefined ? {} : { support: supportName }),
  }
}

export function openDetail(vault: Vault, keys: PracticeKeys, detail: Buffer): EntryDetail {
  const hex = detail.subarray(0, 16).toString('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return JSON.parse(vault.open(keys.record, detailPlace(id), detail.subarray(16)).toString()) as EntryDetail
}

export function detailHash(detail: Buffer): Buffer {
  return digest(detail)
}
