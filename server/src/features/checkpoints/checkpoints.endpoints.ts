import { checkpointRoutes, ledgerPaths } from '@candour/contract/checkpoints.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { proveEntry, type StreamParts } from './prove-entry.ts'
import { listAnchors, readCheckpoints, readKey, readNewest } from './read-checkpoints.ts'
import { readTile } from './read-tile.ts'
import { setMailedTo } from './set-mailed-to.ts'
import { signCheckpoint } from './sign-checkpoint.ts'
import { downloadBundle } from './write-bundle.ts'

const reading = { kind: 'bytes-read', access: 'entry.read', inLockdown: true } as const

export const checkpointEndpoints = (parts: StreamParts) => [
  endpoint(checkpointRoutes.read, {
    name: 'checkpoint.read',
    kind: 'read',
    access: 'entry.read',
    inLockdown: true,
    verb: readCheckpoints(parts),
  }),
  endpoint(checkpointRoutes.sign, {
    name: 'checkpoint.sign',
    kind: 'change',
    access: 'entry.read',
    afterTrial: true,
    inLockdown: true,
    verb: signCheckpoint(parts),
  }),
  endpoint(checkpointRoutes.anchors, {
    name: 'checkpoint.anchors',
    kind: 'read',
    access: 'entry.read',
    inLockdown: true,
    verb: listAnchors(parts),
  }),
  endpoint(checkpointRoutes.setMail, {
    name: 'checkpoint.mail',
    kind: 'change',
    access: 'rules.change',
    afterTrial: true,
    needsProof: true,
    verb: setMailedTo(parts),
  }),
  bytesEndpoint(
    { method: 'GET', path: ledgerPaths.checkpoint },
    { ...reading, name: 'checkpoint.newest', verb: readNewest },
  ),
  bytesEndpoint({ method: 'GET', path: ledgerPaths.tile }, { ...reading, name: 'checkpoint.tile', verb: readTile }),
  bytesEndpoint({ method: 'GET', path: ledgerPaths.key }, { ...reading, name: 'checkpoint.key', verb: readKey(parts) }),
  bytesEndpoint(
    { method: 'GET', path: ledgerPaths.proof },
    { ...reading, name: 'checkpoint.prove', verb: proveEntry(parts) },
  ),
  bytesEndpoint(
    { method: 'GET', path: ledgerPaths.bundle },
    { ...reading, name: 'checkpoint.bundle', needsProof: true, verb: downloadBundle(parts) },
  ),
]
