/** FHIR create and read: the body checked as Candour checks it, the bytes kept as they came. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../../server/src/platform/app-error.ts'
import {
  checkResource,
  knownType,
  notJson,
  type FhirResource,
} from '../../server/src/features/resources/check-resource.ts'
import { isFhirId } from '../../server/src/features/resources/resource-id.ts'
import { addRoute, type Door } from './door.ts'
import type { Kept, Records } from './records.ts'

export function addFhir(app: FastifyInstance, door: Door, records: Records): void {
  const one = '/fhir/R4/:type/:id'
  addRoute(
    app,
    door,
    { method: 'GET', path: one, kind: 'read', takes: 'nothing', access: 'record.read' },
    async ({ tx, parameters, reply }) => {
      const type = knownType(parameters['type']!)
      const id = parameters['id']!
      if (!isFhirId(id)) throw new AppError('resource.not_found')
      const kept = await records.read(tx, type, id)
      if (kept === null) throw new AppError('resource.not_found')
      return answer(reply, kept)
    },
  )
  addRoute(
    app,
    door,
    { method: 'POST', path: '/fhir/R4/:type', kind: 'change', takes: 'bytes', access: 'record.write' },
    async ({ tx, parameters, body, contentType, reply, now }) => {
      const type = knownType(parameters['type']!)
      const received = body as Buffer
      const kept = await records.create(tx, parseResource(type, contentType, received), received, now)
      reply.code(201).header('location', `/fhir/R4/${type}/${kept.id}/_history/${kept.version}`)
      return answer(reply, kept)
    },
  )
}

export function answer(reply: FastifyReply, { version, lastUpdated, content }: Omit<Kept, 'id'>): string {
  reply.header('content-type', 'application/fhir+json; charset=utf-8').header('etag', `W/"${version}"`)
  reply.header('last-modified', lastUpdated.toUTCString())
  return content
}

function parseResource(type: string, contentType: string, body: Buffer): FhirResource {
  if (!/^application\/(fhir\+json|json)\s*(;|$)/i.test(contentType)) throw new AppError('input.unsupported_type')
  const checked = checkResource(type, body)
  if ('resource' in checked) return checked.resource
  throw checked.problems[0]!.message === notJson
    ? new AppError('input.not_json')
    : new AppError('resource.invalid', checked.problems)
}
