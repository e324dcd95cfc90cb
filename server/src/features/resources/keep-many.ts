import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { indexPatients, type PatientToIndex } from '../patients/index-patient.ts'
import { nhsNumberHolder } from '../patients/nhs-number-holder.ts'
import { openPatientCompartments } from '../compartments/open-patient-compartments.ts'
import { homeOf, idOf, openHome, type KnownPatients } from './home.ts'
import { openPatientHome } from './keep-resource.ts'
import { openRow, type OpenedResource } from './read-resource.ts'
import { resourceId } from './resource-id.ts'
import { readNewestOf } from './resources.store.ts'
import { mostNamed, type ResourceFacts } from './resource-facts.ts'
import { stampBytes } from './stamp-places.ts'
import type { Origin } from './origins.ts'
import { writeResources, type ResourceToWrite } from './write-resource.ts'

export interface ArrivedResource {
  type: string
  fhirId: string
  facts: ResourceFacts
  /** As it came, or with references rewritten to where they point. */
  received: Buffer
  /** Which were rewritten, so that an export gives back what came. */
  origins?: Origin[]
}

export type KeptOutcome =
  { outcome: 'created' | 'updated' | 'unchanged' } | { outcome: 'refused'; path: string; message: string }

/** The newest version so far: in the database, or earlier among those that arrived. */
interface Newest {
  version: number
  compartment: string
  bytes: Buffer
  deleted: boolean
  lastUpdated: Date
}

/** What one keeping of many knows so far. */
interface Keeping {
  newest: Map<string, Newest>
  owners: KnownPatients
  /** To make findable once all are prepared. */
  patients: Map<string, PatientToIndex>
  /** NHS numbers and the patients who have them. */
  numbers: Map<string, string>
}

/**
 * Keeps many resources in one transaction with few statements. A refusal of one doesn't fail the others; what is there
 * already with the same content is left as it is. Patients must come before what belongs to them.
 */
export async function keepMany(within: Within, arrived: ArrivedResource[]): Promise<KeptOutcome[]> {
  const newest = await readThoseThere(within, arrived)
  const writing: (ResourceToWrite & { key: CompartmentKey })[] = []
  const outcomes: KeptOutcome[] = []
  const owners = await ownersOf(within, arrived)
  const patients = new Map<string, PatientToIndex>()
  const numbers = new Map<string, string>()
  for (const one of arrived) {
    try {
      const written = await prepare(within, one, { newest, owners, patients, numbers })
      if (written === null) outcomes.push({ outcome: 'unchanged' })
      else {
        writing.push(written)
        outcomes.push({ outcome: written.version === 1 ? 'created' : 'updated' })
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { path, message } = error.fields?.[0] ?? { path: one.type, message: error.message }
      outcomes.push({ outcome: 'refused', path, message })
    }
  }
  await writeResources(within, writing)
  if (patients.size > 0) await indexPatients(within, [...patients.values()])
  return outcomes
}

function nameOf({ type, id }: { type: string; id: string }): string {
  return `${type}/${id}`
}

/** What arrives together mostly belongs to the same few patients: the keys of all who are there are opened at once. */
function ownersOf(within: Within, arrived: ArrivedResource[]): Promise<KnownPatients> {
  const ids = arrived.flatMap(({ facts }) =>
    facts.named.owners.slice(0, mostNamed).flatMap((one) => idOf(within, one) ?? []),
  )
  return openPatientCompartments(within, [...new Set(ids)])
}

async function readThoseThere(within: Within, arrived: ArrivedResource[]): Promise<Map<string, Newest>> {
  const asked = arrived.map(({ type, fhirId }) => ({ type, id: resourceId(within, type, fhirId) }))
  const rows = await readNewestOf(within.tx, asked)
  const opened: OpenedResource[] = await Promise.all(rows.map((row) => openRow(within, row)))
  return new Map(opened.map((one) => [nameOf(one), one]))
}

/** Null when it is there already. */
async function prepare(
  within: Within,
  { type, fhirId, facts, received, origins }: ArrivedResource,
  { newest, owners, patients, numbers }: Keeping,
): Promise<(ResourceToWrite & { key: CompartmentKey }) | null> {
  const { now } = within
  const id = resourceId(within, type, fhirId)
  const before = newest.get(nameOf({ type, id }))
  if (before?.deleted === false) {
    const same = stampBytes(received, facts.stamps, {
      id: fhirId,
      version: before.version,
      lastUpdated: before.lastUpdated,
    })
    if (same.equals(before.bytes)) return null
  }
  const version = (before?.version ?? 0) + 1
  const bytes = stampBytes(received, facts.stamps, { id: fhirId, version, lastUpdated: now })
  const key =
    facts.identity !== null
      ? await openPatient(within, { patient: id, version, identity: facts.identity }, patients, numbers)
      : await openHome(within, await homeOf(within, facts, owners), {
          before: before?.compartment ?? null,
          mayMove: false,
        })
  newest.set(nameOf({ type, id }), { version, compartment: key.compartment, bytes, deleted: false, lastUpdated: now })
  const summary = { ...facts.summary, ...(origins === undefined ? {} : { origins }) }
  return { type, id, version, bytes, summary, key }
}

/** Throws `patient.nhs_number_taken` when another patient, arrived or there already, has the number. */
async function openPatient(
  within: Within,
  arrived: PatientToIndex,
  patients: Keeping['patients'],
  numbers: Keeping['numbers'],
): Promise<CompartmentKey> {
  const { patient, version, identity } = arrived
  const { nhsNumber } = identity
  if (nhsNumber !== null) {
    const holder = numbers.get(nhsNumber) ?? (await nhsNumberHolder(within, nhsNumber))
    if (holder !== null && holder !== patient) throw new AppError('patient.nhs_number_taken')
    numbers.set(nhsNumber, patient)
  }
  const key = await openPatientHome(within, patient, version)
  patients.set(patient, arrived)
  return key
}
