/**
 * Promise: every call goes the same way: authenticate, refuse cross-site, authorise, validate, open the practice's
 * transaction, run the verb, enter it into the ledger, validate the answer. A change and its entry commit together, a
 * read's entry is durable before the first byte leaves, refusals are entered too. When the ledger can't be written,
 * nothing is done and nothing is shown.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../access/actor.ts'
import type { Authenticator } from '../access/authenticate.ts'
import type { PracticeKeySource } from '../access/practice-keys.ts'
import { AppError } from '../app-error.ts'
import type { BlobStore } from '../blobs/blob-store.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { Vault } from '../vault/vault.ts'
import { readJson } from './body.ts'
import { originOf } from './client.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { Endpoint, Tools } from './endpoint.ts'
import { asAppError, inputProblems } from './faults.ts'
import { type Recorder, recorder } from './record.ts'
import { readSessionToken, setSessionCookie } from './session-cookie.ts'
import { runBytes } from './run-bytes.ts'
import { runJson } from './run-json.ts'

export interface DoorOptions {
  database: Database
  vault: Vault
  blobs: BlobStore
  clock: Clock
  log: Log
  authenticator: Authenticator
  keysOf: PracticeKeySource
  /** Served over TLS, by itself or behind a declared proxy. */
  secure: boolean
  publicOrigins: ReadonlySet<string>
  publicOrigin: string
  /** Something went into the ledger's queue. */
  poke(): void
  /** A record or file was found altered: the practice is told. */
  alarm(practice: string, verb: string): Promise<void>
}

/** What the runners of the single kinds share. */
export interface Door extends DoorOptions {
  recorder: Recorder
  tools(): Tools
}

export interface Arrived {
  endpoint: Endpoint
  request: FastifyRequest
  reply: FastifyReply
  actor: MemberActor
}

export function openDoor(app: FastifyInstance, endpoints: Endpoint[], options: DoorOptions): void {
  const door: Door = {
    ...options,
    recorder: recorder(options),
    tools: () => ({ vault: options.vault, blobs: options.blobs, log: options.log, now: options.clock.now() }),
  }
  const names = new Set<string>()
  for (const endpoint of endpoints) {
    const { method, path, access } = endpoint
    if (access === undefined) throw new Error(`${method as string} ${path as string} does not say who may call it`)
    if (names.has(endpoint.name)) throw new Error(`two endpoints are named ${endpoint.name}`)
    names.add(endpoint.name)
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      exposeHeadRoute: false,
      config: { endpoint: endpoint.name },
      handler: (request, reply) => answer(door, endpoint, request, reply),
    })
  }
}

async function answer(door: Door, endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (endpoint.kind === 'public') return answerPublic(door, endpoint, request, reply)
  const token = readSessionToken(request, door.secure)
  const isActivity = !endpoint.name.startsWith('event.')
  const actor = await door.authenticator.authenticate(token, originOf(request), isActivity)
  const arrived = { endpoint, request, reply, actor }
  try {
    if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, token!)
    authorise(endpoint, actor)
  } catch (error) {
    throw await door.recorder.refuse(arrived, asAppError(error))
  }
  return endpoint.input === null ? runBytes(door, arrived) : runJson(door, arrived)
}

function authorise(endpoint: Endpoint, actor: MemberActor): void {
  if (endpoint.access !== 'signed-in' && !actor.can.has(endpoint.access as Permission))
    throw new AppError('access.refused')
  const writes = endpoint.kind === 'change' || endpoint.kind === 'bytes-change' || endpoint.kind === 'upload'
  if (writes && actor.readOnly && endpoint.afterTrial !== true) throw new AppError('practice.trial_ended')
}

async function answerPublic(
  door: Door,
  endpoint: Endpoint & { kind: 'public' },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, null)
  const input = await readInput(endpoint, request)
  const retryKey = request.headers['idempotency-key']
  const { output, cookie } = await endpoint.verb({
    ...door.tools(),
    input,
    origin: originOf(request),
    atGate: door.database.atGate,
    keysOf: door.keysOf,
    retryKey: typeof retryKey === 'string' ? retryKey : undefined,
    publicOrigin: door.publicOrigin,
  })
  const body = validOutput(endpoint, output)
  door.poke()
  if (cookie !== undefined) setSessionCookie(reply, cookie, door.secure)
  return body
}

/** Path parameters and body (or query), in one flat object. Throws `input.invalid`. */
export async function readInput(endpoint: Endpoint, request: FastifyRequest): Promise<unknown> {
  const body = request.method === 'GET' ? { ...(request.query as object) } : await readJson(request)
  if (request.method !== 'GET' && Object.keys(request.query as object).length > 0) {
    throw new AppError('input.invalid', [{ path: '', message: 'This address takes no query string.' }])
  }
  const parameters = request.params as Record<string, string>
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(body, name))
      throw new AppError('input.invalid', [{ path: name, message: 'This stands in the address already.' }])
  }
  const parsed = endpoint.input!.safeParse({ ...body, ...parameters }, { reportInput: true })
  if (!parsed.success) throw inputProblems(parsed.error)
  return parsed.data
}

/** What leaves has the shape of the contract, or it doesn't leave. */
export function validOutput(endpoint: Endpoint, output: unknown): unknown {
  const parsed = endpoint.output!.safeParse(output)
  if (!parsed.success)
    throw new Error(`${endpoint.name} answers outside its contract: ${parsed.error.issues[0]?.path.join('.')}`)
  return parsed.data
}
