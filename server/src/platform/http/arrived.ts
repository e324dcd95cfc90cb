/** Promise: whatever runs a call has the same few parts at hand, put together once in main.ts. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MemberActor } from '../access/actor.ts'
import type { Authenticator } from '../access/authenticate.ts'
import type { PatientLinkGate } from '../access/patient-link.ts'
import type { SupportGate } from '../access/support.ts'
import type { PracticeKeySource } from '../access/practice-keys.ts'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Asker } from '../database/transaction.ts'
import type { Log } from '../log.ts'
import type { Vault } from '../vault/vault.ts'
import type { CompartmentOpener, HiddenFrom } from './idempotency.ts'
import type { Endpoint, Tools } from './endpoint.ts'

export interface DoorOptions {
  database: Database
  vault: Vault
  blobs: BlobStore
  clock: Clock
  log: Log
  authenticator: Authenticator
  supportGate: SupportGate
  patientLinkGate: PatientLinkGate
  keysOf: PracticeKeySource
  /** Served over TLS, by itself or behind a declared proxy. */
  secure: boolean
  publicOrigins: ReadonlySet<string>
  publicOrigin: string
  offersPasskeys: boolean
  /** Something went into the ledger's queue. */
  poke(): void
  openCompartment: CompartmentOpener
  hiddenFrom: HiddenFrom
  /** A record or file was found altered: the practice is told. `about` is its id, or the address when that is not known. */
  alarm(practice: string, verb: string, about: string): Promise<void>
}

/** With what each verb is given. */
export interface Workshop extends DoorOptions {
  tools(): Tools
}

export interface Arrived {
  endpoint: Endpoint
  request: FastifyRequest
  reply: FastifyReply
  actor: MemberActor
  /** Compartments that it had opened when it was refused; the entry names them. */
  about: Set<string>
}

/** As whom a member's call opens records. */
export function askerOf({ clock }: Pick<DoorOptions, 'clock'>, { actor }: Pick<Arrived, 'actor'>): Asker {
  return { kind: 'member', member: actor.member, now: clock.now() }
}
