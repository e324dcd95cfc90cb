import { packContentPath, promiseRoutes } from '@candour/contract/promises.ts'
import { bytesEndpoint, endpoint } from '../../platform/http/endpoint.ts'
import { evidenceEndpoints } from '../evidence/evidence.endpoints.ts'
import { downloadPack, makePack } from './make-pack.ts'
import type { PackParts } from './pack-content.ts'
import { publishProof, unpublishProof } from './publish-proof.ts'
import { readPublished } from './read-published.ts'
import { needsEvidence, promisedOf } from './registry/registry.ts'
import { readPromise, runChecks, showProof } from './show-proof.ts'

function takesEvidence(promise: string): boolean {
  const promised = promisedOf(promise)
  return promised !== undefined && needsEvidence(promised)
}

export const promiseEndpoints = (parts: PackParts) => [
  // It runs no check by itself for a stranger, and answers what it knows for a minute.
  endpoint(promiseRoutes.readPublished, {
    name: 'proof.read-published',
    kind: 'public',
    access: 'public',
    verb: readPublished(parts),
  }),
  endpoint(promiseRoutes.show, {
    name: 'proof.show',
    kind: 'read',
    access: 'proof.read',
    inLockdown: true,
    verb: showProof(parts),
  }),
  endpoint(promiseRoutes.read, {
    name: 'proof.read',
    kind: 'read',
    access: 'proof.read',
    inLockdown: true,
    verb: readPromise(parts),
  }),
  endpoint(promiseRoutes.run, {
    name: 'proof.run',
    kind: 'change',
    access: 'proof.read',
    afterTrial: true,
    inLockdown: true,
    verb: runChecks(parts),
  }),
  endpoint(promiseRoutes.publish, {
    name: 'proof.publish',
    kind: 'change',
    access: 'proof.decide',
    needsProof: true,
    verb: publishProof,
  }),
  endpoint(promiseRoutes.unpublish, {
    name: 'proof.unpublish',
    kind: 'change',
    access: 'proof.decide',
    afterTrial: true,
    needsProof: true,
    verb: unpublishProof,
  }),
  endpoint(promiseRoutes.pack, {
    name: 'pack.make',
    kind: 'change',
    access: 'proof.read',
    afterTrial: true,
    needsProof: true,
    verb: makePack(parts),
  }),
  bytesEndpoint(
    { method: 'GET', path: packContentPath },
    { name: 'pack.read-content', kind: 'bytes-read', access: 'proof.read', verb: downloadPack(parts) },
  ),
  ...evidenceEndpoints(takesEvidence),
]
