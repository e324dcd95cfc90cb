import type { RefusedLine } from '@candour/contract/transfers.ts'
import { spareMemory } from '../../platform/spare-memory.ts'
import { keepMany, type ArrivedResource } from '../resources/keep-many.ts'
import { beginning, chunksOf, sizeOf, type PreparedChunk } from './chunks.ts'
import { countType } from './count-types.ts'
import { keepContents } from './keep-contents.ts'
import { resolveReferences } from './resolve-references.ts'
import { runChunk, type Running } from './run-chunk.ts'
import type { Source } from './source.ts'
import { addPart, type TransferFacts } from './transfer-facts.ts'

/**
 * Puts everything into the record, chunk by chunk, from where it stopped. Run again from the start it finds what is
 * there already, and leaves it. Throws TransferStopped, NoLongerAllowed, and the signal's reason.
 */
export async function keepImport(running: Running, source: Source, facts: TransferFacts): Promise<TransferFacts> {
  const { practice, signal, checker, clock } = running
  const resolved = await resolveReferences(source, practice, signal)
  let latest = facts
  const from = facts.position ?? beginning
  for await (const chunk of chunksOf({ source, practice, checker, now: clock.now() }, resolved, from, 'two')) {
    signal.throwIfAborted()
    latest = await keepChunk(running, source, chunk)
  }
  return (await keepContents(running, source)) ?? latest
}

async function keepChunk(running: Running, source: Source, { prepared, next }: PreparedChunk): Promise<TransferFacts> {
  const bytes = prepared.reduce((sum, { place }) => sum + place.size, 0)
  spareMemory(2 * bytes)
  const { facts } = await runChunk(
    running,
    { verb: 'transfer.import', outcome: 'changed' },
    async (within, facts, row) => {
      const arriving = prepared.filter((one) => 'arrived' in one)
      const outcomes = await keepMany(
        within,
        arriving.map((one): ArrivedResource => one.arrived),
      )
      const refused: RefusedLine[] = []
      const refuse = (type: string, line: RefusedLine) => {
        countType(facts.kept, type, 'refused')
        refused.push(line)
      }
      arriving.forEach(({ type, place }, at) => {
        const outcome = outcomes[at]!
        if (outcome.outcome !== 'refused') return countType(facts.kept, type, outcome.outcome)
        const { path: location, message: reason } = outcome
        refuse(type, { file: source.files[place.file]!.name, line: place.line, location, reason })
      })
      for (const one of prepared) if ('refused' in one) refuse(one.type, one.refused)
      if (refused.length > 0) {
        refused.sort((one, other) => one.line - other.line)
        await addPart(within, row, 'refused', refused)
        facts.refused += refused.length
      }
      facts.position = next
      const total = sizeOf(source)
      return { done: Math.min(total, row.done + bytes), total }
    },
  )
  return facts
}
