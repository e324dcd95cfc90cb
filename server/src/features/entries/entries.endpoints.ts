import { entryRoutes } from '@candour/contract/entries.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { listEntries } from './list-entries.ts'

export const entryEndpoints = (directory: Directory) => [
  endpoint(entryRoutes.list, { name: 'entry.list', kind: 'read', access: 'entry.read', verb: listEntries(directory) }),
]
