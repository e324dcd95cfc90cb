/**
 * The only way to the server. Paths, inputs and answers come from the contract; what the contract decides
 * (tokens, retries, errors) happens here once.
 */
import type { ErrorAnswer, ErrorCode } from '@candour/contract/errors.ts'
import type { InputOf, OutputOf, Route } from '@candour/contract/route.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { asSupport } from './as-support.ts'
import { answered, lost } from './connection.ts'
import { isUntouched, noteAnswer } from './touched.ts'

/** The server answered, and the answer is an error of the closed list. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ErrorCode
  readonly status: number
  readonly requestId: string
  readonly fields: { path: string; message: string }[]

  constructor(status: number, answer: ErrorAnswer['error']) {
    super(answer.message)
    this.code = answer.code
    this.status = status
    this.requestId = answer.requestId
    this.fields = answer.fields ?? []
  }
}

/** No answer came, so nobody knows whether the act was done: it is safe to send again, under the same key. */
export class LostNetwork extends Error {
  override name = 'LostNetwork'
  readonly at = new Date()
}

let csrf = ''
const whenSessionEnds = new Set<() => void>()

export function rememberCsrf(token: string) {
  csrf = token
}

export function currentCsrf() {
  return csrf
}

export function onSessionEnd(listener: () => void) {
  whenSessionEnds.add(listener)
  return () => whenSessionEnds.delete(listener)
}

let askForProof: (() => Promise<boolean>) | null = null

/** @param ask has the person show once more that it is them; answers whether they did */
export function onProofNeeded(ask: () => Promise<boolean>) {
  askForProof = ask
  return () => void (askForProof = null)
}

/** Acts whose answer never came, with their keys: the same act sent again must not be done twice. */
const unanswered = new Map<string, string>()

/** What was asked may name a patient: with the session goes what is remembered of it. */
export function forgetUnanswered() {
  unanswered.clear()
}

let reading = new AbortController()
let keeps = true

/** Who leaves waits for no more answers: what came now would bring a record into memory again. */
export function giveUpReading() {
  reading.abort()
  reading = new AbortController()
  keeps = false
}

/** Somebody has signed in: what is answered from now on is theirs. */
export function readOn() {
  keeps = true
}

export const keepsAnswers = () => keeps

function keyOf(act: string): string {
  const key = unanswered.get(act) ?? crypto.randomUUID()
  unanswered.set(act, key)
  return key
}

function split(path: string, input: Record<string, unknown>): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input }
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    delete rest[name]
    return encodeURIComponent(String(input[name]))
  })
  return { path: filled, rest }
}

function queryOf(values: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) query.set(name, String(value as string | number))
  return query.size === 0 ? '' : `?${query}`
}

export async function readError(response: Response): Promise<ApiError> {
  const answer: unknown = await response.json().catch(() => null)
  const error = (answer as ErrorAnswer | null)?.error
  return new ApiError(
    response.status,
    error ?? { code: 'system.failed', message: 'The server answered in a way Candour does not know.', requestId: '' },
  )
}

/** Tells the application that nobody is signed in any more. */
export function noticeEnd(error: ApiError, path: string) {
  const ended = error.code === 'session.ended' || error.code === 'session.needed'
  if ((ended || error.code === 'request.cross_site') && path !== '/api/sessions' && !path.startsWith('/api/seats'))
    for (const listener of whenSessionEnds) listener()
}

export async function call<R extends Route>(
  route: R,
  input: InputOf<R>,
  options: { signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<OutputOf<R>> {
  const { path, rest } = split(route.path, input as Record<string, unknown>)
  const headers: Record<string, string> = { accept: 'application/json' }
  const request: RequestInit = { method: route.method, headers, credentials: 'same-origin', ...options }
  if (route.method === 'GET')
    request.signal = options.signal === undefined ? reading.signal : AbortSignal.any([reading.signal, options.signal])
  const isUse = !isUntouched()
  Object.assign(headers, asSupport())
  if (!isUse) headers['x-candour-background'] = 'yes'
  const act = `${route.method} ${path} ${JSON.stringify(rest)}`
  if (route.method !== 'GET') headers['x-candour-csrf'] = csrf
  if (route.method === 'POST') headers['idempotency-key'] = keyOf(act)
  if (route.method === 'POST' || route.method === 'PUT' || route.method === 'PATCH') {
    headers['content-type'] = 'application/json'
    request.body = JSON.stringify(rest)
  }
  let response: Response
  let answer: unknown
  try {
    response = await fetch(route.method === 'GET' ? path + queryOf(rest) : path, request)
    answer = response.ok && response.status !== 204 ? await response.json() : {}
  } catch (error) {
    if (request.signal?.aborted === true) throw error
    lost()
    throw new LostNetwork()
  }
  answered()
  noteAnswer(response, isUse)
  if (response.ok) {
    unanswered.delete(act)
    return answer as OutputOf<R>
  }
  const error = await readError(response)
  if (error.status < 500) unanswered.delete(act)
  noticeEnd(error, path)
  const canProve = error.code === 'session.proof_needed' && path !== sessionRoutes.prove.path && askForProof !== null
  if (canProve && (await askForProof!())) return call(route, input, options)
  throw error
}

/** For what the browser fetches by itself, such as a download: whether the person has proved to be there, now or lately. */
export async function proveFirst(): Promise<boolean> {
  const { provedForSeconds } = await call(sessionRoutes.read, {})
  return provedForSeconds > 5 || (askForProof !== null && (await askForProof()))
}

/** The message for one field of the input, when the server found fault with it. */
export function fieldError(error: unknown, path: string): string | undefined {
  return error instanceof ApiError ? error.fields.find((field) => field.path === path)?.message : undefined
}
