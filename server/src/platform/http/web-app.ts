/** Promise: the web app is served from this very server; its files are named by their hashes and kept for a year. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param folder web/dist; without it only the interfaces answer
 * @param verifier the page that checks a ledger, in one file; it brings its own policy, stricter than that of the app
 */
export async function serveWebApp(app: FastifyInstance, folder: string, verifier: string): Promise<void> {
  serveVerifier(app, verifier)
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return
  const page = readFileSync(index)
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const isNamedByHash = path.includes('assets/')
      void reply.header('cache-control', isNamedByHash ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  // Every page is the same document; what it shows comes through the door.
  app.route({
    method: 'GET',
    url: '/*',
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const isPage = /^\/(?!(?:api|fhir|assets)(?:\/|$))[^.]*$/.test(request.url.split('?')[0]!)
      if (!isPage) return reply.callNotFound()
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
    },
  })
}

function serveVerifier(app: FastifyInstance, path: string): void {
  if (!existsSync(path)) return
  const page = readFileSync(path)
  const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(page.toString())![1]!
  app.get('/candour-verify.html', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', `${policy}; frame-ancestors 'none'`)
      .header('cache-control', 'no-cache')
      .send(page),
  )
}
