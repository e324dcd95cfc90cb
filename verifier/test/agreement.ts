/** Runs both verifiers over generated and mutated bundles; they must agree about each. */
import { secondVerdict, type Verdict } from './second/verify.ts'
import { makeCase } from './make-case.ts'
import type { Case } from './ways-to-alter.ts'
import { seeded } from './maker.ts'
import { nodeMeans } from '../command/node-means.ts'
import { verifyFile } from '../check/verify-file.ts'
import type { Source } from '../check/means.ts'
import type { Report } from '../check/report.ts'

export const sourceOf = (bytes: Buffer): Source => ({
  size: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
})

export interface Given {
  keys?: string[]
  witnesses?: string[]
  need?: number | null
  since?: { name: string; bytes: Buffer }[]
}

export function first(bytes: Buffer | string, given: Given = {}): Promise<Report> {
  const { keys = [], witnesses = [], need = null, since = [] } = given
  const kept = since.map(({ name, bytes }) => ({ name, source: sourceOf(bytes) }))
  return verifyFile(nodeMeans, sourceOf(Buffer.from(bytes as string)), {
    keys,
    witnesses,
    need,
    since: kept,
    toleranceMs: 300_000,
  })
}

function second({ bytes, keys, witnesses, need, since }: Omit<Case, 'isGood' | 'name'>): Verdict {
  return secondVerdict(bytes, {
    ...(keys.length > 0 && { keys }),
    ...(witnesses.length > 0 && { witnesses }),
    ...(need !== null && { need }),
    since,
  })
}

/** Where the first says that something is, the second must see it too; null where nothing of the kind was said. */
function otherPlace(
  { problems, warnings, holds }: Pick<Report, 'holds' | 'problems' | 'warnings'>,
  { wrong, late }: Verdict,
) {
  const told = warnings.filter(({ what }) => what.includes(', and comes after ')).map(({ entries }) => entries![0])
  if (holds && told.join() !== late.slice(0, 20).join()) return `late: ${told.join()} / ${late.join()}`
  const form = wrong.find(({ kind, line }) => kind === 'form' && line !== undefined)?.line
  const line = problems.map(({ what }) => /\b[Ll]ine (\d+)/.exec(what)?.[1]).find((one) => one !== undefined)
  const isEntry = problems[0]?.code === 'entry' && !problems[0].what.includes('behind an anchor')
  if (form !== undefined && line !== undefined && (isEntry ? Number(line) !== form : Number(line) < form))
    return `line ${line} / ${form}`
  const between = wrong.find(({ kind }) => kind === 'tree')?.between
  const keptEntries = wrong.flatMap(({ kind, entries }) => (kind === 'kept' ? (entries ?? []) : []))
  const isRead = wrong.every(({ kind }) => kind !== 'form')
  const isOfTree = wrong.every(({ kind }) => kind === 'tree' || kind === 'time' || kind === 'kept')
  for (const { code, what, entries } of problems) {
    if (entries === undefined || !['altered', 'swapped', 'moved', 'missing', 'added'].includes(code)) continue
    if (/\bkept \d/.test(what)) {
      if (isRead && !keptEntries.includes(entries[0])) return `${what} / ${keptEntries.join()}`
    } else if (isOfTree && between !== undefined && (entries[0] <= between[0] || entries[0] > between[1]))
      return `${what} / ${between.join()}`
  }
  return null
}

/** What the first says, where the second says the same. */
export async function both(bytes: Buffer | string, given: Given = {}): Promise<Report> {
  const report = await first(bytes, given)
  const { keys = [], witnesses = [], need = null, since = [] } = given
  const kase = { keys, witnesses, need, since: since.map((one) => one.bytes) }
  const { wrong } = second({ ...kase, bytes: Buffer.from(bytes as string) })
  if (report.holds !== (wrong.length === 0)) throw new Error(`${report.problems[0]?.what} / ${wrong[0]?.why}`)
  return report
}

/** The first tells a key that is none from a file that does not hold. */
const unanswered = ({ message }: Error): Pick<Report, 'holds' | 'problems' | 'warnings'> => ({
  holds: false,
  warnings: [],
  problems: [{ code: 'asked', what: message }],
})

/** What they disagree about, in words; and how many were accepted. */
export async function disagreements(
  seed: number,
  many: number,
): Promise<{ found: string[]; accepted: number; good: number }> {
  const random = seeded(seed)
  const found: string[] = []
  let accepted = 0
  let good = 0
  for (let number = 0; number < many; number += 1) {
    const kase = makeCase(random, number)
    const since = kase.since.map((bytes, place) => ({ name: `kept ${place}`, bytes }))
    const report = await first(kase.bytes, { ...kase, since }).catch((error: Error) => unanswered(error))
    const verdict = second(kase)
    const [refusal] = verdict.wrong
    const place = otherPlace(report, verdict)
    if (report.holds) accepted += 1
    if (kase.isGood === true) good += 1
    const isOdd =
      report.holds !== (refusal === undefined) ||
      place !== null ||
      (kase.isGood !== null && kase.isGood !== report.holds)
    if (isOdd)
      found.push(
        `${number} ${kase.name}: ${report.problems[0]?.what ?? 'holds'} / ${refusal?.why ?? 'accepted'} / ${place} / ${kase.isGood}`,
      )
  }
  return { found, accepted, good }
}
