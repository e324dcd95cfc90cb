import type { MemberActor } from '../../platform/access/actor.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { factorDueOf, whyNotIn, whyNotThisWay, type Decided } from '../../platform/access/decided.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { sessions } from './sessions.store.ts'

interface Parts {
  gate: Across
  decidedBy: (practice: string, mark: Buffer | null) => Promise<Decided>
  clock: Clock
  offersPasskeys: boolean
}

/**
 * Asked again and again while a stream is open: the session goes on, and what the practice decides still lets it in. Whoever was
 * let into a locked practice goes on there; a lock that comes meanwhile ends it.
 */
export function stillSignedIn({ gate, decidedBy, clock, offersPasskeys }: Parts) {
  return async ({ actor }: { actor: MemberActor }): Promise<boolean> => {
    const { practice, member, session, origin } = actor
    const { rules, isLocked, signOn } = await decidedBy(practice, await sessions.rulesMark(gate, practice))
    if ((isLocked && !actor.isLocked) || whyNotIn(rules, member, origin.address, clock.now()) !== null) return false
    const row = await sessions.standing(gate, session, rules.idleMinutes)
    if (row === null || whyNotThisWay(signOn, row.level as Level, actor) !== null) return false
    return factorDueOf(row, rules, offersPasskeys) === null
  }
}
