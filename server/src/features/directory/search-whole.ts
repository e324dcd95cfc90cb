import type { WholeAsked } from './read-whole.ts'
import { widths, type Segment } from './segment.ts'
import { holdersOf } from './whole-identifiers.ts'

/** Places in the segment, in the order of names, of those who are here and have exactly this. */
export function holdersIn(segment: Segment, { field, value }: Pick<WholeAsked, 'field' | 'value'>): number[] {
  const found: number[] = []
  for (const at of holdersOf(segment, field, value))
    if (segment.gone[at] === 0 && heldAt(segment, field, at) === value) found.push(at)
  return found
}

function heldAt(segment: Segment, field: WholeAsked['field'], at: number): string {
  if (field === 'email') return segment.emails.slice(segment.emailStarts[at]! + 1, segment.emailStarts[at + 1])
  const column = field === 'nhsNumber' ? 'nhsNumbers' : field === 'phone' ? 'phones' : 'postcodes'
  const width = widths[column]
  return segment[column].slice(at * width + 1, (at + 1) * width).trimEnd()
}
