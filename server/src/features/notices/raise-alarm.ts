import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { resourceId } from '../resources/resource-id.ts'
import { addNotice } from './add-notice.ts'

interface Alarm {
  /** What was altered: its id, or the address at which it was looked for. */
  about: string
  /** At what it was found: "opened a note of a patient". */
  found: string
}

/**
 * Tells a practice that something of it was found altered outside Candour. One notice stands open for each thing, however
 * often somebody looks at it; put away, the next look brings it back. Each look has its own entry all the same.
 */
export async function raiseAlarm(work: PracticeWork, practice: string, { about, found }: Alarm): Promise<void> {
  await work(practice, 'notice.alarm', async (within) => {
    const told = await addNotice(
      within,
      'Something was altered outside Candour',
      `It stays closed. It was found when somebody ${found}; the activity has the entry. Ask whoever runs the server who could reach its database and files.`,
      resourceId(within, 'Notice', `altered ${about}`),
    )
    return told ? true : null
  })
}
