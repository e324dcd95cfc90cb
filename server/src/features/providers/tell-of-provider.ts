import type { ProviderMode } from '@candour/contract/providers.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { nameToTell } from '../members/read-member.ts'
import { tellAdministrators } from '../members/tell-administrators.ts'
import { showPractice } from '../practices/show-practice.ts'

const inWords: Record<ProviderMode | 'revoked', (name: string) => string> = {
  off: (name) => `Nobody signs in by “${name}” any more; it can be switched on again.`,
  allowed: (name) => `Members can sign in by “${name}”, beside their password or passkey.`,
  required: (name) =>
    `Members sign in by “${name}” alone. An administrator’s passkey still opens the practice, should it not answer.`,
  revoked: (name) => `“${name}” was revoked: whoever came by it was signed out, and its links count no more.`,
}

/** Whoever lets others vouch for the practice's people does not do so behind the other administrators' backs. */
export async function tellOfProvider(
  within: Within,
  by: string,
  reason: string,
  { name, mode }: { name: string; mode: ProviderMode | 'revoked' },
): Promise<void> {
  const { name: practice } = await showPractice(within)
  const who = await nameToTell(within, by)
  const text = `${inWords[mode](name)} ${who} decided it. The reason: ${reason}`
  await tellAdministrators(within, by, { heading: `The single sign-on of ${practice} was changed`, text, practice })
}
