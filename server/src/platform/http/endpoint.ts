/**
 * Promise: `endpoint()` is the only door. A route is data: method, path, who may call it, what goes in and comes out, and
 * the verb. There is no default for access; who may call stands on the route and fails closed.
 */
import type { Route } from '@candour/contract/route.ts'
import type { Permission } from '@candour/contract/permissions.ts'
import type { z } from 'zod'
import type { MemberActor, Origin, PatientLinkActor } from '../access/actor.ts'
import type { SupportPerson } from '../access/support.ts'
import type { PracticeKeys, PracticeKeySource } from '../access/practice-keys.ts'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { GateTransaction, Transaction, Transactions } from '../database/transaction.ts'
import type { Log } from '../log.ts'
import type { Vault } from '../vault/vault.ts'

/** What every verb is given besides its input; nothing is global. */
export interface Tools {
  vault: Vault
  blobs: BlobStore
  log: Log
  now: Date
  /** The address of this Candour can have passkeys. */
  offersPasskeys: boolean
}

export interface Call<I> extends Tools {
  actor: MemberActor
  input: I
  tx: Transaction
  keys: PracticeKeys
}

/** What one verb hands to another: inside the practice's transaction, with its keys. */
export type Within = Pick<Call<unknown>, 'tx' | 'vault' | 'keys' | 'now'>

/** A call by a member that concerns the person at the gate (sessions), not the practice's records. */
export interface GateCall<I> extends Tools {
  actor: MemberActor
  input: I
  gate: GateTransaction
  keysOf: PracticeKeySource
  /** Of this session, for the web app to send back. */
  csrf: string
  /** What `prepare` came to. */
  prepared: Any
  /** Of the cookie by which this browser is known again. */
  deviceToken: string | undefined
}

/** A call by somebody of support, outside every practice. */
export interface SupportCall<I> extends Tools {
  person: SupportPerson
  input: I
  gate: GateTransaction
  keysOf: PracticeKeySource
  /** Of this session, for the web app to send back. */
  csrf: string
  /** What `prepare` came to. */
  prepared: Any
  publicOrigin: string
}

/** What a call at the gate needs before its transaction: slow work, such as checking a password. */
export type Preparing<I> = Tools & {
  actor: MemberActor
  input: I
  atGate: Transactions['atGate']
  deviceToken: string | undefined
  flow: string | undefined
  keysOf: PracticeKeySource
}

/** A call by the browser that opened a patient's link. */
export interface PatientLinkCall<I> extends Tools, Within {
  actor: PatientLinkActor
  input: I
}

export interface PublicCall<I> extends Tools {
  input: I
  /** Sealed: what this browser holds of a sign-in that it began elsewhere. */
  flow: string | undefined
  origin: Origin
  /** By which the browser may be known. */
  deviceToken: string | undefined
  /** Asked on this machine itself, through no proxy, and by a name of its own. */
  atThisMachine: boolean
  atGate: Transactions['atGate']
  keysOf: PracticeKeySource
  /** Of an `Idempotency-Key`, when one came. */
  retryKey: string | undefined
  /** The public address of this Candour, for links. */
  publicOrigin: string
}

export interface Outcome<O> {
  output: O
  /** The compartments that it touched. What the transaction opened is added by itself. */
  subjects: string[]
  /** Why, where it was asked. */
  reason?: string
  /** Numbers and states, such as before and after; never names. */
  facts?: Record<string, string | number>
  /** The member whom it is about, where what the entry says is the others' business; null where it is about nobody. */
  notFor?: string | null
  cookie?: SessionCookie
  flow?: FlowCookie
}

/** For the browser to hold while its person signs in elsewhere, ten minutes at most; null: dropped. */
export type FlowCookie = string | null

/** `cleared`: the browser drops all that it holds of Candour; `locked`: the session's token alone. */
export type SessionCookie = { token: string; endsAt: Date; device?: string } | 'cleared' | 'locked'

/** Of the entry of support; beside that of a practice in the same browser. */
export type SupportCookie = { token: string; endsAt: Date } | 'cleared'

/** Of the browser that opened a patient's link. */
export type LinkCookie = { token: string; endsAt: Date } | 'cleared'

/** Bytes as they are, instead of JSON. A stream starts only after the entry is durable. */
export interface BytesOutcome {
  status?: number
  headers: Record<string, string>
  body: Buffer | (() => AsyncIterable<Uint8Array | string>)
  subjects: string[]
  /** Why, where it was asked. */
  reason?: string
  /** Numbers and states; never names. */
  facts?: Record<string, string | number>
}

/** What a request for bytes came with. */
export interface BytesInput {
  parameters: Record<string, string>
  /** Of the query string; the last one where a name comes twice. */
  query: Record<string, string>
  headers: {
    contentType: string
    range: string | undefined
    ifMatch: string | undefined
    lastEventId: string | undefined
  }
  body: Buffer
}

/** A call whose body was looked at before its transaction began. */
export interface CheckedCall<C> extends Call<BytesInput> {
  checked: C
}

export interface Upload<P> {
  /** In a transaction: may it come, and where does it go? */
  prepare(call: Call<BytesInput>): Promise<P>
  /** Outside any transaction: takes the bytes in; each part of the source is gone once the next is asked for. Throws, and leaves nothing, when they are not as announced. */
  receive(prepared: P, source: AsyncIterable<Uint8Array>, size: number, tools: Tools): Promise<UploadReceipt>
  /** After a failure of the verb: what was taken in is removed. */
  abandon(prepared: P, tools: Tools): Promise<void>
}

export interface UploadReceipt {
  size: number
  sealedSize: number
  sha256: Buffer
  hashes: Buffer
  root: Buffer
  mediaType: string
}

export type Access = 'public' | 'support' | 'patient-link' | 'signed-in' | Permission

/** Of those who are in a practice. */
type Inside = Exclude<Access, 'public' | 'support' | 'patient-link'>

type In<R> = R extends Route<infer I, z.ZodType> ? z.output<I> : never
type Out<R> = R extends Route<z.ZodType, infer O> ? z.input<O> : never

interface Named {
  /** Noun and verb, as the ledger has it: `patient.register`. */
  name: string
  /** Works on after the trial has ended, although it changes something. */
  afterTrial?: boolean
  /** Works without the second factor that the practice asks for: what leads to one, and out. */
  beforeFactor?: boolean
  /** Works while the practice is locked: what leads out of it. */
  inLockdown?: boolean
  /** Only within five minutes after the person proved to be there. */
  needsProof?: boolean
  /** Open to the operator's support as well, while the practice lets them in; of reads alone (P09). */
  forSupport?: boolean
}

interface BytesRoute {
  method: Route['method']
  /** With `:name` parameters. */
  path: `/${string}`
}

type Any = any // eslint-disable-line -- the table holds endpoints of every input and output

/** What somebody who is not signed in gets, with the cookies that are set by it. */
interface PublicOutcome<O> {
  output: O
  cookie?: SessionCookie
  supportCookie?: SupportCookie
  linkCookie?: LinkCookie
  flow?: FlowCookie
  /** What anybody may keep for so long: it is public, and about nobody. */
  cacheSeconds?: number
}

export type Endpoint = Named & {
  method: Route['method']
  path: string
  input: z.ZodType | null
  output: z.ZodType | null
} & (
    | {
        kind: 'public'
        access: 'public'
        verb: (call: PublicCall<Any>) => Promise<PublicOutcome<Any>>
      }
    | {
        kind: 'support'
        access: 'support'
        prepare?: (
          call: Pick<SupportCall<Any>, 'vault' | 'person' | 'input'> & Pick<Transactions, 'atGate'>,
        ) => Promise<unknown>
        verb: (call: SupportCall<Any>) => Promise<{ output: Any; supportCookie?: SupportCookie }>
      }
    | {
        kind: 'patient-link'
        access: 'patient-link'
        verb: (call: PatientLinkCall<Any>) => Promise<{ output: Any; linkCookie?: LinkCookie }>
      }
    | { kind: 'read' | 'change'; access: Inside; verb: (call: Call<Any>) => Promise<Outcome<Any>> }
    | {
        kind: 'gate'
        access: Inside
        prepare?: (call: Preparing<Any>) => Promise<unknown>
        verb: (call: GateCall<Any>) => Promise<Outcome<Any>>
      }
    | {
        kind: 'bytes-read'
        access: Inside
        verb: (call: Call<BytesInput>) => Promise<BytesOutcome>
      }
    | {
        kind: 'bytes-change'
        access: Inside
        /** Looks at the body before the transaction begins, so that nothing waits for it. */
        check: ((input: BytesInput, tools: Tools) => Promise<Any>) | null
        verb: (call: CheckedCall<Any>) => Promise<BytesOutcome>
      }
    | {
        kind: 'upload'
        access: Inside
        upload: Upload<Any>
        verb: (call: Call<BytesInput> & { prepared: Any; receipt: UploadReceipt }) => Promise<BytesOutcome>
      }
  )

/** A route that takes and gives JSON, by the contract. */
export function endpoint<R extends Route>(
  route: R,
  rest: Named &
    (
      | {
          kind: 'public'
          access: 'public'
          verb: (call: PublicCall<In<R>>) => Promise<PublicOutcome<Out<R>>>
        }
      | {
          kind: 'support'
          access: 'support'
          prepare?: (
            call: Pick<SupportCall<In<R>>, 'vault' | 'person' | 'input'> & Pick<Transactions, 'atGate'>,
          ) => Promise<unknown>
          verb: (call: SupportCall<In<R>>) => Promise<{ output: Out<R>; supportCookie?: SupportCookie }>
        }
      | {
          kind: 'patient-link'
          access: 'patient-link'
          verb: (call: PatientLinkCall<In<R>>) => Promise<{ output: Out<R>; linkCookie?: LinkCookie }>
        }
      | {
          kind: 'read' | 'change'
          access: Inside
          verb: (call: Call<In<R>>) => Promise<Outcome<Out<R>>>
        }
      | {
          kind: 'gate'
          access: Inside
          prepare?: (call: Preparing<In<R>>) => Promise<unknown>
          verb: (call: GateCall<In<R>>) => Promise<Outcome<Out<R>>>
        }
    ),
): Endpoint {
  return { ...route, ...rest } as Endpoint
}

/** A route that takes or gives bytes: FHIR, files, event streams. */
export function bytesEndpoint<P = never>(
  route: BytesRoute,
  rest: Named &
    (
      | {
          kind: 'bytes-read'
          access: Inside
          verb: (call: Call<BytesInput>) => Promise<BytesOutcome>
        }
      | {
          kind: 'bytes-change'
          access: Inside
          check: ((input: BytesInput, tools: Tools) => Promise<P>) | null
          verb: (call: CheckedCall<P>) => Promise<BytesOutcome>
        }
      | {
          kind: 'upload'
          access: Inside
          upload: Upload<P>
          verb: (call: Call<BytesInput> & { prepared: P; receipt: UploadReceipt }) => Promise<BytesOutcome>
        }
    ),
): Endpoint {
  return { ...route, input: null, output: null, ...rest } as Endpoint
}
