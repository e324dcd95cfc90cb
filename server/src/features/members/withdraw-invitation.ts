import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { members } from './members.store.ts'

/** The link stops working; who has accepted but was not approved stays outside. Throws `member.not_found`, `member.above_own_level`. */
export async function withdrawInvitation(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const row = await members.lock(call.tx, call.input.id)
  if (row?.state !== 'invited' && row?.state !== 'pending') throw new AppError('member.not_found')
  if (row.level > call.actor.level) throw new AppError('member.above_own_level')
  await changeMember(call, row, { state: 'left', level: 0 })
  emit(call, { kind: 'member.changed', patient: null, object: call.input.id, member: call.actor.member })
  return { output: {}, subjects: [row.member] }
}
