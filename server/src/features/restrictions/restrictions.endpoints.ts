import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { liftRestriction, restrictRecord } from './restrict-record.ts'
import { showRestriction } from './show-restriction.ts'

export const restrictionEndpoints = [
  endpoint(restrictionRoutes.read, {
    name: 'restriction.read',
    kind: 'read',
    access: 'patient.read',
    verb: showRestriction,
  }),
  endpoint(restrictionRoutes.restrict, {
    name: 'restriction.restrict',
    kind: 'change',
    access: 'record.restrict',
    needsProof: true,
    verb: restrictRecord,
  }),
  endpoint(restrictionRoutes.lift, {
    name: 'restriction.lift',
    kind: 'change',
    access: 'record.restrict',
    needsProof: true,
    verb: liftRestriction,
  }),
]
