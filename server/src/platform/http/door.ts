/**
 * Promise: every call goes the same way: authenticate, refuse cross-site, authorise, validate, open the practice's
 * transaction, run the verb, enter it into the ledger, validate the answer. A change and its entry commit together, a
 * read's entry is durable before the first byte leaves, refusals are entered too. When the ledger can't be written,
 * nothing is done and nothing is shown.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../access/actor.ts'
import { needProof } from '../access/authenticate.ts'
import { AppError } from '../app-error.ts'
import type { DoorOptions } from './arrived.ts'
import { isAtThisMachine, originOf } from './client.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { Endpoint } from './endpoint.ts'
import { asAppError } from './faults.ts'
import { recorder, type Door } from './record.ts'
import { readSessionToken, setSessionCookie } from './session-cookie.ts'
import { readInput, validOutput } from './validate.ts'
import { openRoom } from '../room.ts'
import { runBytes } from './run-bytes.ts'
import { runJson } from './run-json.ts'

/** 48 MiB of large bodies, three of the largest: each is in memory about four times while it is sealed and sent. */
const bodiesAtOnce = 48 * 1024 ** 2
const mostWaiting = 64

export function openDoor(app: FastifyInstance, endpoints: Endpoint[], options: DoorOptions): void {
  const door: Door = {
    ...options,
    recorder: recorder(options),
    bodies: openRoom(bodiesAtOnce, mostWaiting),
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
  const { actor, altered } = await door.authenticator.authenticate(token, originOf(request), isActivity)
  const arrived = { endpoint, request, reply, actor, about: new Set<string>() }
  try {
    if (altered !== null) throw altered
    if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, token!)
    authorise(endpoint, actor)
  } catch (error) {
    throw await door.recorder.refuse(arrived, asAppError(error))
  }
  return endpoint.input === null ? runBytes(door, arrived) : runJson(door, arrived)
}

function authorise(endpoint: Endpoint, actor: MemberActor): void {
  if (actor.factorDue && endpoint.beforeFactor !== true) throw new AppError('session.factor_needed')
  if (endpoint.access !== 'signed-in' && !actor.can.has(endpoint.access as Permission))
    throw new AppError('access.refused')
  const writes = endpoint.kind === 'change' || endpoint.kind === 'bytes-change' || endpoint.kind === 'upload'
  if (writes && actor.readOnly && endpoint.afterTrial !== true) throw new AppError('practice.trial_ended')
  if (endpoint.needsProof === true) needProof(actor)
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
    atThisMachine: isAtThisMachine(request, door.publicOrigins),
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
