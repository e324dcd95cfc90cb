/** Promise: whoever watches Candour learns whether it lives and is ready, and nothing of what it keeps. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'
import { isAtThisMachine } from './client.ts'
import type { Metrics } from '../metrics.ts'

export interface Readiness {
  /** Each part by name: well or not. */
  (): Promise<Record<string, boolean>>
}

export function addOperations(
  app: FastifyInstance,
  ready: Readiness,
  metrics: Metrics,
  version: string,
  checks: () => Promise<object[]>,
  { origins, trustedProxies }: { origins: readonly string[]; trustedProxies: readonly string[] },
): void {
  // A declared proxy passes the public name on, with a header or without: behind one this machine's own names alone count.
  const own = new Set(trustedProxies.length === 0 ? origins : [])
  const isToldTo = (request: FastifyRequest) => isAtThisMachine(request, own)
  const route = { method: 'GET', exposeHeadRoute: false } as const
  // Alive: this process answers. For whoever restarts it.
  app.route({ ...route, url: '/health', handler: (_request, reply) => reply.send({ status: 'alive', version }) })
  // Ready: it can serve. For whoever sends requests to it.
  app.route({
    ...route,
    url: '/ready',
    handler: async (_request, reply) => {
      const parts = await ready()
      const isReady = Object.values(parts).every(Boolean)
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', parts })
    },
  })
  app.route({
    ...route,
    url: '/metrics',
    handler: async (request, reply) => {
      if (!isToldTo(request)) throw new AppError('route.not_found')
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text())
    },
  })
  // How the installation stands, for its operator and `candour status`.
  app.route({
    ...route,
    url: '/checks',
    handler: async (request, reply) => {
      if (!isToldTo(request)) throw new AppError('route.not_found')
      return reply.send({ checks: await checks() })
    },
  })
}
