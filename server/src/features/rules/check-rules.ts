import { errors } from '@candour/contract/errors.ts'
import type { Rules, RulesCheck } from '@candour/contract/rules.ts'
import { whyNotIn } from '../../platform/access/decided.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { lastAddressOf } from '../entries/last-address-of.ts'
import { membersToTell } from '../members/approved-members.ts'
import { nameMembers } from '../members/list-members.ts'

/** Whom rules would lock out, measured by now and by the address from which each member last worked. Changes nothing. */
export async function checkRules(call: Call<{ rules: Rules }>): Promise<Outcome<RulesCheck>> {
  const { input } = call
  await refuseStrangers(call)
  const others = (await lockedOut(call, input.rules)).map(({ member, last, why }) => ({
    member: member.member,
    name: member.name,
    lastAt: last?.at.toISOString() ?? null,
    from: last?.address ?? null,
    why: why === 'access.wrong_address' ? 'Not from one of these networks' : 'Outside these hours',
  }))
  return { output: { you: whyNotYou(input.rules, call), others }, subjects: [] }
}

/** The others whom these rules would keep out where and when they last worked. */
export async function lockedOut(call: Call<unknown>, rules: Rules) {
  const found = []
  for (const member of await membersToTell(call)) {
    if (member.member === call.actor.member) continue
    const last = await lastAddressOf(call, member.member)
    // Hours are asked at the time when the member last worked: now may be a Sunday.
    const why = whyNotIn(rules, member.member, last?.address ?? '', last?.at ?? call.now)
    if (why !== null) found.push({ member, last, why })
  }
  return found
}

/** Rules for single members are for members of this practice. Throws `member.not_found`. */
export async function refuseStrangers(call: Call<{ rules: Rules }>): Promise<void> {
  const { members } = call.input.rules
  if (members.length === 0) return
  const here = await nameMembers(call)
  if (!members.every(({ member }) => here.has(member))) throw new AppError('member.not_found')
}

/** Nobody locks themselves out: in words why these rules would. */
export function whyNotYou(rules: Rules, { actor, now }: Pick<Call<unknown>, 'actor' | 'now'>): string | null {
  const why = whyNotIn(rules, actor.member, actor.origin.address, now)
  if (why === null) return null
  return why === 'access.wrong_address'
    ? `You are at ${actor.origin.address}, which is in none of these ranges.`
    : errors[why][1]
}
