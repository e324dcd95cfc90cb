import { errors } from '@candour/contract/errors.ts'
import type { RowFinding } from '@candour/contract/tables.ts'
import { showDate, showName } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { foldName } from '../patients/normalise.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { identityOf, type Identity } from '../patients/patient-fhir.ts'
import { patientsBornNamed } from '../patients/patients-born-named.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import type { OpenedResource } from '../resources/read-resource.ts'
import { readThose } from '../resources/read-those.ts'
import { resourceId } from '../resources/resource-id.ts'
import { patientOfRow, type Mapping, type RowPatient } from './patient-of-row.ts'
import type { TableRow } from './read-table.ts'
import type { SeenRows } from './seen-rows.ts'

/** What is to become of a row. */
export type Verdict = { what: 'refused' | 'there'; finding: RowFinding } | Registrable

/** Who can be registered. */
export interface Registrable {
  what: 'possible' | 'new'
  finding: RowFinding | null
  line: number
  patient: RowPatient
  /** Internal id. */
  id: string
  /** Version as which they would be registered: more than 1 for one who was deleted. */
  version: number
}

/** What can be told from the file alone; null when the practice has to be asked. */
export type FromFile = { row: TableRow; patient: RowPatient; alike: number | null } | { finding: RowFinding }

/** @param width cells of a whole row */
export function readRow(row: TableRow, width: number, mapping: Mapping, seen: SeenRows): FromFile {
  const finding = (what: RowFinding['what'], reason: string, person = '', column = '') => ({
    finding: { line: row.line, what, person, column, reason, patient: null },
  })
  if (row.problem !== null) return finding('refused', row.problem)
  const cells = row.cells.slice(0, width)
  if (row.cells.slice(width).some((cell) => cell.trim() !== '') || cells.length < width)
    return finding('refused', `This row has ${row.cells.length} cells, the heading has ${width}.`)
  const patient = patientOfRow(cells, mapping)
  if ('problem' in patient) return finding('refused', patient.problem, '', patient.column)
  const same = seen.same(patient)
  if (same !== null) return finding('there', `Line ${same.line} has the same ${same.by}.`, personOf(patient))
  const alike = seen.alike(patient)
  seen.add(patient, row.line)
  return { row, patient, alike }
}

type ToJudge = Exclude<FromFile, { finding: RowFinding }>

/** What the practice has of whom a row tells. */
interface There {
  /** Internal id under which they would be registered. */
  id: string
  before: OpenedResource | 'gone' | null
  /** Who has the NHS number. */
  holder: string | null
  /** Who has the surname and the birth date. */
  alikes: string[]
  /** Whose records are restricted to others: none of them is told of as being alike. */
  hidden: ReadonlySet<string>
}

/** Asks the practice whether it has these patients, in a few statements. What is read for that is entered. */
export async function judgeRows(within: Within, rows: readonly ToJudge[]): Promise<Verdict[]> {
  const identities = rows.map(({ patient }) => identityOf(patient.resource))
  const ids = rows.map(({ patient }) => resourceId(within, 'Patient', patient.fhirId))
  const before = new Map<string, OpenedResource | 'gone'>()
  for await (const { id, opened } of readThose(
    within,
    ids.map((id) => ({ type: 'Patient', id })),
  ))
    before.set(id, opened)
  const numbers = identities.flatMap(({ nhsNumber }) => nhsNumber ?? [])
  const [holders, alikes, hidden] = await Promise.all([
    nhsNumberHolders(within, [...new Set(numbers)]),
    patientsBornNamed(within, identities),
    hiddenFrom(within),
  ])
  return rows.map((row, at) => {
    const id = ids[at]!
    const holder = holders.get(identities[at]!.nhsNumber ?? '') ?? null
    return judge(row, identities[at]!, { id, before: before.get(id) ?? null, holder, alikes: alikes[at]!, hidden })
  })
}

function judge(
  { row, patient, alike }: ToJudge,
  identity: Identity,
  { id, before, holder, alikes, hidden }: There,
): Verdict {
  const found = (what: RowFinding['what'], reason: string, whom: string | null): RowFinding => ({
    line: row.line,
    what,
    person: personOf(patient),
    column: '',
    reason,
    patient: whom === null || hidden.has(whom) ? null : whom,
  })
  const there = (reason: string, who: string): Verdict => ({ what: 'there', finding: found('there', reason, who) })
  if (before === 'gone') return { what: 'refused', finding: found('refused', errors['resource.gone'][1], null) }
  if (before?.deleted === false) {
    const known = identityOf(JSON.parse(before.bytes.toString()) as FhirResource)
    if (!isOther(known, identity)) return there('Registered from this source before.', id)
    const reason =
      'Its number in the old system belongs to somebody else here. If the file comes from another system, say so.'
    return { what: 'refused', finding: found('refused', reason, id) }
  }
  if (holder !== null) return there('A patient of this practice has this NHS number.', holder)
  const version = (before?.version ?? 0) + 1
  const others = alikes.filter((one) => one !== id && !hidden.has(one))
  const fits = { line: row.line, patient, id, version }
  if (others.length > 0) {
    const reason = 'A patient of this practice has the same surname and date of birth.'
    return { what: 'possible', finding: found('possible', reason, others[0]!), ...fits }
  }
  if (alike !== null) {
    const reason = `Line ${alike} has the same surname and date of birth.`
    return { what: 'possible', finding: found('possible', reason, null), ...fits }
  }
  return { what: 'new', finding: null, ...fits }
}

type Born = Pick<Identity, 'family' | 'given' | 'birthDate'>

/** People marry, and dates of birth are corrected; where the surname and one thing more differ, it is somebody else. */
function isOther(known: Born, coming: Born): boolean {
  const first = ({ given }: Born) => foldName(given.split(' ')[0]!)
  return (
    foldName(known.family) !== foldName(coming.family) &&
    (known.birthDate !== coming.birthDate || first(known) !== first(coming))
  )
}

/** SURNAME, Given (Title), born. */
export function personOf({ resource }: Pick<RowPatient, 'resource'>): string {
  const identity = identityOf(resource)
  return [showName(identity), showDate(identity.birthDate)].filter((part) => part !== '').join(', ')
}
