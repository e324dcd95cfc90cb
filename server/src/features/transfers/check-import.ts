import type { RefusedLine } from '@candour/contract/transfers.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { nhsNumberHolder } from '../patients/nhs-number-holder.ts'
import type { ArrivedResource } from '../resources/keep-many.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { resourceId } from '../resources/resource-id.ts'
import { stampBytes } from '../resources/stamp-places.ts'
import { breather } from '../../platform/breathe.ts'
import { bytesBefore, chunksOf } from './chunks.ts'
import { countType, type Became } from './count-types.ts'
import { findResources } from './find-resources.ts'
import { resolveReferences } from './resolve-references.ts'
import { runChunk, type Running } from './run-chunk.ts'
import type { Source } from './source.ts'
import { addPart, type Position, type TransferFacts } from './transfer-facts.ts'
import { textAt, walkObject } from './walk-json.ts'

const start: Position = { pass: 2, file: 0, offset: 0, line: 0 }

/**
 * Says what an import would do and changes nothing in the record: what is new, changed, there already, or refused and why.
 * What it reads for that is entered like any reading. A resource that stands in the files twice counts twice.
 */
export async function checkImport(running: Running, source: Source, facts: TransferFacts): Promise<TransferFacts> {
  const { practice, signal, checker, clock } = running
  const resolved = await resolveReferences(source, practice, signal)
  const coming = await patientsOf(source, practice, signal)
  const numbers = new Map<string, string>()
  let latest = facts
  const preparing = { source, practice, checker, now: clock.now() }
  for await (const { prepared, next } of chunksOf(preparing, resolved, facts.position ?? start, 'one')) {
    signal.throwIfAborted()
    const chunk = await runChunk(
      running,
      { verb: 'transfer.check', outcome: 'opened' },
      async (within, checked, row) => {
        const refused: RefusedLine[] = []
        const judged = await Promise.all(
          prepared.map(async (one) => ('refused' in one ? null : wouldBecome(within, one.arrived, coming, numbers))),
        )
        prepared.forEach((one, at) => {
          const verdict = judged[at] ?? null
          if (typeof verdict === 'string') return countType(checked.checked, one.type, verdict)
          countType(checked.checked, one.type, 'refused')
          const { file, line } = one.place
          refused.push(
            'refused' in one
              ? one.refused
              : { file: source.files[file]!.name, line, location: verdict?.path ?? '', reason: verdict?.message ?? '' },
          )
        })
        if (refused.length > 0) await addPart(within, row, 'refused', refused)
        checked.refused += refused.length
        checked.references = { found: resolved.found, resolved: resolved.resolved }
        checked.position = next
        return { done: bytesBefore(source, next) }
      },
    )
    latest = chunk.facts
  }
  return latest
}

type Verdict = Became | { path: string; message: string }

async function wouldBecome(
  within: Within,
  { type, fhirId, facts, received }: ArrivedResource,
  coming: ReadonlySet<string>,
  numbers: Map<string, string>,
): Promise<Verdict> {
  const id = resourceId(within, type, fhirId)
  if (facts.identity !== null) {
    const { nhsNumber } = facts.identity
    // Several are judged at one time: the first in the files has it, whoever is asked first.
    const taken = nhsNumber === null ? null : (numbers.get(nhsNumber) ?? null)
    if (nhsNumber !== null && taken === null) numbers.set(nhsNumber, id)
    const holder = taken ?? (nhsNumber === null ? null : await nhsNumberHolder(within, nhsNumber))
    if (holder !== null && holder !== id)
      return { path: type, message: 'Another patient of this practice has this NHS number.' }
  } else
    for (const { kind, id: named, path } of facts.named.owners) {
      if (kind !== 'relative' || named === null || holders.has(type) || coming.has(named)) continue
      const owner = await openCompartment(within, resourceId(within, 'Patient', named))
      if (owner?.kind !== 'patient') return { path, message: `This practice has no patient ${named}.` }
    }
  const before = await readVersionOf(within, type, id)
  if (before === null) return 'created'
  if (before.deleted) return 'updated'
  const { version, lastUpdated, bytes } = before
  return stampBytes(received, facts.stamps, { id: fhirId, version, lastUpdated }).equals(bytes)
    ? 'unchanged'
    : 'updated'
}

/** What holds whole resources of others' may hold a patient of theirs. */
const holders = new Set(['Bundle', 'Parameters'])

const patient = Buffer.from('"Patient"')

/** FHIR ids of the patients that come with the import itself. */
async function patientsOf(source: Source, practice: string, signal: AbortSignal): Promise<Set<string>> {
  const breathe = breather()
  const coming = new Set<string>()
  for await (const { bytes, fullUrl, fullUrls, problem } of findResources(source, practice)) {
    await breathe()
    signal.throwIfAborted()
    if (problem !== null || !bytes.includes(patient)) continue
    const known = fullUrl === null ? undefined : fullUrls?.get(fullUrl)
    if (known?.startsWith('Patient/') === true) coming.add(known.slice('Patient/'.length))
    else {
      const { values } = await walkObject(bytes).catch(() => ({ values: new Map<string, never>() }))
      if (textAt(bytes, values.get('resourceType')) !== 'Patient') continue
      const id = textAt(bytes, values.get('id'))
      if (id !== null) coming.add(id)
    }
  }
  return coming
}
