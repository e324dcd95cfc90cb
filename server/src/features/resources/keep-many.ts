import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { indexPatients, type PatientToIndex } from '../patients/index-patient.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { homeOf, openHome, type KnownPatients } from './home.ts'
import { openPatientHome } from './keep-resource.ts'
import { resourceId } from './resource-id.ts'
import type { ResourceFacts } from './resource-facts.ts'
import { stampBytes } from './stamp-places.ts'
import type { Origin } from './origins.ts'
import { isUnchanged, nameOf, ownersThere, thoseThere, type Newest } from './those-there.ts'
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

/** What one keeping of many knows so far. */
interface Keeping {
  newest: Map<string, Newest | 'gone'>
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
  const newest = await thoseThere(within, arrived)
  const writing: (ResourceToWrite & { key: CompartmentKey })[] = []
  const outcomes: KeptOutcome[] = []
  const owners = await ownersThere(within, arrived)
  const patients = new Map<string, PatientToIndex>()
  const numbers = await nhsNumberHolders(within, numbersOf(arrived))
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

function numbersOf(arrived: ArrivedResource[]): string[] {
  return [...new Set(arrived.flatMap(({ facts }) => facts.identity?.nhsNumber ?? []))]
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
  if (before === 'gone') throw new AppError('resource.gone')
  if (before !== undefined && isUnchanged(before, { fhirId, facts, received })) return null
  const version = (before?.version ?? 0) + 1
  const bytes = stampBytes(received, facts.stamps, { id: fhirId, version, lastUpdated: now })
  const key =
    facts.identity !== null
      ? await openPatient(within, { patient: id, version, identity: facts.identity }, patients, numbers)
      : await openHome(within, await homeOf(within, facts, owners), {
          before: before?.compartment ?? null,
          mayMove: false,
        })
  newest.set(nameOf({ type, id }), {
    version,
    compartment: key.compartment,
    hash: digest(bytes),
    deleted: false,
    lastUpdated: now,
  })
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
    const holder = numbers.get(nhsNumber) ?? patient
    if (holder !== patient) throw new AppError('patient.nhs_number_taken')
    numbers.set(nhsNumber, patient)
  }
  const key = await openPatientHome(within, patient, version)
  patients.set(patient, arrived)
  return key
}
