import { textOf } from './bytes.ts'
import type { Means, Source } from './means.ts'
import { bundleStart, proofStart } from './earlier.ts'
import { readVkey } from './note.ts'
import { mostProof } from './read-proof.ts'
import { emptyReport, Wrong, type Report } from './report.ts'
import { verifyBundle, type Options } from './verify-bundle.ts'
import { verifyPack } from './verify-pack.ts'
import { verifyProof } from './verify-proof.ts'
import { zipStart } from './zip.ts'

/** What was asked for can't be answered: neither that it holds nor that it does not. */
function mustBeAnswerable(means: Means, options: Options, kind: 'bundle' | 'proof' | 'pack'): void {
  try {
    for (const key of options.keys) readVkey(means, key, 'log')
    for (const key of options.witnesses) readVkey(means, key, 'witness')
  } catch (error) {
    throw error instanceof Wrong ? new Error(error.message, { cause: error }) : error
  }
  const { since, witnesses, need } = options
  if (kind !== 'bundle' && (since.length > 0 || witnesses.length > 0 || (need ?? 0) > 0))
    throw new Error(
      `What was kept from before, and witnesses, are looked for in bundles alone. This is ${kind === 'proof' ? 'a proof of an entry' : 'an evidence pack'}: check it without them.`,
    )
}

/** Finds out what the file is, and whether it holds. Throws for what was asked, never for what stands in a file. */
export async function verifyFile(means: Means, source: Source, options: Options): Promise<Report> {
  const start = await source.read(0, Math.min(source.size, mostProof))
  const text = new TextDecoder().decode(start)
  const kind = zipStart(start) ? 'pack' : proofStart.test(text) ? 'proof' : 'bundle'
  mustBeAnswerable(means, options, kind)
  const report = emptyReport(text.startsWith(bundleStart) || kind !== 'bundle' ? kind : null)
  try {
    if (report.kind === null)
      throw new Wrong(
        'format',
        'This is no file that Candour makes to be checked: it does not begin as a bundle, a proof or a pack does.',
      )
    if (kind === 'pack') await verifyPack(means, source, options, report)
    else if (kind === 'bundle') await verifyBundle(means, source, options, report)
    else {
      const proof = source.size > mostProof ? null : textOf(start)
      if (proof === null) throw new Wrong('proof', 'The file is no proof of an entry: it is too long, or no text.')
      await verifyProof(means, proof, options, report)
    }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    report.problems.push({ code: error.code, what: error.message })
  }
  report.holds = report.problems.length === 0
  if (!report.holds) report.shown = []
  return report
}
