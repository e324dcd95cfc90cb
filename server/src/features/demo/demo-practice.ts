import { dayOf } from './calendar.ts'
import type { Chart } from './chart.ts'
import type { DemoAsked, DemoMember, DemoPatient, DemoPractice } from './demo.ts'
import { ambulanceHistory } from './ambulance/history.ts'
import { communityHistory } from './community/history.ts'
import { dentalHistory } from './dental/history.ts'
import { gpHistory } from './gp/history.ts'
import { blockOf, blockSize } from './people/households.ts'
import type { Person } from './people/person.ts'
import { practiceOf, staffOf } from './staff.ts'

type History = (person: Person, seed: string, practice: { staff: readonly DemoMember[]; today: number }) => Chart

const histories: Record<DemoAsked['kind'], History> = {
  gp: gpHistory,
  dental: dentalHistory,
  community: communityHistory,
  ambulance: ambulanceHistory,
}

/**
 * A practice of invention with a history of a year. Pure: the same asked gives the same answer to the byte, and the nth
 * patient is the same however many there are. Memory does not grow with their number.
 */
export function demoPractice({ kind, seed, patients, today }: DemoAsked): DemoPractice {
  const staff = staffOf(kind, seed)
  const own = `${kind}/${seed}`
  const day = dayOf(today)
  function* records(): Generator<DemoPatient> {
    for (let block = 0; block * blockSize < patients; block++) {
      for (const person of blockOf(own, block, day, kind === 'community')) {
        if (person.n >= patients) return
        const { resources, files } = histories[kind](person, own, { staff, today: day })
        yield { id: person.id, resources, files }
      }
    }
  }
  return { practice: practiceOf(kind), staff, records: { [Symbol.iterator]: records } }
}
