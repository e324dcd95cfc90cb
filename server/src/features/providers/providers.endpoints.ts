import { providerRoutes } from '@candour/contract/providers.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import type { PasskeySite } from '../factors/passkey.ts'
import type { Parts } from './flow.ts'
import { finishLink, listLinks, prepareFinishLink, prepareLink, startLink, unlink } from './own-links.ts'
import { prepareSet, readProvider, revokeProvider, setProvider } from './practice-provider.ts'
import { finishByProvider, listOffers, startByProvider } from './sign-in-by-provider.ts'

const own = { kind: 'gate', access: 'signed-in' } as const
const decides = { kind: 'gate', access: 'rules.change', afterTrial: true } as const
const atTheDoor = { kind: 'public', access: 'public' } as const

export const providerEndpoints = (parts: Parts, site: PasskeySite | null) => [
  endpoint(providerRoutes.read, { name: 'provider.read', ...decides, inLockdown: true, verb: readProvider(parts) }),
  endpoint(providerRoutes.set, {
    name: 'provider.set',
    ...decides,
    needsProof: true,
    prepare: prepareSet(parts),
    verb: setProvider,
  }),
  endpoint(providerRoutes.revoke, {
    name: 'provider.revoke',
    ...decides,
    needsProof: true,
    inLockdown: true,
    verb: revokeProvider,
  }),
  endpoint(providerRoutes.offers, { name: 'provider.offers', ...atTheDoor, verb: listOffers(parts) }),
  endpoint(providerRoutes.start, { name: 'provider.start', ...atTheDoor, verb: startByProvider(parts) }),
  endpoint(providerRoutes.finish, {
    name: 'provider.finish',
    ...atTheDoor,
    verb: finishByProvider(parts, { tokenKey: parts.tokenKey, site }),
  }),
  endpoint(providerRoutes.links, { name: 'provider.links', ...own, verb: listLinks(parts) }),
  endpoint(providerRoutes.startLink, {
    name: 'provider.start-link',
    ...own,
    needsProof: true,
    prepare: prepareLink(parts),
    verb: startLink,
  }),
  endpoint(providerRoutes.finishLink, {
    name: 'provider.finish-link',
    ...own,
    prepare: prepareFinishLink(parts),
    verb: finishLink(parts),
  }),
  endpoint(providerRoutes.unlink, { name: 'provider.unlink', ...own, needsProof: true, verb: unlink }),
]
