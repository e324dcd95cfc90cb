import type { factorRoutes } from '@candour/contract/factors.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readAccount } from '../accounts/find-account.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { refuseRecovered } from '../sessions/how-of.ts'
import { keepFactorsBound, lockFactors, readFactors } from './factor-set.ts'
import { enrolledNow, openFactor, sealFactor, showFactor } from './factor.ts'
import { factors } from './factors.store.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { tellOfFactors } from './tell-of-factors.ts'

export async function listFactors(call: GateCall<unknown>): Promise<Outcome<OutputOf<typeof factorRoutes.list>>> {
  const { gate, vault, actor } = call
  const account = await readAccount(gate, vault, actor.account)
  const rows = await readFactors(gate, vault, actor.account)
  const shown = rows.filter(({ kind }) => kind !== 'recovery').map((row) => showFactor(vault, account, row))
  return { output: { factors: shown, recoveryCodesLeft: rows.length - shown.length }, subjects: [] }
}

/** Void the old codes. Throws `factor.none` where there is nothing to recover from. */
export function renewRecoveryCodes(tokenKey: CompartmentKey) {
  return async (call: GateCall<unknown>): Promise<Outcome<{ recoveryCodes: string[] }>> => {
    const { gate, vault, actor } = call
    const account = await readAccount(gate, vault, actor.account)
    await refuseRecovered(gate, actor.session)
    const rows = await lockFactors(gate, vault, actor.account)
    if (!rows.some(({ kind }) => kind !== 'recovery')) throw new AppError('factor.none')
    const recoveryCodes = await makeRecoveryCodes(
      gate,
      vault,
      tokenKey,
      account,
      enrolledNow(call, account, { isRecovered: false, rows }),
    )
    await keepFactorsBound(gate, vault, actor.account)
    tellOfFactors(call, account, 'New recovery codes were made; the old ones are void.')
    return { output: { recoveryCodes }, subjects: [] }
  }
}

/** Another name for one of them; nothing else changes. Throws `factor.not_found`. */
export async function renameFactor(
  call: GateCall<{ id: string; name: string }>,
): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, actor, input } = call
  const account = await readAccount(gate, vault, actor.account)
  await refuseRecovered(gate, actor.session)
  const rows = await lockFactors(gate, vault, actor.account)
  const row = rows.find(({ factor, kind }) => factor === input.id && kind !== 'recovery')
  if (row === undefined) throw new AppError('factor.not_found')
  const revision = row.revision + 1
  const sealed = sealFactor(vault, account, row.factor, revision, {
    ...openFactor(vault, account, row),
    name: input.name,
  })
  await factors.rewrite(gate, actor.account, row.factor, revision, sealed)
  await keepFactorsBound(gate, vault, actor.account)
  return { output: {}, subjects: [] }
}

/**
 * Takes one away, not the last one where any of the person's practices asks for one. Whoever got in elsewhere, by what is
 * no longer theirs, is out. Throws `factor.not_found`, `factor.last`.
 */
export async function removeFactor(call: GateCall<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, actor, input } = call
  const account = await readAccount(gate, vault, actor.account)
  await refuseRecovered(gate, actor.session)
  const rows = await lockFactors(gate, vault, actor.account)
  const row = rows.find(({ factor, kind }) => factor === input.id && kind !== 'recovery')
  if (row === undefined) throw new AppError('factor.not_found')
  const isLast = rows.filter(({ kind }) => kind !== 'recovery').length === 1
  if (isLast && (await factors.isRequired(gate, actor.account))) throw new AppError('factor.last')
  if (!(await factors.remove(gate, actor.account, input.id))) throw new AppError('factor.not_found')
  if (isLast) await factors.removeRecoveryCodes(gate, actor.account)
  await keepFactorsBound(gate, vault, actor.account)
  await endWhatCountsNoMore(gate, 'factor.remove', actor)
  const { name } = showFactor(vault, account, row)
  tellOfFactors(call, account, `“${name}” was removed from your account. Everywhere else you were signed out.`)
  return { output: {}, subjects: [] }
}
