import type { Overview, TimelineItem } from '@candour/contract/timeline.ts'

const mostMeasurements = 8
const mostImmunisations = 6
const longestCourse = 24

/** What matters of a record at a glance: what holds now, and the newest of what is measured. Takes items newest first. */
export function overviewOf(items: readonly TimelineItem[]): Overview {
  const problems = once(items.filter(({ kind }) => kind === 'problem'))
  // Only an order or a statement says what is taken now; handing out and giving are events of it
  const medicines = once(items.filter(({ type }) => type === 'MedicationRequest' || type === 'MedicationStatement'))
  return {
    problems: clinicalFirst(problems.filter(isCurrent)),
    pastProblems: problems.filter((one) => one.standing === 'past').length,
    medicines: medicines.filter(isCurrent),
    pastMedicines: medicines.filter((one) => one.standing === 'past').length,
    immunisations: items
      .filter(({ kind, standing }) => kind === 'immunisation' && standing === 'none')
      .slice(0, mostImmunisations),
    measurements: measurementsOf(items),
  }
}

function isCurrent({ standing }: TimelineItem): boolean {
  return standing === 'current'
}

/**
 * Employment, schooling and housing come as Conditions beside illnesses, with nothing that tells them apart but SNOMED
 * CT's hierarchy, which a record does not carry: so by their words.
 */
const social =
  /\b(employment|employed|unemployed|labou?r force|education|educated|school|housing|homeless\w*|transport\w*|criminal record|armed forces|social contact|social isolation|refugee|violence|intimate partner|medication review due)\b|^stress$/i

function clinicalFirst(problems: readonly TimelineItem[]): TimelineItem[] {
  return [...problems.filter(({ title }) => !social.test(title)), ...problems.filter(({ title }) => social.test(title))]
}

/** The same thing said again (a repeated prescription) shows once: as the newest that holds now, else as the newest. */
function once(items: readonly TimelineItem[]): TimelineItem[] {
  const shown = new Map<string, TimelineItem>()
  for (const item of items) {
    if (item.standing === 'in-error') continue
    const name = item.title.toLowerCase()
    const before = shown.get(name)
    if (before === undefined || (!isCurrent(before) && isCurrent(item))) shown.set(name, item)
  }
  return [...shown.values()]
}

function measurementsOf(items: readonly TimelineItem[]): Overview['measurements'] {
  const byCode = new Map<string, TimelineItem[]>()
  for (const item of items) {
    if (item.code === '' || item.standing === 'in-error' || item.at === '') continue
    const same = byCode.get(item.code)
    if (same === undefined) byCode.set(item.code, [item])
    else same.push(item)
  }
  return [...byCode.values()].slice(0, mostMeasurements).map((same) => ({
    newest: same[0]!,
    count: same.length,
    course: same
      .slice(0, longestCourse)
      .map(({ at, measured }) => ({ at, value: measured[0]!.value }))
      .toReversed(),
  }))
}
