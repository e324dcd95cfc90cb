import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { listLinks } from './list-links.ts'
import { makeLink } from './make-link.ts'
import { openAccessLink, type DecidedBy } from './open-link.ts'
import { previewLooks } from './preview-looks.ts'
import { confirmLink, revokeLink } from './settle-link.ts'
import { leaveLink, readByLink } from './visit.ts'

interface AccessLinkOptions {
  tokenKey: CompartmentKey
  publicOrigin: string
  decidedBy: DecidedBy
}

const ofPatient = { kind: 'patient-link', access: 'patient-link' } as const
/** What a patient may ask does not end with a trial. */
const settled = { kind: 'change', access: 'access.show', afterTrial: true } as const

export const accessLinkEndpoints = ({ tokenKey, publicOrigin, decidedBy }: AccessLinkOptions) => [
  endpoint(accessLinkRoutes.preview, {
    name: 'access-link.preview',
    kind: 'read',
    access: 'entry.read',
    verb: previewLooks,
  }),
  endpoint(accessLinkRoutes.list, { name: 'access-link.list', kind: 'read', access: 'access.show', verb: listLinks }),
  // At the gate, where no answer is kept for a retry: link and code are told once.
  endpoint(accessLinkRoutes.make, {
    name: 'access-link.make',
    kind: 'gate',
    access: 'access.show',
    needsProof: true,
    verb: makeLink(publicOrigin),
  }),
  endpoint(accessLinkRoutes.confirm, {
    name: 'access-link.confirm',
    ...settled,
    needsProof: true,
    verb: confirmLink,
  }),
  endpoint(accessLinkRoutes.revoke, { name: 'access-link.revoke', ...settled, verb: revokeLink }),
  endpoint(accessLinkRoutes.open, {
    name: 'access-link.open',
    kind: 'public',
    access: 'public',
    verb: openAccessLink(tokenKey, decidedBy),
  }),
  endpoint(accessLinkRoutes.read, { name: 'access-link.read', ...ofPatient, verb: readByLink }),
  endpoint(accessLinkRoutes.leave, { name: 'access-link.leave', ...ofPatient, verb: leaveLink }),
]
