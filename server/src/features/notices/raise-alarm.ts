import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { addNotice } from './add-notice.ts'

/** Tells a practice that something of it was found altered outside Candour; `found` says at what, "opened a note of a patient". */
export async function raiseAlarm(work: PracticeWork, practice: string, found: string): Promise<void> {
  await work(practice, 'notice.alarm', async (within) => {
    await addNotice(
      within,
      'Something was altered outside Candour',
      `It stays closed. It was found when somebody ${found}; the activity has the entry. Ask whoever runs the server who could reach its database and files.`,
    )
    return true
  })
}
