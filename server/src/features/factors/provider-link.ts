import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { FactorsAltered, keepFactorsBound, readProviderLinks } from './factor-set.ts'
import { openFactor, sealFactor, type Enrolled } from './factor.ts'
import { factors, type FactorRow } from './factors.store.ts'
import type { SettingAside } from './set-aside.ts'

/** Who somebody is at the provider of a practice: `sub` is theirs alone there, and never given again (OpenID Connect Core, section 2). */
export interface Identity {
  practice: string
  /** Ours of that provider. */
  provider: string
  issuer: string
  sub: string
}

/** What is sealed of a link, besides. */
export interface LinkFacts extends Identity {
  name: string
  /** Missing in those from before it was kept. */
  enrolled?: Enrolled
}

export interface OpenedLink extends LinkFacts {
  row: FactorRow
  /** When it was made; what was sealed is believed before the row's own time. */
  at: Date
  /** As `Enrolled` has it. */
  begun: Date | null
}

/** Practice, provider and issuer are part of it: no provider speaks for another's people, nor in another practice. */
function tokenOf(vault: Vault, tokenKey: CompartmentKey, { practice, provider, issuer, sub }: Identity): Buffer {
  return vault.searchToken(tokenKey, 'provider-identity', JSON.stringify([practice, provider, issuer, sub]))
}

/** Whose account it opens; null for nobody's. */
export async function accountOfIdentity(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  identity: Identity,
): Promise<string | null> {
  return (await factors.findLink(gate, tokenOf(vault, tokenKey, identity)))?.account ?? null
}

/** Those of an account. SealBroken when its factors are not, all together, as Candour left them. */
export async function openLinks(
  gate: Across,
  vault: Vault,
  account: Pick<OpenedAccount, 'account' | 'key'>,
): Promise<OpenedLink[]> {
  const rows = await readProviderLinks(gate, vault, account.account)
  return rows.map((row) => openLink(vault, account, row))
}

/** Throws FactorsAltered. */
export function openLink(vault: Vault, account: Pick<OpenedAccount, 'key'>, row: FactorRow): OpenedLink {
  const facts = openFactor<LinkFacts>(vault, account, row)
  const { at, begun } = facts.enrolled ?? { at: row.confirmed_at!, begun: row.confirmed_at }
  return { ...facts, row, at: new Date(at), begun: begun === null ? null : new Date(begun) }
}

/** The link of this identity, taken for a sign-in; null where what was sealed says otherwise. Throws SealBroken. */
export async function useLink(
  gate: Across,
  vault: Vault,
  account: Pick<OpenedAccount, 'account' | 'key'>,
  { practice, provider, issuer, sub }: Identity,
): Promise<OpenedLink | null> {
  const found = (await openLinks(gate, vault, account)).find(
    (one) => one.practice === practice && one.provider === provider && one.issuer === issuer && one.sub === sub,
  )
  if (found === undefined) return null
  await factors.useLink(gate, account.account, found.row.factor)
  return found
}

/**
 * One a practice: whoever has one takes it away first, so that nobody's is exchanged behind their back. False when there is
 * one that counts, or when it is linked already, to whomever. Throws SealBroken.
 */
export async function addLink(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  account: Pick<OpenedAccount, 'account' | 'key'>,
  facts: LinkFacts,
  isLive: (link: OpenedLink) => Promise<boolean>,
): Promise<boolean> {
  await factors.lockAccount(gate, account.account)
  for (const one of await openLinks(gate, vault, account)) {
    if (one.practice !== facts.practice) continue
    if (await isLive(one)) return false
    await factors.remove(gate, account.account, one.row.factor)
  }
  const factor = newId()
  const isNew = await factors.insert(gate, {
    factor,
    account: account.account,
    kind: 'provider',
    token: tokenOf(vault, tokenKey, facts),
    sealed: sealFactor(vault, account, factor, 1, facts),
    confirmed: true,
  })
  if (isNew) await keepFactorsBound(gate, vault, account.account)
  return isNew
}

/** The link that was taken away; null where there is none. Throws SealBroken. */
export async function removeLink(
  gate: Across,
  vault: Vault,
  account: Pick<OpenedAccount, 'account' | 'key'>,
  link: string,
  mayGo: (facts: LinkFacts) => Promise<void>,
): Promise<LinkFacts | null> {
  await factors.lockAccount(gate, account.account)
  const found = (await openLinks(gate, vault, account)).find(({ row }) => row.factor === link)
  if (found === undefined) return null
  await mayGo(found)
  await factors.remove(gate, account.account, link)
  await keepFactorsBound(gate, vault, account.account)
  return found
}

/**
 * Takes away the links that somebody may have made who was in by what was stolen; answers them in words. Of an account whose
 * factors were altered none counts, and none is touched.
 */
export async function setLinksAside(
  { gate, vault, account, since, keep = [] }: Pick<SettingAside, 'gate' | 'vault' | 'account' | 'since' | 'keep'>,
  which: SettingAside['which'],
): Promise<string[]> {
  await factors.lockAccount(gate, account.account)
  const links = await openLinks(gate, vault, account).catch((error: unknown) => {
    if (error instanceof FactorsAltered) return []
    throw error
  })
  const going = links.filter(({ row, at, begun }) => {
    const when = which === 'added' ? at : begun
    return when !== null && when >= since && !keep.includes(row.factor)
  })
  if (going.length === 0) return []
  for (const { row } of going) await factors.remove(gate, account.account, row.factor)
  await keepFactorsBound(gate, vault, account.account)
  return going.map(({ name, at, enrolled }) => {
    const from = enrolled === undefined ? '' : ` from ${enrolled.from}`
    return `the sign-in by “${name}”, linked on ${showDayAndTime(at)}${from}`
  })
}
