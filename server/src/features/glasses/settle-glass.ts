import type { Glass } from '@candour/contract/glasses.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { isLive } from '../compartments/admission.ts'
import type { Directory } from '../directory/directory.ts'
import { withdrawNotice } from '../notices/add-notice.ts'
import { showGlasses } from './list-glasses.ts'
import { findGlass, keepGlass } from './opened-glass.ts'

interface Asked {
  id: string
  verdict: 'right' | 'incident'
  note: string
}

/**
 * Somebody else than who broke it says whether it was right, once and for good; one that is still open ends with it. Throws
 * `glass.not_found`, `glass.own`, `glass.settled`.
 */
export function settleGlass(directory: Directory) {
  return async (call: Call<Asked>): Promise<Outcome<Glass>> => {
    const { input, actor, now, tx } = call
    const opened = await findGlass(call, input.id)
    const { facts } = opened
    if (facts.settled !== null) throw new AppError('glass.settled')
    if (facts.member === actor.member) throw new AppError('glass.own')
    const at = now.toISOString()
    const endedAt = isLive(facts, now) ? at : facts.endedAt
    const settled = { verdict: input.verdict, note: input.note, by: actor.member, at }
    const kept = await keepGlass(call, opened, 'settled', { ...facts, endedAt, settled })
    await withdrawNotice({ tx }, input.id)
    const [shown] = await showGlasses(call, directory, [kept])
    return { output: shown!, subjects: [facts.patient], reason: `${input.verdict}: ${input.note}` }
  }
}
