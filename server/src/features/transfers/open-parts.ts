import { showPractice } from '../practices/show-practice.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openBlob } from '../files/loose-blob.ts'
import { readMember } from '../members/read-member.ts'
import type { OpenedPart } from './export-entries.ts'
import type { ExportHead } from './export-html.ts'
import { listParts, type ExportPart, type TransferFacts } from './transfer-facts.ts'
import type { TransferRow } from './transfers.store.ts'

/** What was gathered, opened: everything that packing needs, so that no transaction is open while bytes go out. */
export async function openParts(
  within: Within,
  row: TransferRow,
  facts: TransferFacts,
): Promise<{ parts: OpenedPart[]; head: ExportHead }> {
  const parts: OpenedPart[] = []
  for (const part of await listParts<ExportPart>(within, row, 'bytes', 'collect')) {
    const opened = await openBlob(within, part.blob)
    // A document's contents that were erased since stay out; a piece of the export itself can't be missing.
    if (opened !== null) parts.push({ part, opened })
    else if (part.part !== 'file') throw new Error('a piece of the export is missing')
  }
  const { name } = await showPractice(within)
  const by = facts.by === null ? 'the operator of this installation' : (await readMember(within, facts.by.member)).name
  return { parts, head: { practice: name, at: within.now.toISOString(), by } }
}
