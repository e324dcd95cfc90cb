import { refusedPath, transferContentPath, transferFilePath, transferRoutes } from '@candour/contract/transfers.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { downloadExport } from './download-export.ts'
import { listRefused, listTransfers, readRefused, readTransfer } from './list-transfers.ts'
import { startExport } from './start-export.ts'
import { startImport } from './start-import.ts'
import { cancelTransfer, startStep } from './start-step.ts'
import { importUpload, keepImportFile } from './upload-import-file.ts'

/** @param look tells whoever works on transfers that there is something new */
export const transferEndpoints = (look: () => void) => [
  endpoint(transferRoutes.list, { name: 'transfer.list', kind: 'read', access: 'record.export', verb: listTransfers }),
  endpoint(transferRoutes.read, { name: 'transfer.read', kind: 'read', access: 'record.export', verb: readTransfer }),
  endpoint(transferRoutes.startImport, {
    name: 'transfer.start-import',
    kind: 'change',
    access: 'transfer.manage',
    verb: startImport,
  }),
  bytesEndpoint(
    { method: 'PUT', path: transferFilePath },
    {
      name: 'transfer.upload',
      kind: 'upload',
      access: 'transfer.manage',
      upload: importUpload,
      verb: keepImportFile,
    },
  ),
  endpoint(transferRoutes.check, {
    name: 'transfer.start-check',
    kind: 'change',
    access: 'transfer.manage',
    verb: startStep('check', look),
  }),
  endpoint(transferRoutes.keep, {
    name: 'transfer.start-keep',
    kind: 'change',
    access: 'transfer.manage',
    verb: startStep('keep', look),
  }),
  endpoint(transferRoutes.cancel, {
    name: 'transfer.cancel',
    kind: 'change',
    access: 'record.export',
    afterTrial: true,
    verb: cancelTransfer,
  }),
  endpoint(transferRoutes.listRefused, {
    name: 'transfer.list-refused',
    kind: 'read',
    access: 'transfer.manage',
    verb: listRefused,
  }),
  bytesEndpoint(
    { method: 'GET', path: refusedPath },
    { name: 'transfer.read-refused', kind: 'bytes-read', access: 'transfer.manage', verb: readRefused },
  ),
  endpoint(transferRoutes.startExport, {
    name: 'transfer.start-export',
    kind: 'change',
    access: 'transfer.manage',
    // After the trial everything can still be taken away.
    afterTrial: true,
    needsProof: true,
    verb: startExport(look),
  }),
  endpoint(transferRoutes.exportPatient, {
    name: 'transfer.export-patient',
    kind: 'change',
    access: 'record.export',
    afterTrial: true,
    needsProof: true,
    verb: startExport(look),
  }),
  bytesEndpoint(
    { method: 'GET', path: transferContentPath },
    {
      name: 'transfer.download',
      kind: 'bytes-read',
      access: 'record.export',
      needsProof: true,
      verb: downloadExport,
    },
  ),
]
