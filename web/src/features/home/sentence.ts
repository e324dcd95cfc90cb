/** The sentence that answers "what needs me now?". */
import { showCountAsWord, showDay, showWeekday } from '@candour/contract/formatting.ts'

interface Work {
  drafts: readonly { savedAt: string }[]
  pending: number
  /** Documents that lie in nobody's record. */
  unfiled: number
  now: Date
  mayWrite: boolean
}

const aWeek = 6 * 86_400_000

function dayInWords(at: string, now: Date): string {
  if (showDay(at) === showDay(now)) return 'today'
  return now.getTime() - Date.parse(at) < aWeek ? showWeekday(at) : showDay(at)
}

export function sentenceOf({ drafts, pending, unfiled, now, mayWrite }: Work): { title: string; lead: string } {
  const pieces = drafts.length + pending
  const toFile =
    unfiled === 0
      ? ''
      : `${showCountAsWord(unfiled)} ${unfiled === 1 ? 'document waits' : 'documents wait'} to be filed`
  if (pieces === 0 && unfiled > 0) return { title: toFile, lead: 'They came without saying whose they are.' }
  if (pieces === 0)
    return {
      title: 'Nothing waits for you',
      lead: mayWrite ? 'Find a patient at the top, or start a note.' : 'Find a patient at the top.',
    }
  const oldest = drafts.map(({ savedAt }) => savedAt).sort()[0]
  const colleagues = pending === 1 ? 'A colleague waits' : `${showCountAsWord(pending)} colleagues wait`
  const leads = [
    pending > 0 ? `${colleagues} to be approved.` : '',
    unfiled > 0 ? `${toFile}.` : '',
    oldest === undefined
      ? ''
      : `${drafts.length === 1 ? 'Your draft is' : 'The oldest draft is'} from ${dayInWords(oldest, now)}.`,
  ]
  return {
    title: pieces === 1 ? 'One piece of work needs you' : `${showCountAsWord(pieces)} pieces of work need you`,
    lead: leads.filter(Boolean).join(' '),
  }
}
