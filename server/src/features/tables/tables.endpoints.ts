import { rowsPath, tableRoutes } from '@candour/contract/tables.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { keepTable } from './keep-table.ts'
import { listRows, readRows } from './list-rows.ts'
import { mapColumns } from './map-columns.ts'
import { readColumns } from './read-columns.ts'
import { startUndo } from './start-undo.ts'

/** @param look tells whoever works on transfers that there is something new */
export const tableEndpoints = (look: () => void) => [
  endpoint(tableRoutes.read, { name: 'table.read', kind: 'read', access: 'transfer.manage', verb: readColumns }),
  endpoint(tableRoutes.map, { name: 'table.map', kind: 'change', access: 'transfer.manage', verb: mapColumns }),
  endpoint(tableRoutes.listRows, {
    name: 'table.list-rows',
    kind: 'read',
    access: 'transfer.manage',
    verb: listRows,
  }),
  bytesEndpoint(
    { method: 'GET', path: rowsPath },
    { name: 'table.read-rows', kind: 'bytes-read', access: 'transfer.manage', verb: readRows },
  ),
  endpoint(tableRoutes.keep, {
    name: 'table.start-keep',
    kind: 'change',
    access: 'transfer.manage',
    verb: keepTable(look),
  }),
  endpoint(tableRoutes.undo, {
    name: 'table.start-undo',
    kind: 'change',
    access: 'transfer.manage',
    verb: startUndo(look),
  }),
]
