import { evidenceContentPath, evidenceRoutes } from '@candour/contract/evidence.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { announceEvidence } from './announce-evidence.ts'
import { nameOwner } from './name-owner.ts'
import { readEvidence } from './read-evidence.ts'
import { evidenceUpload, keepEvidence } from './upload-evidence.ts'
import { fileAgain, withdrawEvidence } from './withdraw-evidence.ts'

/** @param takesEvidence whether a promise is shown by evidence at all */
export const evidenceEndpoints = (takesEvidence: (promise: string) => boolean) => [
  endpoint(evidenceRoutes.announce, {
    name: 'evidence.announce',
    kind: 'change',
    access: 'evidence.file',
    verb: announceEvidence(takesEvidence),
  }),
  bytesEndpoint(
    { method: 'PUT', path: evidenceContentPath },
    { name: 'evidence.upload', kind: 'upload', access: 'evidence.file', upload: evidenceUpload, verb: keepEvidence },
  ),
  bytesEndpoint(
    { method: 'GET', path: evidenceContentPath },
    { name: 'evidence.read-content', kind: 'bytes-read', access: 'proof.read', verb: readEvidence },
  ),
  endpoint(evidenceRoutes.withdraw, {
    name: 'evidence.withdraw',
    kind: 'change',
    access: 'evidence.file',
    verb: withdrawEvidence,
  }),
  endpoint(evidenceRoutes.fileAgain, {
    name: 'evidence.file-again',
    kind: 'change',
    access: 'evidence.file',
    verb: fileAgain,
  }),
  endpoint(evidenceRoutes.nameOwner, {
    name: 'evidence.name-owner',
    kind: 'change',
    access: 'proof.decide',
    verb: nameOwner(takesEvidence),
  }),
]
