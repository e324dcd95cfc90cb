import { showDay } from '@candour/contract/formatting.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { addNotice } from '../notices/add-notice.ts'
import { everyPractice } from '../practices/find-practices.ts'
import { resourceId } from '../resources/resource-id.ts'
import { dueReview } from './due-review.ts'
import { openReviews } from './sealed-review.ts'

/** The notice that asks for the review of this number. */
export function reminderOf(keys: Pick<Within, 'vault' | 'keys'>, number: number): string {
  return resourceId(keys, 'Notice', `review ${number}`)
}

/** Every day that it is due those who sign reviews are asked, until somebody does. False when it is not, or they were. */
export async function remindOfReview(work: PracticeWork, practice: string): Promise<boolean> {
  const told = await work(practice, 'review.remind', async (within) => {
    const { opened } = await openReviews(within)
    const { due } = await dueReview(within, opened)
    if (due === null || !due.isNow) return null
    const last = opened[0]
    const since = last === undefined ? 'There was none yet.' : `The last one was signed on ${showDay(last.facts.at)}.`
    const isNew = await addNotice(
      within,
      'A review of sign-ins and access is due',
      `${since} Look at who signed in and who opened what, and sign it, under Reviews.`,
      reminderOf(within, (last?.number ?? 0) + 1),
      3,
    )
    return isNew ? true : null
  })
  return told === true
}

/** Once a day. What can't be opened in one practice keeps no other from being asked. */
export async function remindAllOfReviews(gate: Across, work: PracticeWork, log: Log): Promise<void> {
  for (const practice of await everyPractice(gate))
    await remindOfReview(work, practice).catch((error: unknown) =>
      log.error({ part: 'reviews', err: error }, 'a practice could not be asked for its review'),
    )
}
