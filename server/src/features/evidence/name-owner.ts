import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { keepOwner } from './owners.ts'

/** From now on this member is reminded of it. Throws `promise.takes_no_evidence`, `member.not_found`. */
export const nameOwner =
  (takesEvidence: (promise: string) => boolean) =>
  async (call: Call<{ promise: string; member: string }>): Promise<Outcome<Record<string, never>>> => {
    const { input, actor, now } = call
    const { promise, member } = input
    if (!takesEvidence(promise)) throw new AppError('promise.takes_no_evidence')
    if (!(await approvedMembers(call)).some((one) => one.member === member)) throw new AppError('member.not_found')
    const facts = { promise, member, by: actor.member, at: now.toISOString(), reminded: null }
    await keepOwner(call, facts, null)
    return { output: {}, subjects: [member], facts: { promise } }
  }
