import { retentionRoutes } from '@candour/contract/retention.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { changeRetention } from './change-retention.ts'
import { readRetention } from './read-retention.ts'

export const retentionEndpoints = [
  endpoint(retentionRoutes.read, {
    name: 'retention.read',
    kind: 'read',
    access: 'hold.manage',
    verb: readRetention,
  }),
  endpoint(retentionRoutes.change, {
    name: 'retention.change',
    kind: 'change',
    access: 'hold.manage',
    needsProof: true,
    verb: changeRetention,
  }),
]
