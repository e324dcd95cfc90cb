/** What a route of the twin is given. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Database, Query } from './database.ts'

export interface Actor {
  practice: string
  member: string
  name: string
  role: string
  csrf: string
}

interface Call {
  query: Query
  actor: Actor
  parameters: Record<string, string>
  body: unknown
  retryKey: string | undefined
  reply: FastifyReply
}

export type Verb = (call: Call) => Promise<unknown>

export interface Routes {
  app: FastifyInstance
  database: Database
  get(path: string, verb: Verb): void
  post(path: string, kind: 'read' | 'change', verb: Verb): void
  signedIn(query: Query, request: FastifyRequest, isChange: boolean): Promise<Actor>
}
