/** Calls any endpoint of the table with an example of its input. */
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import { newId } from '../../src/platform/vault/ids.ts'
import { Browser, type Answer } from '../browser.ts'

export interface Asked {
  /** Path parameters, then body or query, flat, as the contract has them; every field that there is. */
  input: Record<string, unknown>
  /** What is sent instead of JSON fields: a FHIR resource. */
  resource?: Record<string, unknown>
  /** What is sent instead of JSON fields: bytes. */
  bytes?: Buffer
  headers?: Record<string, string>
  /** The cookie of a sign-in elsewhere. */
  flow?: string
}

/** `browser` keeps the cookie that it has, whatever the call answers. */
export async function callEndpoint(browser: Browser, endpoint: Endpoint, asked: Asked): Promise<Answer<any>> {
  const { path, rest } = placeOf(endpoint, asked.input)
  const isGet = endpoint.method === 'GET'
  const query = isGet && Object.keys(rest).length > 0 ? `?${new URLSearchParams(asText(rest)).toString()}` : ''
  const { cookie, csrf, device } = browser
  const flow = asked.flow ?? null
  const once = Object.assign(new Browser(browser.address), { cookie, csrf, device, flow })
  const { response } = await once.fetch(endpoint.method, path + query, bodyOf(asked, rest), {
    'content-type': asked.bytes === undefined ? 'application/json' : 'application/octet-stream',
    ...(endpoint.method === 'POST' ? { 'idempotency-key': newId() } : {}),
    ...asked.headers,
  })
  // An event stream has no end.
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await response.body?.cancel()
    return { status: response.status, body: 'a stream', headers: response.headers }
  }
  const text = await response.text()
  return { status: response.status, body: parsed(text), headers: response.headers }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The address with its parameters, and the fields that are left for the body or the query. */
export function placeOf({ path }: Pick<Endpoint, 'path'>, input: Record<string, unknown>) {
  const rest = { ...input }
  const filled = path.replace(/:(\w+)|\*/g, (_whole, name = '*') => {
    const value = name === '*' ? String(rest[name]) : encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  return { path: filled, rest }
}

function bodyOf({ bytes, resource }: Asked, rest: object): Buffer | string {
  return bytes ?? JSON.stringify(resource ?? rest)
}

function asText(rest: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
}
