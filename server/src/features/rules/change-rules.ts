import type { Rules, ShownRules } from '@candour/contract/rules.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { endSupport } from '../support/end-support.ts'
import { refuseStrangers, whyNotYou } from './check-rules.ts'
import { showRules } from './read-rules.ts'
import { rulesRows } from './rules.store.ts'
import { holdRules, writeRules } from './sealed-rules.ts'
import { tellOfPasskeys, tellOfRules } from './tell-of-rules.ts'

interface Change {
  rules: Rules
  baseRevision: number
  reason: string
}

/**
 * They hold from the next request of everybody; who can't come in any more, and the administrators, are told. Throws
 * `record.changed_meanwhile`, `rules.lock_yourself_out`, `rules.administrator`, `rules.location_in_use`, `member.not_found`.
 */
export async function changeRules(call: Call<Change>): Promise<Outcome<ShownRules>> {
  const { input, tx, actor } = call
  const before = await holdRules(call)
  if (before.revision !== input.baseRevision) throw new AppError('record.changed_meanwhile')
  await refuseStrangers(call)
  await keepLocationsInUse(call, before.rules)
  if (whyNotYou(input.rules, call) !== null) throw new AppError('rules.lock_yourself_out')
  await refuseForAdministrators(call, before.rules)
  const { lockdown, signOn } = before
  const kept = { rules: input.rules, by: actor.member, lockdown, signOn }
  await writeRules(call, before, kept)
  await rulesRows.mirror(tx, input.rules.factorRequired, input.rules.factorGraceDays)
  // At once, and for good: switched on again, nobody is back in.
  if (before.rules.supportAllowed && !input.rules.supportAllowed) await endSupport(call, 'switch', { by: actor.member })
  await tellOfRules(call, before.rules)
  if (asksForPasskeys(before.rules) && !asksForPasskeys(input.rules)) await tellOfPasskeys(call)
  return { output: await showRules(call), subjects: [], reason: input.reason }
}

const asksForPasskeys = ({ factorRequired, administratorPasskey }: Rules) => factorRequired && administratorPasskey

/** A location for which something is given or withdrawn is not forgotten: what was meant for it would be lost in silence. */
async function keepLocationsInUse(call: Call<Change>, before: Rules): Promise<void> {
  const kept = new Set(call.input.rules.locations.map(({ id }) => id))
  const removed = new Set(before.locations.map(({ id }) => id).filter((id) => !kept.has(id)))
  if (removed.size === 0) return
  const people = await approvedMembers(call)
  if (people.some(({ grants = [] }) => grants.some(({ location }) => location !== null && removed.has(location))))
    throw new AppError('rules.location_in_use')
}

/**
 * What one administrator decides about another alone: that the rules of everybody hold for them, too. Addresses and hours of
 * their own an administrator gives to themselves (decision 0030). Throws `rules.administrator`.
 */
async function refuseForAdministrators(call: Call<Change>, before: Rules): Promise<void> {
  const { actor, input } = call
  const same = new Set(before.members.map((one) => JSON.stringify(one)))
  const changed = input.rules.members.filter((one) => one.member !== actor.member && !same.has(JSON.stringify(one)))
  if (changed.length === 0) return
  const administrators = (await approvedMembers(call)).filter(({ level }) => level === 4)
  if (changed.some(({ member }) => administrators.some((one) => one.member === member)))
    throw new AppError('rules.administrator')
}
