import { holdRoutes } from '@candour/contract/holds.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { liftHold } from './lift-hold.ts'
import { listHolds } from './list-holds.ts'
import { placeHold } from './place-hold.ts'

/** A court does not wait for a trial: what is held works on after it. */
export const holdEndpoints = (directory: Directory) => [
  endpoint(holdRoutes.list, { name: 'hold.list', kind: 'read', access: 'hold.manage', verb: listHolds(directory) }),
  endpoint(holdRoutes.place, {
    name: 'hold.place',
    kind: 'change',
    access: 'hold.manage',
    afterTrial: true,
    verb: placeHold(directory),
  }),
  endpoint(holdRoutes.lift, {
    name: 'hold.lift',
    kind: 'change',
    access: 'hold.manage',
    afterTrial: true,
    needsProof: true,
    verb: liftHold(directory),
  }),
]
