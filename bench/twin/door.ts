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
import type { Call } from './call.ts'
import type { TwinDatabase } from './database.ts'
import type { Entered } from './entered.ts'
import { authenticateWithin, type Authenticate, type Presented } from './sessions.ts'

export type Verb = (call: Call) => Promise<unknown>

export interface Door {
  /** Null: in the transaction of what is asked. */
  ahead: Authenticate | null
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

/** Who it is and may they: as Candour's door asks. */
export async function arrive(
  { publicOrigins }: Door,
  request: FastifyRequest,
  access: Permission,
  authenticate: Authenticate,
): Promise<MemberActor> {
  const presented: Presented = { token: readSessionToken(request, false), origin: originOf(request) }
  const actor = await authenticate(presented)
  if (request.method !== 'GET') refuseCrossSite(request, publicOrigins, presented.token!)
  if (!actor.can.has(access)) throw new AppError('access.refused')
  if (actor.readOnly && access.endsWith('.write')) throw new AppError('practice.trial_ended')
  return actor
}

export function addRoute(app: FastifyInstance, door: Door, route: Route, verb: Verb): void {
  const { database, entered, ahead } = door
  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const known = ahead && (await arrive(door, request, route.access, ahead))
    const body =
      route.takes === 'json'
        ? await readJson(request)
        : route.takes === 'bytes'
          ? await readBody(request, bytesLimit)
          : null
    const contentType = request.headers['content-type'] ?? ''
    const parameters = request.params as Record<string, string>
    const came = { parameters, body, contentType, request, reply, now: new Date() }
    const act = async (tx: Transaction) => {
      const actor =
        known ?? (await arrive(door, request, route.access, (presented) => authenticateWithin(tx, presented)))
      const call = { ...came, actor, tx: { ...tx, practice: actor.practice } }
      return { result: await verb(call), call }
    }
    const practice = known?.practice ?? ''
    const answer =
      route.kind === 'read'
        ? await database.read(practice, async (tx) => {
            const { result, call } = await act(tx)
            return { result, entry: await entered.entry(call, tx, 'opened') }
          })
        : await database.change(practice, async (tx) => {
            const { result, call } = await act(tx)
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
