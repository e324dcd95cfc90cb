/**
 * Promise: every call goes the same way: authenticate, refuse cross-site, authorise, validate, open the practice's
 * transaction, run the verb, enter it into the ledger, validate the answer. A change and its entry commit together, a
 * read's entry is durable before the first byte leaves, refusals are entered too. When the ledger can't be written,
 * nothing is done and nothing is shown.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '@candour/contract/permissions.ts'
import { supportHeader } from '@candour/contract/support.ts'
import type { MemberActor } from '../access/actor.ts'
import { whyNotIn } from '../access/decided.ts'
import { csrfTokenOf, needProof } from '../access/authenticate.ts'
import { AppError } from '../app-error.ts'
import type { Arrived, DoorOptions } from './arrived.ts'
import { isAtThisMachine, originOf } from './client.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { Endpoint } from './endpoint.ts'
import { asAppError } from './faults.ts'
import { onceAMinute } from './once-a-minute.ts'
import { recorder, type Door } from './record.ts'
import {
  readDeviceToken,
  readFlow,
  readSessionToken,
  readSupportToken,
  setFlowCookie,
  setLinkCookie,
  setSessionCookie,
  setSupportCookie,
} from './session-cookie.ts'
import { readInput, validOutput } from './validate.ts'
import { openRoom } from '../room.ts'
import { answerPatientLink } from './patient-link-call.ts'
import { runBytes } from './run-bytes.ts'
import { runJson } from './run-json.ts'

/** 48 MiB of large bodies, three of the largest: each is in memory about four times while it is sealed and sent. */
const bodiesAtOnce = 48 * 1024 ** 2
const mostWaiting = 64

export function openDoor(app: FastifyInstance, endpoints: Endpoint[], options: DoorOptions): void {
  const door: Door = {
    ...options,
    recorder: recorder(options),
    shutOut: onceAMinute(options.clock),
    bodies: openRoom(bodiesAtOnce, mostWaiting),
    tools: () => {
      const { vault, blobs, log, offersPasskeys } = options
      return { vault, blobs, log, offersPasskeys, now: options.clock.now() }
    },
  }
  const names = new Set<string>()
  for (const endpoint of endpoints) {
    const { method, path, access } = endpoint
    if (access === undefined) throw new Error(`${method as string} ${path as string} does not say who may call it`)
    if (names.has(endpoint.name)) throw new Error(`two endpoints are named ${endpoint.name}`)
    names.add(endpoint.name)
    if (endpoint.forSupport === true && !isRead(endpoint)) throw new Error(`${endpoint.name} is no read for support`)
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
  if (endpoint.kind === 'support') return answerSupport(door, endpoint, request, reply)
  if (endpoint.kind === 'patient-link') return answerPatientLink(door, endpoint, request, reply)
  const asSupport = request.headers[supportHeader]
  if (asSupport !== undefined) return answerInPractice(door, endpoint, request, reply, String(asSupport))
  const token = readSessionToken(request, door.secure)
  const { actor, altered } = await door.authenticator.authenticate(
    token,
    originOf(request),
    isActivity(endpoint, request),
  )
  const arrived = { endpoint, request, reply, actor, about: new Set<string>() }
  try {
    if (altered !== null) throw altered
    if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, token!)
    authorise(endpoint, actor, door.clock.now())
  } catch (error) {
    throw await door.recorder.refuse(arrived, asAppError(error))
  }
  return endpoint.input === null ? runBytes(door, arrived) : runJson(door, arrived)
}

/** What a page asks by itself, while nobody touches it, says so. */
function isActivity(endpoint: Endpoint, request: FastifyRequest): boolean {
  return !endpoint.name.startsWith('event.') && request.headers['x-candour-background'] === undefined
}

function isRead({ kind }: Endpoint): boolean {
  return kind === 'read' || kind === 'bytes-read'
}

/**
 * Somebody of support, in a practice that let them in. The one place that says what they reach: reads that are marked for them,
 * never anything that changes, whatever they may do besides; and whatever they ask is entered, refusals too. Where nothing is
 * open to them they are refused over and over for one entry a minute.
 */
async function answerInPractice(
  door: Door,
  endpoint: Exclude<Endpoint, { kind: 'public' | 'support' | 'patient-link' }>,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: string,
): Promise<unknown> {
  const token = readSupportToken(request, door.secure)
  const person = await door.supportGate.personOf(token, originOf(request), isActivity(endpoint, request))
  const { actor, why } = await door.supportGate.actorOf(person, asked)
  const arrived = { endpoint, request, reply, actor, about: new Set<string>() }
  if (why !== null) throw await refuseShutOut(door, arrived, new AppError(why))
  try {
    if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, token!)
    if (!isRead(endpoint) || endpoint.forSupport !== true) throw new AppError('support.reads_only')
    if (endpoint.access === 'signed-in' || !actor.can.has(endpoint.access)) throw new AppError('access.refused')
  } catch (error) {
    throw await door.recorder.refuse(arrived, asAppError(error))
  }
  return endpoint.kind === 'bytes-read' ? runBytes(door, arrived) : runJson(door, arrived)
}

async function refuseShutOut(door: Door, arrived: Arrived, error: AppError): Promise<AppError> {
  const what = `${arrived.actor.member} ${error.code}`
  if (!door.shutOut.isFirst(what)) return error
  const given = await door.recorder.refuse(arrived, error)
  if (given !== error) door.shutOut.forget(what)
  return given
}

/** Somebody of support at their own entry, in no practice. What concerns one is entered there by the verb. */
async function answerSupport(
  door: Door,
  endpoint: Endpoint & { kind: 'support' },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const token = readSupportToken(request, door.secure)
  const person = await door.supportGate.personOf(token, originOf(request), isActivity(endpoint, request))
  if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, token!)
  const input: unknown = await readInput(endpoint, request)
  const { atGate } = door.database
  const prepared = await endpoint.prepare?.({ vault: door.vault, person, input, atGate })
  const { keysOf, publicOrigin } = door
  const body = await atGate(async (gate) => {
    const call = { ...door.tools(), person, input, gate, keysOf, csrf: csrfTokenOf(token!), prepared, publicOrigin }
    const { output, supportCookie } = await endpoint.verb(call)
    const valid = validOutput(endpoint, output)
    if (supportCookie !== undefined) gate.afterCommit(() => setSupportCookie(reply, supportCookie, door.secure))
    return valid
  })
  door.poke()
  return body
}

function authorise(endpoint: Endpoint, actor: MemberActor, now: Date): void {
  // Whoever is not let in can still go out.
  const isGoing = endpoint.name === 'session.sign-out'
  const why = isGoing ? null : whyNotIn(actor.rules, actor.member, actor.origin.address, now)
  if (why !== null) throw new AppError(why)
  if (actor.isLocked && endpoint.inLockdown !== true) throw new AppError('practice.locked')
  if (actor.factorDue !== null && endpoint.beforeFactor !== true)
    throw new AppError(`session.${actor.factorDue}_needed`)
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
  const { output, cookie, supportCookie, linkCookie, flow, cacheSeconds } = await endpoint.verb({
    ...door.tools(),
    input,
    origin: originOf(request),
    deviceToken: readDeviceToken(request, door.secure),
    flow: readFlow(request, door.secure),
    atThisMachine: isAtThisMachine(request, door.publicOrigins),
    atGate: door.database.atGate,
    keysOf: door.keysOf,
    retryKey: typeof retryKey === 'string' ? retryKey : undefined,
    publicOrigin: door.publicOrigin,
  })
  const body = validOutput(endpoint, output)
  door.poke()
  if (supportCookie !== undefined) setSupportCookie(reply, supportCookie, door.secure)
  if (linkCookie !== undefined) setLinkCookie(reply, linkCookie, door.secure)
  if (flow !== undefined) setFlowCookie(reply, flow, door.secure)
  if (cacheSeconds !== undefined) reply.header('cache-control', `public, max-age=${cacheSeconds}`)
  if (cookie !== undefined) {
    const before = readSessionToken(request, door.secure)
    if (before !== undefined && typeof cookie === 'object' && before !== cookie.token)
      await door.authenticator.end(before)
    setSessionCookie(reply, cookie, door.secure)
  }
  return body
}
