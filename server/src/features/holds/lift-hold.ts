import type { Hold } from '@candour/contract/holds.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { lookAgain } from '../retention/look-again.ts'
import { holds } from './holds.store.ts'
import { showHolds } from './list-holds.ts'
import { openHolds, sealHold } from './sealed-hold.ts'

/**
 * By another administrator than who placed it: what was held goes the way of everything else from now on. Throws
 * `hold.not_found`, `hold.lifted`, `hold.own`, `access.refused`.
 */
export function liftHold(directory: Directory) {
  return async (call: Call<{ id: string; reason: string }>): Promise<Outcome<Hold>> => {
    const { input, actor, tx, now } = call
    await holds.alone(tx)
    const opened = (await openHolds(call)).find(({ id }) => id === input.id)
    if (opened === undefined) throw new AppError('hold.not_found')
    const { id, facts } = opened
    if (facts.lifted !== null) throw new AppError('hold.lifted')
    if (facts.placed.by === actor.member) throw new AppError('hold.own')
    // Whoever was given the permission alone places holds, and lifts none.
    if (actor.level !== 4) throw new AppError('access.refused')
    const lifted = { ...facts, lifted: { at: now.toISOString(), by: actor.member, reason: input.reason } }
    const revision = opened.revision + 1
    await holds.update(tx, { hold: id, revision, ...sealHold(call, id, revision, lifted) })
    await lookAgain(call)
    const [shown] = await showHolds(call, directory, [{ id, revision, facts: lifted }])
    const subjects = facts.kind === 'patient' ? [facts.about!] : []
    return { output: shown!, subjects, reason: input.reason }
  }
}
