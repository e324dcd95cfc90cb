import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { openLinks, type OpenedLink } from '../factors/provider-link.ts'
import { readMember } from '../members/read-member.ts'
import { findSignOn } from '../rules/sign-on.ts'

interface Tools {
  vault: Vault
  keysOf: PracticeKeySource
}

/**
 * Whether a link counts: of the provider that the practice has now, and made since its person was last without all access
 * there. One that counts no more gives way to a new one.
 */
export async function isLive(
  gate: GateTransaction,
  { vault, keysOf }: Tools,
  account: string,
  { practice, provider, at }: Pick<OpenedLink, 'practice' | 'provider' | 'at'>,
): Promise<boolean> {
  const mine = (await listMemberships(gate, account)).find((one) => one.practice === practice)
  if (mine === undefined || (await findSignOn(gate, vault, keysOf, practice))?.id !== provider) return false
  const tx = gate.within(practice)
  const { accessEndedAt } = await readMember({ tx, vault, keys: await keysOf(tx) }, mine.member)
  return accessEndedAt === undefined || at > new Date(accessEndedAt)
}

/** What a link began may be finished while it is there. Throws SealBroken. */
export async function isStillLinked(
  gate: GateTransaction,
  tools: Tools,
  account: OpenedAccount,
  { practice, provider }: { practice: string | undefined; provider: string },
): Promise<boolean> {
  for (const one of await openLinks(gate, tools.vault, account))
    if (one.practice === practice && one.provider === provider && (await isLive(gate, tools, account.account, one)))
      return true
  return false
}
