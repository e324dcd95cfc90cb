import { fileContentPath, fileRoutes } from '@candour/contract/files.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { announceFile } from './announce-file.ts'
import { readContent } from './read-content.ts'
import { readFile } from './read-file.ts'
import { fileUpload, keepFile } from './upload-file.ts'

export const fileEndpoints = [
  endpoint(fileRoutes.announce, { name: 'file.announce', kind: 'change', access: 'file.add', verb: announceFile }),
  bytesEndpoint(
    { method: 'PUT', path: fileContentPath },
    { name: 'file.upload', kind: 'upload', access: 'file.add', upload: fileUpload, verb: keepFile },
  ),
  endpoint(fileRoutes.read, { name: 'file.read', kind: 'read', forSupport: true, access: 'file.read', verb: readFile }),
  bytesEndpoint(
    { method: 'GET', path: fileContentPath },
    { name: 'file.read-content', kind: 'bytes-read', access: 'file.read', verb: readContent },
  ),
]
