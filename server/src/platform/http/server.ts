/** Promise: no route exists but those of the endpoint table, the web app and the few named here; errors say what and no more. */
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ErrorAnswer } from '@candour/contract/errors.ts'
import { AppError } from '../app-error.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Tracing } from '../tracing/tracing.ts'
import { newId } from '../vault/ids.ts'
import { tlsServerOptions } from '../vault/local-certificate.ts'
import { proxyCheck } from './client.ts'
import { asAppError } from './faults.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { endSilentConnections } from './silent-connections.ts'

export interface ServerOptions {
  /** Sends HSTS: over TLS with a certificate that is no local one. */
  secure: boolean
  tls: { cert: string; key: string } | null
  /** Addresses of declared proxies, CIDR; null: no header is believed. */
  trustedProxies: string[] | null
  log: Log
  metrics: Metrics
  /** Null: nobody asked for traces. */
  tracing: Tracing | null
}

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { log, metrics } = options
  const app = Fastify({
    ...(options.tls === null ? {} : { https: tlsServerOptions(options.tls.cert, options.tls.key) }),
    trustProxy: options.trustedProxies ?? false,
    logger: false,
    exposeHeadRoutes: false,
    genReqId: () => newId(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 128, ignoreTrailingSlash: false },
    // The body's own limits and time-outs stand in body.ts; an upload may take long.
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  } as Parameters<typeof Fastify>[0]) as unknown as FastifyInstance
  app.server.headersTimeout = 15_000
  app.server.maxHeadersCount = 100
  app.addHook('onRoute', ({ url, config, method }) => {
    const isEndpoint = (config as { endpoint?: string } | undefined)?.endpoint !== undefined
    if (!isEndpoint && /^\/(api|fhir)(\/|$)/.test(url))
      throw new Error(`${String(method)} ${url} is not in the endpoint table`)
  })
  endSilentConnections(app)
  await app.register(cookie)
  setSecurityHeaders(app, options.secure)
  app.removeAllContentTypeParsers()
  // Bodies are read by the door, which knows the limits of each route.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.addHook('onRequest', (request, reply, done) => {
    const started = performance.now()
    // Not `onResponse`: that misses whoever goes away before the end.
    reply.raw.once('close', () => {
      const route = request.routeOptions.url ?? 'none'
      const took = performance.now() - started
      metrics.observe(request.method, route, reply.statusCode, took / 1000)
      log.info(
        {
          requestId: request.id,
          method: request.method,
          route,
          status: reply.statusCode,
          milliseconds: Math.round(took * 10) / 10,
        },
        reply.raw.writableFinished ? 'request' : 'request broken off',
      )
    })
    done()
  })

  const { tracing } = options
  if (tracing !== null)
    app.addHook('onRequest', (request, reply, done) => {
      const traced = tracing.request(request.method, done)
      reply.raw.once('close', () => traced.end(request.routeOptions.url ?? 'none', reply.statusCode))
    })

  if (options.trustedProxies !== null && options.tls === null) {
    const comesThroughProxy = proxyCheck(options.trustedProxies)
    app.addHook('onRequest', (request, _reply, done) => {
      done(
        comesThroughProxy(request.socket.remoteAddress ?? '') ? undefined : new AppError('request.not_through_proxy'),
      )
    })
  }

  app.setErrorHandler((error, request, reply) => {
    const known = fromFastify(error) ?? asAppError(error)
    const facts = { requestId: request.id, route: request.routeOptions.url ?? 'none' }
    // What the door has made an AppError of, it has logged with its cause.
    if (known !== error && known.code === 'system.failed') log.error({ ...facts, err: error }, 'a request failed')
    if (known.code === 'record.altered') log.error(facts, 'something was altered outside Candour')
    return sendError(reply, known, request.id, request.url)
  })
  app.setNotFoundHandler((request, reply) => sendError(reply, new AppError('route.not_found'), request.id, request.url))
  return app
}

const longestFinishMs = 5_000

/** Takes no new request, lets those that run finish for 5 seconds, and closes each connection that falls idle. */
export async function closeServer(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 50)
  const late = setTimeout(() => app.server.closeAllConnections(), longestFinishMs)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(late)
  }
}

function fromFastify(error: unknown): AppError | null {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (typeof code !== 'string' || !code.startsWith('FST_') || statusCode === undefined || statusCode >= 500) return null
  return new AppError(
    statusCode === 413 ? 'input.too_large' : statusCode === 415 ? 'input.unsupported_type' : 'input.invalid',
  )
}

const longestRestMs = 60_000

/** Who is still sending would not see the answer if the connection was closed: the rest is taken and thrown away. */
function discardRest(raw: FastifyRequest['raw']): void {
  if (raw.complete || raw.destroyed) return
  raw.on('error', () => undefined)
  raw.resume()
  const timer = setTimeout(() => raw.destroy(), longestRestMs).unref()
  raw.once('close', () => clearTimeout(timer))
}

/** FHIR callers get an OperationOutcome, all others Candour's own body. */
export function sendError(reply: FastifyReply, error: AppError, requestId: string, url: string): FastifyReply {
  reply.code(error.status)
  if (error.status === 503) reply.header('retry-after', '5')
  if (error.status === 429) reply.header('retry-after', '300')
  discardRest(reply.request.raw)
  if (url.startsWith('/fhir/')) {
    return reply.type('application/fhir+json').send(JSON.stringify(operationOutcome(error)))
  }
  const body: ErrorAnswer = {
    error: {
      code: error.code,
      message: error.message,
      requestId,
      ...(error.fields.length === 0 ? {} : { fields: error.fields }),
    },
  }
  return reply.type('application/json; charset=utf-8').send(body)
}

/** FHIR R4, OperationOutcome: https://hl7.org/fhir/R4/operationoutcome.html */
function operationOutcome(error: AppError): object {
  const kinds: Record<number, string> = {
    400: 'invalid',
    401: 'login',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
    410: 'deleted',
    412: 'conflict',
    413: 'too-long',
    415: 'not-supported',
    422: 'invalid',
    428: 'required',
    429: 'throttled',
    503: 'transient',
  }
  const code = kinds[error.status] ?? 'exception'
  const issues = error.fields.length === 0 ? [{ path: '', message: error.message }] : error.fields
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ path, message }) => ({
      severity: 'error',
      code,
      details: { text: error.code },
      diagnostics: message,
      ...(path === '' ? {} : { expression: [path] }),
    })),
  }
}
