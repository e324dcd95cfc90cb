import type { AccessLink } from '@candour/contract/access-links.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { showOne } from './list-links.ts'
import { lockLink, rewriteLink, stateOf } from './sealed-link.ts'

type Asked = Call<{ id: string }>

/** A second person agrees to what the maker answered. Throws `access-link.not_found`, `access-link.own`, `access-link.settled`. */
export async function confirmLink(call: Asked): Promise<Outcome<AccessLink>> {
  const { actor, now } = call
  const opened = await lockLink(call, call.input.id)
  const { facts } = opened
  if (stateOf(opened, now).state !== 'waiting') throw new AppError('access-link.settled')
  if (facts.made.by === actor.member) throw new AppError('access-link.own')
  const confirmed = { at: now.toISOString(), by: actor.member }
  const kept = await rewriteLink(call, opened, { ...facts, confirmed })
  return { output: await showOne(call, kept), subjects: [facts.patient] }
}

/** It opens nothing any more, and whoever sees it now sees nothing more. Throws `access-link.not_found`, `access-link.settled`. */
export async function revokeLink(call: Asked): Promise<Outcome<AccessLink>> {
  const { actor, now } = call
  const opened = await lockLink(call, call.input.id)
  const { facts } = opened
  if (stateOf(opened, now).state === 'over') throw new AppError('access-link.settled')
  const ended = { at: now.toISOString(), how: 'revoked', by: actor.member } as const
  const kept = await rewriteLink(call, opened, { ...facts, ended })
  return { output: await showOne(call, kept), subjects: [facts.patient] }
}
