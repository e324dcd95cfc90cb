import { AppError } from '../../platform/app-error.ts'
import type { GateCall } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { tellOfNewFactor } from '../recoveries/tell-of-new-factor.ts'
import { findSignOn } from '../rules/sign-on.ts'
import { markProved } from '../sessions/mark-proved.ts'
import { keepFactorsBound, type Before } from './factor-set.ts'
import type { Enrolled } from './factor.ts'
import { factors, type FactorRow } from './factors.store.ts'
import { openLink } from './provider-link.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { tellOfFactors } from './tell-of-factors.ts'

/** As many passkeys and apps as anybody needs, and no more to look through at a sign-in. */
const mostFactors = 20

/** As for a reset (`accounts/what-ends.ts`). */
const daysOfDoubt = 7

/** Throws `factor.too_many`. */
export function refuseTooMany(rows: FactorRow[]): void {
  if (rows.filter(({ kind }) => kind !== 'recovery').length >= mostFactors) throw new AppError('factor.too_many')
}

/**
 * A new factor counts: the session has shown it; with the first one whatever a password alone has opened elsewhere ends, and
 * the recovery codes come. Whom colleagues let in has this one and no other from here on, and of links those without which
 * nobody comes in.
 */
export async function finishEnrolment(
  call: Pick<GateCall<unknown>, 'gate' | 'vault' | 'keysOf' | 'now' | 'actor'>,
  tokenKey: CompartmentKey,
  account: OpenedAccount,
  { isRecovered, rows: before, links }: Before,
  {
    factor,
    enrolled,
    by,
    told,
  }: { factor: string; enrolled: Enrolled; by: 'password+totp' | 'password+passkey'; told: string },
): Promise<string[] | null> {
  const { gate, vault, actor } = call
  await markProved(gate, vault, actor.session, by)
  if (isRecovered) {
    const kept = await linksThatAreNeeded(call, account, links)
    await factors.removeOthers(gate, account.account, [factor, ...kept])
  }
  if (before.length === 0) await endWhatCountsNoMore(gate, 'factor.first', actor)
  const hasCodes = before.some(({ kind }) => kind === 'recovery')
  const recoveryCodes = hasCodes ? null : await makeRecoveryCodes(gate, vault, tokenKey, account, enrolled)
  await keepFactorsBound(gate, vault, account.account)
  tellOfFactors(call, account, told, enrolled.begun === enrolled.at)
  if (isRecovered) await tellOfNewFactor(call, account)
  return recoveryCodes
}

/** Where the provider is required nothing else lets in. One that a password alone has begun of late may be somebody else's. */
async function linksThatAreNeeded(
  { gate, vault, keysOf, now }: Pick<GateCall<unknown>, 'gate' | 'vault' | 'keysOf' | 'now'>,
  account: OpenedAccount,
  rows: FactorRow[],
): Promise<string[]> {
  const since = new Date(now.getTime() - daysOfDoubt * 86_400_000)
  const needed: string[] = []
  for (const { row, practice, provider, begun } of rows.map((one) => openLink(vault, account, one))) {
    const signOn = await findSignOn(gate, vault, keysOf, practice)
    const isRequired = signOn?.mode === 'required' && signOn.id === provider
    if (isRequired && (begun === null || begun < since)) needed.push(row.factor)
  }
  return needed
}
