/** Signing in by another organisation: the way there, and what came back. */
import { providerRoutes, type Came } from '@candour/contract/providers.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

export const linksKey = ['provider-links']
export const providerKey = ['provider']

export const linksChanged = () => readAnew(linksKey)

/** Leaves for the provider. */
export async function goThere(asked: { address: string } | { invitation: string }): Promise<void> {
  const { url } = await call(providerRoutes.start, asked)
  location.assign(url)
}

export async function goAndLink(address: string): Promise<void> {
  const { url } = await call(providerRoutes.startLink, { address })
  location.assign(url)
}

let brought: Came | null = null

/** What the provider wrote into the address: read once, and gone from it and from the browser's history. */
export function cameBack(): Came {
  if (brought !== null) return brought
  const address = new URLSearchParams(location.search)
  const part = (name: string) => address.get(name) || null
  brought = { state: address.get('state') ?? '', code: part('code'), iss: part('iss'), error: part('error') }
  history.replaceState(null, '', '/sign-in/return')
  return brought
}
