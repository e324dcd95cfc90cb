/** A client as the web app is one: keeps the cookie, sends the CSRF token and an Idempotency-Key. */
import type { InputOf, OutputOf, Route } from '@candour/contract/route.ts'
import { newId } from '../src/platform/vault/ids.ts'

export interface Answer<T = unknown> {
  status: number
  body: T
  headers: Headers
}

/** After which a call that is not answered is a fault that names itself. */
const mostMs = 60_000

export class Browser {
  readonly address: string
  cookie: string | null = null
  csrf: string | null = null
  /** The cookie by which this browser is known again. */
  device: string | null = null
  /** What it holds while its person signs in elsewhere. */
  flow: string | null = null

  constructor(address: string) {
    this.address = address
  }

  /** By the contract; throws on any status but 2xx. */
  async call<R extends Route>(route: R, input: InputOf<R>): Promise<OutputOf<R>> {
    const answer = await this.try(route, input)
    if (answer.status >= 300)
      throw new Error(`${route.method} ${route.path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as OutputOf<R>
  }

  /** By the contract; answers what came. */
  async try<R extends Route>(route: R, input: unknown, headers: Record<string, string> = {}): Promise<Answer<any>> {
    const rest = { ...(input as Record<string, unknown>) }
    const path = route.path.replace(/:(\w+)/g, (_whole, name: string) => {
      const value = encodeURIComponent(String(rest[name]))
      delete rest[name]
      return value
    })
    const isGet = route.method === 'GET'
    const query =
      isGet && Object.keys(rest).length > 0 ? `?${new URLSearchParams(rest as Record<string, string>).toString()}` : ''
    const body = isGet ? undefined : JSON.stringify(rest)
    return this.send(route.method, path + query, body, {
      'content-type': 'application/json',
      ...(route.method === 'POST' ? { 'idempotency-key': newId() } : {}),
      ...headers,
    })
  }

  async send(
    method: string,
    path: string,
    body?: BodyInit | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer<any>> {
    const { response } = await this.fetch(method, path, body, headers, AbortSignal.timeout(mostMs)).catch(
      (error: unknown) => {
        throw new Error(`${method} ${path} was not answered`, { cause: error })
      },
    )
    const text = await response.text()
    let parsed: unknown = text
    try {
      parsed = JSON.parse(text)
    } catch {
      // Not every answer is JSON.
    }
    return { status: response.status, body: parsed, headers: response.headers }
  }

  async fetch(
    method: string,
    path: string,
    body?: BodyInit | Uint8Array,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<{ response: Response }> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...cookieHeader([this.cookie, this.device, this.flow]),
        ...(this.csrf === null || method === 'GET' ? {} : { 'x-candour-csrf': this.csrf }),
        ...headers,
      },
      ...(body === undefined || method === 'GET' ? {} : { body: body as BodyInit }),
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair] = set.split(';')
      if (/^(__Host-)?candour-device=/.test(pair!)) this.device = pair!
      else if (/^(__Host-)?candour-flow=/.test(pair!)) this.flow = pair!
      else this.cookie = pair!
    }
    return { response }
  }
}

function cookieHeader(pairs: (string | null)[]): Record<string, string> {
  const held = pairs.filter((pair) => pair !== null)
  return held.length === 0 ? {} : { cookie: held.join('; ') }
}
