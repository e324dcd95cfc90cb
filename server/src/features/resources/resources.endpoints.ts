import { bytesEndpoint } from '../../platform/http/endpoint.ts'
import { checkBody } from './check-body.ts'
import { createResource } from './create-resource.ts'
import { deleteResource } from './delete-resource.ts'
import { readFhirResource } from './read-fhir-resource.ts'
import { readHistory } from './read-history.ts'
import type { ResourceChecker } from './resource-checker.ts'
import { updateResource } from './update-resource.ts'

/** @param checker checks bodies before their transaction */
export const resourceEndpoints = (checker: ResourceChecker) => [
  bytesEndpoint(
    { method: 'POST', path: '/fhir/R4/:type' },
    {
      name: 'resource.create',
      kind: 'bytes-change',
      access: 'record.write',
      check: checkBody(checker),
      verb: createResource,
    },
  ),
  bytesEndpoint(
    { method: 'GET', path: '/fhir/R4/:type/:id' },
    { name: 'resource.read', kind: 'bytes-read', forSupport: true, access: 'record.read', verb: readFhirResource },
  ),
  bytesEndpoint(
    { method: 'GET', path: '/fhir/R4/:type/:id/_history/:version' },
    { name: 'resource.vread', kind: 'bytes-read', access: 'record.read', verb: readFhirResource },
  ),
  bytesEndpoint(
    { method: 'PUT', path: '/fhir/R4/:type/:id' },
    {
      name: 'resource.update',
      kind: 'bytes-change',
      access: 'record.write',
      check: checkBody(checker),
      verb: updateResource,
    },
  ),
  bytesEndpoint(
    { method: 'DELETE', path: '/fhir/R4/:type/:id' },
    { name: 'resource.delete', kind: 'bytes-change', access: 'record.write', check: null, verb: deleteResource },
  ),
  bytesEndpoint(
    { method: 'GET', path: '/fhir/R4/:type/:id/_history' },
    { name: 'resource.history', kind: 'bytes-read', access: 'record.read', verb: readHistory },
  ),
]
