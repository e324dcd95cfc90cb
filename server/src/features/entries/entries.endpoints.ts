import { entryExportPath, entryRoutes } from '@candour/contract/entries.ts'
import { signInExportPath, signInRoutes } from '@candour/contract/sign-ins.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { exportEntries, type ExportOptions } from './export-entries.ts'
import { exportSignIns } from './export-sign-ins.ts'
import { listEntriesAbout } from './list-about.ts'
import { listEntries, listOwnEntries } from './list-entries.ts'
import { listSignIns } from './list-sign-ins.ts'
import { readEntry } from './read-entry.ts'

export const entryEndpoints = (directory: Directory, exporting: ExportOptions) => [
  endpoint(entryRoutes.list, {
    name: 'entry.list',
    kind: 'read',
    access: 'entry.read',
    inLockdown: true,
    verb: listEntries(directory),
  }),
  endpoint(entryRoutes.listOwn, {
    name: 'entry.list-own',
    kind: 'read',
    access: 'signed-in',
    verb: listOwnEntries(directory),
  }),
  endpoint(entryRoutes.listAbout, {
    name: 'entry.list-about',
    kind: 'read',
    access: 'seal.read',
    verb: listEntriesAbout(directory),
  }),
  // Whose it is decides: any for those who read the activity, one's own, and those about a record one may open.
  endpoint(entryRoutes.read, {
    name: 'entry.read',
    kind: 'read',
    access: 'signed-in',
    verb: readEntry(directory),
  }),
  bytesEndpoint(
    { method: 'POST', path: entryExportPath },
    {
      name: 'entry.export',
      kind: 'bytes-read',
      access: 'entry.read',
      inLockdown: true,
      needsProof: true,
      verb: exportEntries(directory, exporting),
    },
  ),
  endpoint(signInRoutes.list, {
    name: 'sign-in.list',
    kind: 'read',
    access: 'entry.read',
    inLockdown: true,
    verb: listSignIns,
  }),
  bytesEndpoint(
    { method: 'GET', path: signInExportPath },
    {
      name: 'sign-in.export',
      kind: 'bytes-read',
      access: 'entry.read',
      inLockdown: true,
      needsProof: true,
      verb: exportSignIns,
    },
  ),
]
