import type { itemKinds, TimelineItem, timelineKinds } from '@candour/contract/timeline.ts'

export type TimelineKind = (typeof timelineKinds)[number]

/** Each kind as one, and as many; in the order in which the chips stand. */
export const kindWords: Record<(typeof itemKinds)[number], readonly [one: string, many: string]> = {
  note: ['Note', 'Notes'],
  problem: ['Problem', 'Problems'],
  medicine: ['Medicine', 'Medicines'],
  result: ['Result', 'Results'],
  encounter: ['Encounter', 'Encounters'],
  procedure: ['Procedure', 'Procedures'],
  immunisation: ['Immunisation', 'Immunisations'],
  allergy: ['Allergy', 'Allergies'],
  document: ['Document', 'Documents'],
  image: ['Image', 'Images'],
  file: ['File', 'Files'],
  plan: ['Plan', 'Plans'],
  other: ['Other', 'Other'],
}

/** What stands on the second line: kind, state, who. Notes, images and files are told by their titles. */
export function byLine(item: TimelineItem, mixed: boolean): string[] {
  const plain = item.kind === 'note' || item.kind === 'image' || item.kind === 'file' || item.kind === 'other'
  // A visit that is booked or was kept stands among the encounters, and beside the encounter itself
  const kind = item.type === 'Appointment' ? 'Appointment' : kindWords[item.kind][0]
  return [(mixed || item.type === 'Appointment') && !plain ? kind : '', item.state, item.author].filter(
    (part) => part !== '',
  )
}
