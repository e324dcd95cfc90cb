/**
 * Promise: where nobody asked for traces nothing of them is loaded and nothing is done; where somebody did, a span says a route's
 * template, a status and times, and never a name, an id of a record or a person, an address or a body (P64).
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Log } from '../log.ts'
import { openExporter, type Attributes, type Exporter, type SpanName } from './exporter.ts'

/** What goes on for one request, wherever it is gone on with. Times are those of `performance`. */
export interface TracedRequest {
  part(name: SpanName, from: number, to: number, attributes?: Attributes): void
  /** How often something was opened in the vault, for how long in all, first and last. */
  vault: { count: number; milliseconds: number; from: number; to: number }
}

export interface Tracing {
  /** Runs what comes of a request; `end` is called once it is answered, or broken off. */
  request(method: string, act: () => void): { end(route: string, status: number): void }
  /** The request on behalf of which this runs; undefined for work of Candour's own. */
  current(): TracedRequest | undefined
  /** Goes on for a request in the midst of another's turn. */
  within<T>(request: TracedRequest | undefined, act: () => T): T
  stop(): Promise<void>
}

/** @param endpoint of an OTLP/HTTP receiver, without `/v1/traces` */
export async function openTracing(endpoint: string, version: string, log: Log): Promise<Tracing> {
  const exporter = await openExporter(endpoint, version, (error) =>
    log.warn({ part: 'tracing', err: error }, 'traces were not taken'),
  )
  const requests = new AsyncLocalStorage<TracedRequest>()
  return {
    request(method, act) {
      const span = exporter.begin(method, performance.now())
      const request: TracedRequest = {
        part: (name, from, to, attributes = {}) => span.part(name, from, to, attributes),
        vault: { count: 0, milliseconds: 0, from: 0, to: 0 },
      }
      requests.run(request, act)
      return { end: (route, status) => endRequest(span, request, method, route, status) }
    },
    current: () => requests.getStore(),
    within: (request, act) => (request === undefined ? act() : requests.run(request, act)),
    stop: () => exporter.stop(),
  }
}

function endRequest(
  span: ReturnType<Exporter['begin']>,
  { vault }: TracedRequest,
  method: string,
  route: string,
  status: number,
): void {
  if (vault.count > 0) {
    const spent = Math.round(vault.milliseconds * 1000) / 1000
    span.part('vault.open', vault.from, vault.to, { 'candour.openings': vault.count, 'candour.milliseconds': spent })
  }
  span.end(`${method} ${route}`, performance.now(), status >= 500, {
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
  })
}
