/** Examples of the calls about single sign-on, by a provider of this process that says who somebody is. */
import { memberRoutes } from '@candour/contract/members.ts'
import { providerRoutes } from '@candour/contract/providers.ts'
import { startLyingProvider, type LyingProvider } from '../lying-provider.ts'
import type { Person } from '../people.ts'
import { clientId, clientSecret } from '../real-provider.ts'
import { setProvider } from '../sign-on.ts'
import { addressOf } from '../../src/features/providers/address.ts'
import type { Asked } from './call-endpoint.ts'
import { somebodyElse, type Example } from './factor-examples.ts'
import type { House } from './house.ts'

let starting: Promise<LyingProvider> | undefined
let count = 0
const at = ({ candour, practice }: House) => addressOf(candour.parts.vault, practice)

/** The practice has a provider, which the operator allows from here on. */
async function withProvider({ candour, admin }: House): Promise<LyingProvider> {
  starting ??= startLyingProvider({ id: clientId, secret: clientSecret })
  const provider = await starting
  const allowed = candour.config.signInIssuers as string[]
  if (!allowed.includes(provider.issuer)) allowed.push(provider.issuer)
  const page = await admin.browser.call(providerRoutes.read, {})
  if (page.provider === null) await setProvider(admin, provider.issuer)
  return provider
}

/** What comes back from there for `sub`: the provider takes its nonce from the code. */
function cameFrom(url: string, sub: string) {
  const asked = new URL(url).searchParams
  return { state: asked.get('state')!, code: `${asked.get('nonce')} ${sub}`, iss: null, error: null }
}

async function beginLink(house: House, { browser }: Person): Promise<Asked> {
  await withProvider(house)
  const { url } = await browser.call(providerRoutes.startLink, { address: at(house) })
  const input = cameFrom(url, `somebody-${count++}`)
  return { input, flow: browser.flow! }
}

/** One a practice; another is made when it is gone. */
async function ownLink({ browser }: Person): Promise<string | undefined> {
  const { links } = await browser.call(providerRoutes.links, {})
  return links.find(({ works }) => works)?.id
}

async function linked(house: House): Promise<{ person: Person; sub: string }> {
  const person = await somebodyElse(house, house.admin)
  const { input } = await beginLink(house, person)
  await person.browser.call(providerRoutes.finishLink, input as never)
  return { person, sub: String(input['code']).split(' ')[1]! }
}

const settings = {
  clientId,
  clientSecret,
  name: 'Harbour Trust',
  mode: 'allowed',
  strong: ['mfa'],
  freshMinutes: 60,
  reason: 'We have it',
}

export const providerExamples: Record<string, Example> = {
  'provider.read': () => Promise.resolve({ input: {} }),
  'provider.set': async (house) => {
    const { issuer } = await withProvider(house)
    const { revision } = await house.admin.browser.call(providerRoutes.read, {})
    return { input: { issuer, ...settings, baseRevision: revision } }
  },
  'provider.revoke': async (house) => {
    await withProvider(house)
    return { input: { reason: 'The contract ended' } }
  },
  'provider.offers': async (house) => {
    await withProvider(house)
    return { input: { address: at(house) } }
  },
  'provider.start': async (house) => {
    await withProvider(house)
    const { link } = await house.admin.browser.call(memberRoutes.invite, {
      name: 'Otto Fenwick',
      role: 'Nurse',
      email: `invited-there-${count++}x${Date.now()}@example.org`,
      level: 1,
    })
    return { input: { address: at(house), invitation: link.split('#')[1]! } }
  },
  'provider.finish': async (house) => {
    const { sub } = await linked(house)
    const browser = house.candour.visitor()
    const { url } = await browser.call(providerRoutes.start, { address: at(house) })
    return { input: { ...cameFrom(url, sub) }, flow: browser.flow! }
  },
  'provider.links': () => Promise.resolve({ input: {} }),
  'provider.start-link': async (house) => {
    await withProvider(house)
    return { input: { address: at(house) } }
  },
  'provider.finish-link': beginLink,
  'provider.unlink': async (house, caller) => {
    const before = await ownLink(caller)
    if (before !== undefined) return { input: { id: before } }
    const { input } = await beginLink(house, caller)
    await caller.browser.call(providerRoutes.finishLink, input as never)
    return { input: { id: (await ownLink(caller))! } }
  },
}
