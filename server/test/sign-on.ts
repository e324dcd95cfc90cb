/** For tests: a practice with a provider, and people who come by it. */
import type { InputOf } from '@candour/contract/route.ts'
import { providerRoutes } from '@candour/contract/providers.ts'
import { addressOf } from '../src/features/providers/address.ts'
import type { Answer, Browser } from './browser.ts'
import type { Injected } from '../src/main.ts'
import type { TestCandour } from './candour.ts'
import type { Person } from './people.ts'
import { clientId, clientSecret, goThere, startProvider, type RealProvider } from './real-provider.ts'
import { connectOwner, type Owner } from './walls/owner.ts'
import { startQuickCandour } from './walls/quick-passwords.ts'

export interface SignOnHouse {
  provider: RealProvider
  candour: TestCandour
  owner: Owner
  stop(): Promise<void>
}

/** A real provider, and a Candour whose practices may choose it. */
export async function startSignOn(injected: Injected = {}): Promise<SignOnHouse> {
  const provider = await startProvider()
  const candour = await startQuickCandour(injected, (config) => ({ ...config, signInIssuers: [provider.issuer] }))
  const owner = await connectOwner(candour)
  const stop = async () => {
    await owner.end()
    await candour.stop()
    await provider.stop()
  }
  return { provider, candour, owner, stop }
}

type Set = InputOf<typeof providerRoutes.set>

export async function setProvider(admin: Person, issuer: string, different: Partial<Set> = {}): Promise<Answer<any>> {
  const { revision } = await admin.browser.call(providerRoutes.read, {})
  return admin.browser.try(providerRoutes.set, {
    issuer,
    clientId,
    clientSecret,
    name: 'Harbour Trust',
    mode: 'allowed',
    strong: [],
    freshMinutes: null,
    baseRevision: revision,
    reason: 'A test',
    ...different,
  })
}

/** Whoever stands at the provider is linked to `person` from here on. */
export async function link(candour: TestCandour, { browser, session }: Person): Promise<Answer<any>> {
  const { url } = await browser.call(providerRoutes.startLink, {
    address: addressOf(candour.parts.vault, session.practice.id),
  })
  return browser.try(providerRoutes.finishLink, await goThere(url))
}

export interface CameBy {
  browser: Browser
  answer: Answer<any>
}

/** Whoever stands at the provider signs in to `practice`, at a browser that is new unless given. */
export async function comeBy(
  candour: TestCandour,
  practice: string,
  browser: Browser = candour.visitor(),
): Promise<CameBy> {
  const { url } = await browser.call(providerRoutes.start, { address: addressOf(candour.parts.vault, practice) })
  const answer = await browser.try(providerRoutes.finish, await goThere(url))
  browser.csrf = answer.body?.session?.csrf ?? null
  return { browser, answer }
}
