/** What stands before every verb of the twin: the same as Candour's door does, but that nothing is entered. */
import type { Permission } from '@candour/contract/permissions.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { MemberActor } from '../../server/src/platform/access/actor.ts'
import { AppError } from '../../server/src/platform/app-error.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
import { bytesLimit, readBody, readJson } from '../../server/src/platform/http/body.ts'
import { originOf } from '../../server/src/platform/http/client.ts'
import { refuseCrossSite } from '../../server/src/platform/http/cross-site.ts'
import { readSessionToken } from '../../server/src/platform/http/session-cookie.ts'
import type { TwinDatabase } from './database.ts'
import type { Entered } from './entered.ts'
import type { Authenticate } from './sessions.ts'

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

export type Verb = (call: Call) => Promise<unknown>

export interface Door {
  authenticate: Authenticate
  database: TwinDatabase
  entered: Entered
  publicOrigins: ReadonlySet<string>
}

interface Route {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  kind: 'read' | 'change'
  takes: 'nothing' | 'json' | 'bytes'
  access: Permission
}

export async function arrive({ authenticate, publicOrigins }: Door, request: FastifyRequest, access: Permission) {
  const token = readSessionToken(request, false)
  const actor = await authenticate(token, originOf(request))
  if (request.method !== 'GET') refuseCrossSite(request, publicOrigins, token!)
  if (!actor.can.has(access)) throw new AppError('access.refused')
  if (actor.readOnly && access.endsWith('.write')) throw new AppError('practice.trial_ended')
  return actor
}

export function addRoute(app: FastifyInstance, door: Door, route: Route, verb: Verb): void {
  const { database, entered } = door
  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const actor = await arrive(door, request, route.access)
    const body =
      route.takes === 'json'
        ? await readJson(request)
        : route.takes === 'bytes'
          ? await readBody(request, bytesLimit)
          : null
    const call = {
      actor,
      parameters: request.params as Record<string, string>,
      body,
      contentType: request.headers['content-type'] ?? '',
      request,
      reply,
      now: new Date(),
    }
    const answer =
      route.kind === 'read'
        ? await database.read(actor.practice, async (tx) => {
            const result = await verb({ ...call, tx })
            return { result, entry: await entered.entry(call, tx, 'opened') }
          })
        : await database.change(actor.practice, async (tx) => {
            const result = await verb({ ...call, tx })
            await entered.insert(call, tx)
            return result
          })
    entered.poke()
    return reply.send(answer)
  }
  // Named as Candour's are, or its server takes none below /api and /fhir.
  const config = { endpoint: `${route.method} ${route.path}` }
  app.route({ method: route.method, url: route.path, exposeHeadRoute: false, config, handler })
}
