import { sealRoutes } from '@candour/contract/seals.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { readSeal } from './read-seal.ts'

export const sealEndpoints = [
  endpoint(sealRoutes.read, { name: 'seal.read', kind: 'read', access: 'seal.read', verb: readSeal }),
]
