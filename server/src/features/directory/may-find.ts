import type { MemberActor } from '../../platform/access/actor.ts'

/**
 * Whether a member may know that this person is a patient here. The one place where that is decided: on the path of every
 * search and of every name shown beside an id. Whoever may not, is neither shown the person nor counts them.
 * @param hidden patients whose records are restricted to others (decision 0025)
 */
export function mayFind(actor: MemberActor, practice: string, patient: string, hidden: ReadonlySet<string>): boolean {
  return actor.practice === practice && !hidden.has(patient)
}
