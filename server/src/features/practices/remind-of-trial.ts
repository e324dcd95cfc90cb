import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Job } from '../../platform/jobs/jobs.ts'
import { addNotice } from '../notices/add-notice.ts'
import { showPractice } from './show-practice.ts'

/** What happens on day 31 is said on day 1, and again 7 days and 1 day before, and when it has come (P76). */
export const remindOfTrial: Job<{ daysLeft: number }> = async (within, { daysLeft }) => {
  const { trialEndsAt } = await showPractice(within)
  const when = showDayAndTime(trialEndsAt)
  if (daysLeft === 0) {
    await addNotice(
      within,
      'The trial has ended',
      'The practice is read-only now. You can read and print; nothing is deleted.',
    )
    return
  }
  const left = daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`
  await addNotice(
    within,
    `The trial ends ${left}`,
    `On ${when} the practice becomes read-only: you read and print, and nothing is deleted.`,
  )
}
