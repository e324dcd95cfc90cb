import type { SupportRequest } from '@candour/contract/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { withdrawNotice } from '../notices/add-notice.ts'
import { holdRules } from '../rules/sealed-rules.ts'
import { changed } from './end-support.ts'
import { showRequests } from './list-support.ts'
import { lockRequest, rewriteRequest, stateOf, type OpenedRequest, type RequestFacts } from './support-request.ts'
import { tellOfApproval } from './tell-of-support.ts'

type Deciding = Call<{ id: string }>

async function keep(call: Deciding, opened: OpenedRequest, facts: RequestFacts): Promise<Outcome<SupportRequest>> {
  const kept = await rewriteRequest(call, opened, facts)
  await withdrawNotice(call, opened.request)
  changed(call)
  const [shown] = await showRequests(call, [kept])
  return { output: shown!, subjects: [], reason: `${facts.name}, for ${facts.minutes} minutes: ${facts.reason}` }
}

/**
 * Lets them in from now on, to read, as long as was asked for. The rules are held meanwhile, so that nobody switches support off
 * in between. Throws `support.not_found`, `support.decided`, `support.off`, SealBroken.
 */
export function approveSupport(publicOrigin: string) {
  return async (call: Deciding): Promise<Outcome<SupportRequest>> => {
    const { actor, input, now } = call
    const { rules } = await holdRules(call)
    if (!rules.supportAllowed) throw new AppError('support.off')
    const opened = await lockRequest(call, input.id)
    const { facts } = opened
    if (stateOf(facts, now) !== 'waiting') throw new AppError('support.decided')
    const until = new Date(now.getTime() + facts.minutes * 60_000).toISOString()
    const decided = { at: now.toISOString(), by: actor.member, isApproved: true }
    const outcome = await keep(call, opened, { ...facts, decided, until })
    await tellOfApproval(call, { ...facts, until }, publicOrigin)
    return outcome
  }
}

/** Throws `support.not_found`, `support.decided`, SealBroken. */
export async function refuseSupport(call: Deciding): Promise<Outcome<SupportRequest>> {
  const { actor, input, now } = call
  const opened = await lockRequest(call, input.id)
  if (stateOf(opened.facts, now) !== 'waiting') throw new AppError('support.decided')
  const decided = { at: now.toISOString(), by: actor.member, isApproved: false }
  return keep(call, opened, { ...opened.facts, decided })
}

/** At once. Needs no proof of being there: the seconds count. Throws `support.not_found`, `support.decided`, SealBroken. */
export async function endSupportNow(call: Deciding): Promise<Outcome<SupportRequest>> {
  const { actor, input, now } = call
  const opened = await lockRequest(call, input.id)
  if (stateOf(opened.facts, now) !== 'open') throw new AppError('support.decided')
  const ended = { at: now.toISOString(), how: 'member', by: actor.member } as const
  return keep(call, opened, { ...opened.facts, ended })
}
