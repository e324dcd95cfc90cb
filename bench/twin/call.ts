import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MemberActor } from '../../server/src/platform/access/actor.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'

/** What a verb of the twin is given. */
export interface Call {
  tx: Transaction
  actor: MemberActor
  parameters: Record<string, string>
  /** Bytes of a FHIR resource, else what the JSON says. */
  body: unknown
  contentType: string
  request: FastifyRequest
  reply: FastifyReply
  now: Date
}
