import type { Within } from '../../platform/http/endpoint.ts'
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
export async function raiseAlarm(work: PracticeWork, practice: string, alarm: Alarm): Promise<void> {
  await work(practice, 'notice.alarm', async (within) => ((await addAlarm(within, alarm)) ? true : null))
}

/** The same, in a transaction that is there; false when it was told already. */
export function addAlarm(within: Pick<Within, 'tx' | 'vault' | 'keys'>, { about, found }: Alarm): Promise<boolean> {
  return addNotice(
    within,
    'Something was altered outside Candour',
    `It stays closed. It was found when somebody ${found}; the activity has the entry. Ask whoever runs the server who could reach its database and files.`,
    resourceId(within, 'Notice', `altered ${about}`),
    0,
    null,
    'incident',
  )
}
