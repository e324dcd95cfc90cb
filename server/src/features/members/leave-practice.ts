import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { endAccess } from './end-access.ts'
import { lockMembers } from './lock-members.ts'

/** A member leaves by themselves. Throws `member.last_administrator`. */
export async function leavePractice(call: GateCall<unknown>): Promise<Outcome<Record<string, never>>> {
  const { actor, gate, keysOf } = call
  const tx = gate.within(actor.practice)
  const within = { ...call, tx, keys: await keysOf(tx) }
  const { row, isLastAdministrator } = await lockMembers(within, actor.member, null)
  if (isLastAdministrator) throw new AppError('member.last_administrator')
  await endAccess(within, row!)
  const facts = { levelBefore: row!.level, levelAfter: 0 }
  return { output: {}, subjects: [actor.member], facts, cookie: 'cleared' }
}
