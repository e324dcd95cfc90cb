import { glassRoutes } from '@candour/contract/glasses.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { breakGlass } from './break-glass.ts'
import { endGlass } from './end-glass.ts'
import { listGlasses } from './list-glasses.ts'
import { settleGlass } from './settle-glass.ts'

/** Care goes on after a trial: what is broken, ended and settled works on. */
export const glassEndpoints = (directory: Directory, publicOrigin: string) => [
  endpoint(glassRoutes.break, {
    name: 'glass.break',
    kind: 'change',
    access: 'glass.break',
    afterTrial: true,
    verb: breakGlass(publicOrigin),
  }),
  endpoint(glassRoutes.end, {
    name: 'glass.end',
    kind: 'change',
    access: 'glass.break',
    afterTrial: true,
    verb: endGlass,
  }),
  endpoint(glassRoutes.list, {
    name: 'glass.list',
    kind: 'read',
    access: 'glass.review',
    verb: listGlasses(directory),
  }),
  endpoint(glassRoutes.settle, {
    name: 'glass.settle',
    kind: 'change',
    access: 'glass.review',
    afterTrial: true,
    needsProof: true,
    verb: settleGlass(directory),
  }),
]
