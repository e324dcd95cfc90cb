import type { Across } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { sealMember, unsealMember } from './member-facts.ts'
import { members } from './members.store.ts'

/**
 * Members from before there were marks are sealed with their standing and marked, once, as they stand. One whose seal has
 * its standing already had a mark that somebody took away: it stays closed.
 */
export async function markMembers(gate: Across, work: PracticeWork, log: Log): Promise<void> {
  for (const practice of await members.unmarked(gate))
    await work(practice, 'member.mark', async (within) => {
      let marked = 0
      for (const { member } of await members.list(within.tx)) {
        const row = (await members.lock(within.tx, member))!
        const facts = row.mark === null ? unsealMember(within, row) : null
        if (facts === null || facts.level !== undefined) continue
        const { account, level, state } = row
        const revision = row.revision + 1
        const sealed = sealMember(within, member, revision, { ...facts, account, level, state })
        await members.rewrite(within.tx, { member, revision, ...sealed })
        marked += 1
      }
      return marked === 0 ? null : true
    }).catch((error: unknown) => {
      log.error({ part: 'members', err: error }, 'the members of a practice could not be marked')
    })
}
