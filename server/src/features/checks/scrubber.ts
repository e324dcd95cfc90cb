import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import type { Check, Finding } from './check.ts'
import { rhythmOf } from './rhythm.ts'
import { scrubStep } from './scrub.ts'
import type { FaultRow, ScrubRow } from './scrub.store.ts'

/** One that stopped is to show within a minute. */
const everySeconds = 20
const day = 86_400_000
/** Everything is to be looked at within so many (security.md). */
const days = 7
/** Milliseconds of work at a time in one practice; all of them together take a quarter of the time at most. */
const most = 150
/** Somebody waits for it. */
const mostAsked = 2_000

const phases = { records: 'records', marks: 'records', entries: 'activity', files: 'files', done: '' }

/** Everything that is kept, against what is kept apart from it, all of it within a week (P33). */
export const scrubber: Check = {
  name: 'scrubber',
  title: 'Nothing that is kept was altered, swapped or taken away',
  of: 'practice',
  everySeconds,
  async run(at) {
    const each = rhythmOf(scrubber, at.practices) / Math.max(1, at.practices)
    const budget = Math.min(at.asked ? mostAsked : most, each * 250)
    const { scrub, faults } = await scrubStep(at, budget)
    return judge(scrub, faults, at.now)
  },
}

function judge(scrub: ScrubRow, faults: readonly FaultRow[], now: Date): Finding {
  const facts = { looked: scrub.looked, phase: scrub.phase, altered: faults.length }
  if (faults.length > 0) {
    const named = faults.slice(0, 3).map(nameOf)
    const more = faults.length > named.length ? `, and ${faults.length - named.length} more` : ''
    const what = `Altered or taken away outside Candour: ${named.join('; ')}${more}.`
    return { state: 'failing', what, facts }
  }
  const since = scrub.covered_at ?? scrub.began_at
  if (now.getTime() - since.getTime() > days * day)
    return { state: 'failing', what: `Not everything was looked through since ${showDay(since)}.`, facts }
  if (scrub.covered_at === null)
    return { state: 'well', what: `The first look through everything is at the ${phases[scrub.phase]}.`, facts }
  return {
    state: 'well',
    what: `Everything was whole when it was last looked through, ${showDayAndTime(since)}.`,
    facts,
  }
}

/** The place, by ids that name nobody. */
function nameOf({ kind, about, version }: FaultRow): string {
  if (kind === 'entry') {
    const [number, listed] = about.split('/')
    const named = `entry ${Number(number).toLocaleString('en-GB')} of the activity`
    return listed === undefined ? named : `${named}, as listed by record`
  }
  if (kind === 'file') return `file ${about}`
  return `${about.replace('/', ' ')}, version ${version}`
}
