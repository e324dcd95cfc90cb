import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { members } from './members.store.ts'

/** The link stops working; who has accepted but was not approved stays outside. Throws `member.not_found`. */
export async function withdrawInvitation(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  if (!(await members.endInvitation(call.tx, call.input.id))) throw new AppError('member.not_found')
  emit(call, { kind: 'member.changed', patient: null, object: call.input.id, member: call.actor.member })
  return { output: {}, subjects: [] }
}
