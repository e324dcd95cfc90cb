/** Promise: whoever watches Candour learns whether it lives and is ready, and nothing of what it keeps. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '../app-error.ts'
import { isFromLoopback } from './client.ts'
import type { Metrics } from '../metrics.ts'

export interface Readiness {
  /** Each part by name: well or not. */
  (): Promise<Record<string, boolean>>
}

export function addOperations(app: FastifyInstance, ready: Readiness, metrics: Metrics, version: string): void {
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
      if (!isFromLoopback(request)) throw new AppError('route.not_found')
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text())
    },
  })
}
