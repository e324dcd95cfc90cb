/**
 * Promise: `endpoint()` is the only door. A route is data: method, path, who may call it, what goes in and comes out, and
 * the verb. There is no default for access; who may call stands on the route and fails closed.
 */
import type { Route } from '@candour/contract/route.ts'
import type { Permission } from '@candour/contract/permissions.ts'
import type { z } from 'zod'
import type { MemberActor, Origin } from '../access/actor.ts'
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
}

/** What a call at the gate needs before its transaction: slow work, such as checking a password. */
export type Preparing<I> = Tools & { actor: MemberActor; input: I; atGate: Transactions['atGate'] }

export interface PublicCall<I> extends Tools {
  input: I
  origin: Origin
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
  cookie?: SessionCookie
}

export type SessionCookie = { token: string; endsAt: Date } | 'cleared'

/** Bytes as they are, instead of JSON. A stream starts only after the entry is durable. */
export interface BytesOutcome {
  status?: number
  headers: Record<string, string>
  body: Buffer | (() => AsyncIterable<Uint8Array | string>)
  subjects: string[]
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

export type Access = 'public' | 'signed-in' | Permission

type In<R> = R extends Route<infer I, z.ZodType> ? z.output<I> : never
type Out<R> = R extends Route<z.ZodType, infer O> ? z.input<O> : never

interface Named {
  /** Noun and verb, as the ledger has it: `patient.register`. */
  name: string
  /** Works on after the trial has ended, although it changes something. */
  afterTrial?: boolean
  /** Works without the second factor that the practice asks for: what leads to one, and out. */
  beforeFactor?: boolean
  /** Only within five minutes after the person proved to be there. */
  needsProof?: boolean
}

interface BytesRoute {
  method: Route['method']
  /** With `:name` parameters. */
  path: `/${string}`
}

type Any = any // eslint-disable-line -- the table holds endpoints of every input and output

export type Endpoint = Named & {
  method: Route['method']
  path: string
  input: z.ZodType | null
  output: z.ZodType | null
} & (
    | {
        kind: 'public'
        access: 'public'
        verb: (call: PublicCall<Any>) => Promise<{ output: Any; cookie?: SessionCookie }>
      }
    | { kind: 'read' | 'change'; access: Exclude<Access, 'public'>; verb: (call: Call<Any>) => Promise<Outcome<Any>> }
    | {
        kind: 'gate'
        access: 'signed-in'
        prepare?: (call: Preparing<Any>) => Promise<unknown>
        verb: (call: GateCall<Any>) => Promise<Outcome<Any>>
      }
    | {
        kind: 'bytes-read'
        access: Exclude<Access, 'public'>
        verb: (call: Call<BytesInput>) => Promise<BytesOutcome>
      }
    | {
        kind: 'bytes-change'
        access: Exclude<Access, 'public'>
        /** Looks at the body before the transaction begins, so that nothing waits for it. */
        check: ((input: BytesInput, tools: Tools) => Promise<Any>) | null
        verb: (call: CheckedCall<Any>) => Promise<BytesOutcome>
      }
    | {
        kind: 'upload'
        access: Exclude<Access, 'public'>
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
          verb: (call: PublicCall<In<R>>) => Promise<{ output: Out<R>; cookie?: SessionCookie }>
        }
      | {
          kind: 'read' | 'change'
          access: Exclude<Access, 'public'>
          verb: (call: Call<In<R>>) => Promise<Outcome<Out<R>>>
        }
      | {
          kind: 'gate'
          access: 'signed-in'
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
          access: Exclude<Access, 'public'>
          verb: (call: Call<BytesInput>) => Promise<BytesOutcome>
        }
      | {
          kind: 'bytes-change'
          access: Exclude<Access, 'public'>
          check: ((input: BytesInput, tools: Tools) => Promise<P>) | null
          verb: (call: CheckedCall<P>) => Promise<BytesOutcome>
        }
      | {
          kind: 'upload'
          access: Exclude<Access, 'public'>
          upload: Upload<P>
          verb: (call: Call<BytesInput> & { prepared: P; receipt: UploadReceipt }) => Promise<BytesOutcome>
        }
    ),
): Endpoint {
  return { ...route, input: null, output: null, ...rest } as Endpoint
}
