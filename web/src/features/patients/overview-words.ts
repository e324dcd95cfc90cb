import type { Overview } from '@candour/contract/timeline.ts'

/** The overview when there is anything to say at a glance; a record of notes alone has its newest note instead. */
export function shownOverview(overview: Overview | null): Overview | undefined {
  if (overview === null) return undefined
  const { problems, medicines, immunisations, measurements, pastProblems, pastMedicines } = overview
  const shown = problems.length + medicines.length + immunisations.length + measurements.length
  return shown + pastProblems + pastMedicines > 0 ? overview : undefined
}

/** `4 problems · 3 medicines · 6 measurements`. */
export function overviewWords({ problems, medicines, measurements }: Overview): string {
  const part = (count: number, one: string) => (count === 0 ? `No ${one}s` : `${count} ${one}${count === 1 ? '' : 's'}`)
  const words = [part(problems.length, 'problem'), part(medicines.length, 'medicine')]
  if (measurements.length > 0) words.push(`${measurements.length} measured`)
  return words.join(' · ')
}
