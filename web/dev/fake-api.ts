/**
 * A pretend server for working on the pages alone: the contract's routes over records in memory. It is part of no
 * build. Inputs and answers pass the contract's schemas, so it cannot drift from them unnoticed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { errors, type ErrorCode } from '@candour/contract/errors.ts'
import type { Route } from '@candour/contract/route.ts'
import { contentOf, keepContent, verbs } from './fake-verbs.ts'
import { Refusal, type Visit } from './refusal.ts'

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function refuse(response: ServerResponse, code: ErrorCode, fields?: { path: string; message: string }[]) {
  const [status, message] = errors[code]
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code, message, requestId: 'req-7f3a91', ...(fields && { fields }) } }))
}

const patternOf = (route: Route) => new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)

async function answer(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://fake')
  if (url.pathname === '/health') return response.end('{}')
  if (url.pathname === '/api/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    return response.write(': here\n\n')
  }
  const signedIn = /candour-fake=1/.test(request.headers.cookie ?? '')
  const content = /^\/api\/files\/([^/]+)\/content$/.exec(url.pathname)
  if (content?.[1] !== undefined) {
    if (request.method === 'PUT') {
      const kept = keepContent(content[1], await bodyOf(request))
      response.writeHead(200, { 'content-type': 'application/json' })
      return response.end(JSON.stringify(kept))
    }
    const bytes = contentOf(content[1])
    response.writeHead(200, { 'content-type': bytes.type, 'content-length': bytes.data.length })
    return response.end(bytes.data)
  }
  for (const { route, open, verb } of verbs) {
    const match = patternOf(route).exec(url.pathname)
    if (match === null || route.method !== request.method) continue
    if (open !== true && !signedIn) return refuse(response, 'session.needed')
    const raw = request.method === 'GET' ? Object.fromEntries(url.searchParams) : await bodyOf(request)
    const body: unknown = Buffer.isBuffer(raw) ? JSON.parse(raw.toString() || '{}') : raw
    const groups = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
    const input = route.input.safeParse({ ...(body as object), ...groups })
    if (!input.success)
      return refuse(
        response,
        'input.invalid',
        input.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
      )
    const visit: Visit = { signedIn, setCookie: (value) => response.setHeader('set-cookie', value) }
    const output = route.output.parse(verb(input.data as never, visit))
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify(output))
  }
  return refuse(response, 'route.not_found')
}

export function fakeApi(): Plugin {
  return {
    name: 'candour-fake-api',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!/^\/(api|health)/.test(request.url ?? '')) return next()
        answer(request, response).catch((error: unknown) => {
          if (error instanceof Refusal) return refuse(response, error.code, error.fields)
          console.error(error)
          return refuse(response, 'system.failed')
        })
      })
    },
  }
}
