import type { Recovery, recoveryRoutes } from '@candour/contract/recoveries.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { howOf, showsOwnFactor } from '../sessions/how-of.ts'
import { recoveries, type RecoveryRow } from './recoveries.store.ts'
import { openRecovery, practicesOf, sealRecovery, type OpenedRecovery, type RecoveryPractice } from './recovery.ts'
import { tellOfEnd } from './tell-of-recovery.ts'

type Opened = OpenedRecovery & { practices: RecoveryPractice[]; own: RecoveryPractice }

/** As it stands for the actor's practice; null for one that is over, or of people who are not in it. */
async function openFor(call: GateCall<unknown>, row: RecoveryRow | null): Promise<Opened | null> {
  const opened = row === null ? null : await openRecovery(call.gate, call.vault, row)
  if (opened === null) return null
  const practices = await practicesOf(call, opened.account.account, opened.facts.confirmations)
  const own = practices.find(({ practice }) => practice === call.actor.practice)
  return own === undefined ? null : { ...opened, practices, own }
}

/** Those of the practice that are open. */
export async function listRecoveries(call: GateCall<unknown>): Promise<Outcome<OutputOf<typeof recoveryRoutes.list>>> {
  const { gate, actor } = call
  const shown: Recovery[] = []
  for (const row of await recoveries.listOf(gate, actor.practice)) {
    const opened = await openFor(call, row)
    if (opened === null) continue
    const { own, facts } = opened
    const isPerson = own.member.member === actor.member
    const hasConfirmed = own.confirmedBy.some(({ member }) => member === actor.member)
    shown.push({
      id: row.recovery,
      name: own.member.name,
      role: own.member.role,
      at: row.created_at.toISOString(),
      expiresAt: facts.expiresAt,
      from: facts.from,
      confirmedBy: own.confirmedBy.map(({ name }) => name),
      isEnough: own.isEnough,
      can: [
        ...(isPerson || hasConfirmed ? [] : (['confirm'] as const)),
        ...(isPerson || actor.level === 4 ? (['cancel'] as const) : []),
      ],
    })
  }
  return { output: { recoveries: shown }, subjects: [] }
}

/** Counts the try before the transaction: a wrong number rolls that back. */
export function prepareConfirmation(tokenKey: CompartmentKey) {
  return ({ vault, input, actor, atGate }: Preparing<{ id: string }>): Promise<Try> =>
    atGate((gate) => reserveTry(gate, vault, tokenKey, `recovery ${input.id}`, actor.origin.address))
}

/**
 * A colleague has spoken to the person, who read the number out. Whoever confirms has shown a second factor themselves, one that
 * Candour keeps: two stolen passwords would otherwise stand for a third. Throws `recovery.not_found`, `recovery.own`, `recovery.number_wrong`,
 * `factor.none`, `session.throttled`.
 */
export async function confirmRecovery(
  call: GateCall<{ id: string; number: string }>,
): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, actor, input } = call
  const opened = await openFor(call, await recoveries.lock(gate, input.id))
  if (opened === null) throw new AppError('recovery.not_found')
  const { row, account, facts, own } = opened
  if (own.member.member === actor.member) throw new AppError('recovery.own')
  if (!showsOwnFactor(await howOf(gate, actor.session))) throw new AppError('factor.none')
  if (facts.number !== input.number) throw new AppError('recovery.number_wrong')
  await (call.prepared as Try).succeeded(gate)
  if (own.confirmedBy.some(({ member }) => member === actor.member)) return { output: {}, subjects: [] }
  const confirmations = [...facts.confirmations, { practice: actor.practice, member: actor.member }]
  const revision = row.revision + 1
  const sealed = sealRecovery(vault, account, row, revision, { ...facts, confirmations })
  await recoveries.rewrite(gate, row.recovery, revision, sealed)
  return { output: {}, subjects: [] }
}

/** The person themselves, or an administrator of any of their practices. Throws `recovery.not_found`, `recovery.not_yours`. */
export function cancelRecovery(publicOrigin: string) {
  return async (call: GateCall<{ id: string }>): Promise<Outcome<Record<string, never>>> => {
    const { gate, actor, input } = call
    const opened = await openFor(call, await recoveries.lock(gate, input.id))
    if (opened === null) throw new AppError('recovery.not_found')
    const { row, account, own, practices } = opened
    if (actor.level !== 4 && own.member.member !== actor.member) throw new AppError('recovery.not_yours')
    await recoveries.end(gate, row.recovery)
    await tellOfEnd({ ...call, publicOrigin }, account, row.recovery, practices, 'cancelled')
    return { output: {}, subjects: [] }
  }
}
