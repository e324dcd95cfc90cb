import type { Level } from '@candour/contract/permissions.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Refusal } from '../../platform/ledger/guard.ts'
import type { Log } from '../../platform/log.ts'
import { addNotice } from '../notices/add-notice.ts'
import { everyPractice } from '../practices/find-practices.ts'
import { resourceId } from '../resources/resource-id.ts'

const administrators: Level = 4

interface Parts {
  gate: Workspace
  work: PracticeWork
  log: Log
}

/** Nothing is numbered or signed any more: the administrators of those whom it concerns learn why. One notice stands open for it. */
export async function tellOfRefusal(parts: Parts, { what, practices }: Refusal): Promise<void> {
  const concerned = practices.length > 0 ? practices : await everyPractice(parts.gate)
  for (const practice of concerned)
    await tell(parts, practice, 'refusal', {
      heading: 'The ledger stands still',
      text: `Nothing is added to the activity or signed at the moment, because ${what}. What is done meanwhile waits and is not lost. Ask whoever runs the server; they find it in Candour’s log and in candour status.`,
    })
}

/** A tree does not fit what is stored of it, or what was signed of it. */
export async function tellOfBroken(parts: Parts, practice: string): Promise<void> {
  await tell(parts, practice, 'broken', {
    heading: 'The ledger was altered outside Candour',
    text: 'What is stored of this practice’s activity does not fit what was signed of it, so no new checkpoint is signed. Keep the checkpoints that you have; they show what was there. Ask whoever runs the server who could reach its database.',
  })
}

async function tell(
  { work, log }: Parts,
  practice: string,
  about: string,
  { heading, text }: { heading: string; text: string },
): Promise<void> {
  await work(practice, 'checkpoint.tell', async (within) => {
    const notice = resourceId(within, 'Notice', `ledger ${about}`)
    return (await addNotice(within, heading, text, notice, administrators)) ? true : null
  }).catch((error: unknown) => {
    log.error({ part: 'ledger', err: error }, 'a practice could not be told of its ledger')
  })
}
