import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { resourceId } from '../resources/resource-id.ts'
import { foldIncident, type Folded } from './fold-incident.ts'
import type { By, Step, StepFacts } from './incident-step.ts'
import { incidents, type StepRow } from './incidents.store.ts'

type Keys = Pick<Within, 'vault' | 'keys'>

function place(incident: string, number: number) {
  return { table: 'candour.incident_step', field: 'sealed', record: incident, revision: number, schema: 1 }
}

/** The same for what it is opened for, however often one asks; in front the time, so that ids grow with it. */
export function incidentIdFor(keys: Keys, about: string, atMs: number): string {
  const hash = resourceId(keys, 'Incident', about)
  const time = atMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${hash.slice(13)}`
}

/** Seals the next step and keeps it. Throws `record.changed_meanwhile` where somebody was faster. */
export async function addStep(
  within: Within,
  incident: string,
  before: readonly Step[],
  by: By,
  facts: StepFacts,
): Promise<Step[]> {
  const { tx, vault, keys, now } = within
  const number = before.length + 1
  const step: Step = { ...facts, number, at: now.toISOString(), by }
  const sealed = vault.seal(keys.record, place(incident, number), Buffer.from(JSON.stringify(step)))
  const hash = digest(sealed)
  await incidents.insert(tx, { incident, number, sealed, compartment: keys.record.compartment, hash })
  tx.records.push({ type: 'Incident', id: incident, version: number, hash: hash.toString('hex') })
  return [...before, step]
}

/**
 * The steps of one case. SealBroken for one of which a step is gone, is not the one that the ledger marked (P33), or leaves its
 * place empty.
 */
export function openSteps({ vault, keys }: Keys, rows: readonly StepRow[]): Step[] {
  return rows.map(({ incident, number, sealed, mark }, index) => {
    if (sealed === null || number !== index + 1 || !digest(sealed).equals(mark))
      throw new SealBroken('payload', `Incident/${incident}`)
    return JSON.parse(vault.open(keys.record, place(incident, number), sealed).toString()) as Step
  })
}

export interface OpenedIncident {
  id: string
  steps: Step[]
  folded: Folded
}

/** Null: there is none. SealBroken for one that was altered. @param upTo as it was after that step */
export async function openIncident(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  id: string,
  upTo?: number,
): Promise<OpenedIncident | null> {
  const all = openSteps(within, await incidents.read(within.tx, id))
  const steps = upTo === undefined ? all : all.slice(0, upTo)
  return steps.length === 0 ? null : { id, steps, folded: foldIncident(steps) }
}
