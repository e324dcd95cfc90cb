import { errors } from '@candour/contract/errors.ts'
import type { RefusedLine } from '@candour/contract/transfers.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { idOf, type KnownPatients } from '../resources/home.ts'
import type { ArrivedResource } from '../resources/keep-many.ts'
import { resourceId } from '../resources/resource-id.ts'
import { isUnchanged, nameOf, ownersThere, thoseThere, type Newest } from '../resources/those-there.ts'
import { breather } from '../../platform/breathe.ts'
import { bytesBefore, chunksOf, sizeOf } from './chunks.ts'
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
        const judged = await judge(
          within,
          prepared.map((one) => ('refused' in one ? null : one.arrived)),
          coming,
          numbers,
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
        return { done: bytesBefore(source, next), total: sizeOf(source) }
      },
    )
    latest = chunk.facts
  }
  return latest
}

type Verdict = Became | { path: string; message: string }

/** What each would become, in as many statements as for one; null for one that is refused already. */
async function judge(
  within: Within,
  all: readonly (ArrivedResource | null)[],
  coming: ReadonlySet<string>,
  numbers: Map<string, string>,
): Promise<(Verdict | null)[]> {
  const arriving = all.filter((one) => one !== null)
  const there = await thoseThere(within, arriving)
  const owners = await ownersThere(within, arriving)
  const holdersOf = await nhsNumberHolders(within, [
    ...new Set(arriving.flatMap(({ facts }) => facts.identity?.nhsNumber ?? [])),
  ])
  return all.map((one) => one && wouldBecome(within, one, { there, owners, holdersOf, coming, numbers }))
}

interface Known {
  there: ReadonlyMap<string, Newest | 'gone'>
  owners: KnownPatients
  /** Patients of the practice by NHS number. */
  holdersOf: ReadonlyMap<string, string>
  /** FHIR ids of patients that come with the import. */
  coming: ReadonlySet<string>
  /** Patients of the import by NHS number; the first in the files has it. */
  numbers: Map<string, string>
}

function wouldBecome(
  within: Within,
  arrived: ArrivedResource,
  { there, owners, holdersOf, coming, numbers }: Known,
): Verdict {
  const { type, fhirId, facts } = arrived
  const id = resourceId(within, type, fhirId)
  const nhsNumber = facts.identity?.nhsNumber ?? null
  if (nhsNumber !== null) {
    const holder = numbers.get(nhsNumber) ?? holdersOf.get(nhsNumber) ?? id
    if (!numbers.has(nhsNumber)) numbers.set(nhsNumber, id)
    if (holder !== id) return { path: type, message: 'Another patient of this practice has this NHS number.' }
  }
  if (facts.identity === null && !holders.has(type))
    for (const one of facts.named.owners) {
      const owner = one.kind === 'relative' ? idOf(within, one) : null
      if (owner === null || coming.has(one.id!)) continue
      if ((owners.get(owner) ?? 'gone') === 'gone')
        return { path: one.path, message: `This practice has no patient ${one.id}.` }
      if (within.tx.deleted.has(owner)) return { path: one.path, message: errors['patient.deleted'][1] }
    }
  const before = there.get(nameOf({ type, id }))
  if (before === undefined) return 'created'
  if (before === 'gone') return { path: type, message: errors['resource.gone'][1] }
  return isUnchanged(before, arrived) ? 'unchanged' : 'updated'
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
