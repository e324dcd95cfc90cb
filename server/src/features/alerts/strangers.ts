/** Records that somebody opened without a part in the care: kept for two hours, in which one may still write in them. */
import { memberOf, type Found, type Look, type Opened } from './memory.ts'
import { hour, isOpening, isReading, isWriting, type Seen } from './seen.ts'
import { countStranger } from './not-under-care.ts'
import { countSlow } from './slow-reading.ts'
import { snoop } from './snooping.ts'
import { isStrangeHour } from './unusual-hours.ts'

/** In a visit the record is opened first, and written in afterwards. */
const wait = 2 * hour
const kept = 3000

/** What is judged after the wait, each stranger by each of these. */
const judges = [countStranger, countSlow, snoop]

export function strangers({ memory, known }: Look, seen: Seen): Found[] {
  const found = judge({ memory, known }, seen.at)
  const { member, subjects, number, at } = seen
  if (isWriting(seen)) noteWriting(memory, member, subjects)
  if (!isOpening(seen)) return found
  for (const patient of subjects) {
    const waiting = memory.strange.find((one) => one.member === member && one.patient === patient)
    if (waiting !== undefined) {
      if (isReading(seen)) waiting.reads = (waiting.reads ?? 0) + 1
      continue
    }
    if (known.hadWritten(member, patient, number)) continue
    const opened: Opened = { member, patient, number, at }
    if (isReading(seen)) opened.reads = 1
    if (known.wasTended(patient, number)) opened.tended = true
    if (isStrangeHour(memberOf(memory, member), at)) opened.late = true
    memory.strange.push(opened)
  }
  if (memory.strange.length > kept) memory.strange = memory.strange.slice(-kept)
  return found
}

/** Whoever wrote has a part in the care; and where somebody wrote, the patient was there. */
function noteWriting(memory: Look['memory'], member: string, patients: string[]): void {
  memory.strange = memory.strange.filter((one) => !(one.member === member && patients.includes(one.patient)))
  for (const one of memory.strange) {
    if (patients.includes(one.patient)) one.tended = one.visited = true
  }
}

/** Those who had their two hours; they lie in the order in which they were opened. */
function judge(look: Look, at: number): Found[] {
  const { memory } = look
  if (memory.strange.length === 0 || at - memory.strange[0]!.at < wait) return []
  const due = memory.strange.filter((one) => at - one.at >= wait)
  memory.strange = memory.strange.filter((one) => at - one.at < wait)
  return due.flatMap((one) => judges.flatMap((rule) => rule(look, one)))
}
