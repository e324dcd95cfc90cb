import type { SignedPasskey } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { isChallengeFor, mintChallenge, useChallenge, type ChallengeFor } from './challenge.ts'
import { keepFactorsBound, lockFactors, readFactors } from './factor-set.ts'
import { openFactor, type PasskeyFacts } from './factor.ts'
import { factors, type FactorRow } from './factors.store.ts'
import { askForPasskey, needSite, readSigned, type PasskeySite } from './passkey.ts'

/** By what somebody can be proved: the key of the tokens of codes and passkeys, and the site of the passkeys. */
export interface Proving {
  tokenKey: CompartmentKey
  site: PasskeySite | null
}

export function passkeyToken(vault: Vault, tokenKey: CompartmentKey, credential: string): Buffer {
  return vault.searchToken(tokenKey, 'passkey', credential)
}

export function openPasskeys(vault: Vault, account: Pick<OpenedAccount, 'key'>, rows: FactorRow[]): PasskeyFacts[] {
  return rows.filter(({ kind }) => kind === 'passkey').map((row) => openFactor<PasskeyFacts>(vault, account, row))
}

/** What to ask the browser for one of the account's passkeys with; null when it has none, or there is no site for them. */
export async function askForOwnPasskey(
  gate: Across,
  vault: Vault,
  { site }: Proving,
  account: OpenedAccount,
  what: ChallengeFor,
  now: Date,
) {
  const known = openPasskeys(vault, account, await readFactors(gate, vault, account.account))
  return known.length === 0 || site === null ? null : askForPasskey(site, known, mintChallenge(vault, what, now))
}

/** The account of a passkey; null for one that is not known here. */
export async function accountOfPasskey(
  gate: Across,
  vault: Vault,
  { tokenKey }: Proving,
  { id }: SignedPasskey,
): Promise<string | null> {
  return (await factors.findPasskey(gate, passkeyToken(vault, tokenKey, id)))?.account ?? null
}

/**
 * Takes what a passkey of this account signed for this act; once. Throws `factor.passkey_refused`, `factor.passkey_copied`
 * for one that counted backwards, SealBroken.
 */
export async function provePasskey(
  gate: Across,
  vault: Vault,
  { tokenKey, site }: Proving,
  account: OpenedAccount,
  signed: SignedPasskey,
  what: ChallengeFor,
  now: Date,
): Promise<void> {
  const token = passkeyToken(vault, tokenKey, signed.id)
  const row = (await lockFactors(gate, vault, account.account)).find(
    (one) => one.kind === 'passkey' && one.token?.equals(token) === true,
  )
  if (row === undefined) throw new AppError('factor.passkey_refused')
  const facts = openFactor<PasskeyFacts>(vault, account, row)
  const isExpected = (challenge: string) => isChallengeFor(vault, what, challenge, now)
  const { counter, challenge } = await readSigned(needSite(site), vault, account.account, facts, signed, isExpected)
  if (!(await useChallenge(gate, challenge))) throw new AppError('factor.passkey_refused')
  // Keys that don't count say 0 for ever (Web Authentication, section 6.1.1).
  if ((counter > 0 || row.counter > 0) && counter <= row.counter) throw new AppError('factor.passkey_copied')
  await factors.usePasskey(gate, account.account, row.factor, counter)
  await keepFactorsBound(gate, vault, account.account)
}
