import { unfiledRoutes } from '@candour/contract/unfiled.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { fileUnfiled } from './file-unfiled.ts'
import { listUnfiled } from './list-unfiled.ts'
import { takeBack } from './take-back.ts'

export const unfiledEndpoints = [
  endpoint(unfiledRoutes.list, { name: 'unfiled.list', kind: 'read', access: 'record.read', verb: listUnfiled }),
  endpoint(unfiledRoutes.file, { name: 'unfiled.file', kind: 'change', access: 'record.write', verb: fileUnfiled }),
  endpoint(unfiledRoutes.takeBack, {
    name: 'unfiled.take-back',
    kind: 'change',
    access: 'record.move',
    verb: takeBack,
  }),
]
