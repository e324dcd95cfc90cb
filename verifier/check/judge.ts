/** Sets what the entries give against every root that was signed. */
import { equal } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { findDifference } from './find-difference.ts'
import type { Means, Source } from './means.ts'
import type { Pass } from './read-bundle.ts'
import { capital, count, range, showTime, type Finding } from './report.ts'

/** A checkpoint whose signature was verified: of this file, kept from before, or anchored. */
export interface Statement extends Checkpoint {
  what: string
  from: 'own' | 'earlier' | 'anchor'
}

export async function judge(
  means: Means,
  source: Source,
  pass: Pass,
  statements: readonly Statement[],
): Promise<Finding[]> {
  if (!pass.isReadable) return []
  const own = statements.find(({ from }) => from === 'own')!
  const later = statements.filter(({ from, size }) => from === 'earlier' && size > own.size)
  const findings = later.map((one) => behind(own, one))
  const within = statements.filter(({ size }) => size <= own.size)
  const fits = ({ size, root }: Statement) => {
    const mark = pass.marks.get(size)
    return mark !== undefined && equal(mark.root, root)
  }
  const others = within.filter((one) => !fits(one)).toSorted((one, other) => one.size - other.size)
  const first = others[0]
  const goodUntil = (size: number) =>
    within.reduce((good, one) => (fits(one) && one.size < size ? Math.max(good, one.size) : good), 0)
  if (pass.entries === own.size && fits(own))
    return [...findings, ...others.map((one) => forked(one, goodUntil(one.size)))]
  const { size: bad, root } = first ?? own
  const isCut = pass.problems.some(({ code }) => code === 'cut')
  const counts = { found: pass.entries, signed: own.size }
  const difference = { good: goodUntil(bad), bad, root, isCut, ...counts }
  // What follows the last entry that was signed: each entry of the checkpoint is there.
  if (first === undefined) {
    const entries: [number, number] = [own.size + 1, pass.entries]
    const what = `${capital(range(...entries))} ${entries[0] === entries[1] ? 'is' : 'are'} not covered by the checkpoint, which counts ${count(own.size)}.`
    return [...findings, { code: 'added', what, entries }]
  }
  const altered = pass.problems.find(({ code }) => code === 'altered')
  return altered === undefined ? [...findings, await findDifference(means, source, difference)] : findings
}

function behind(own: Statement, { what, size, time }: Statement): Finding {
  const entries: [number, number] = [own.size + 1, size]
  const are = entries[0] === entries[1] ? 'is' : 'are'
  return {
    code: 'behind',
    what: `${capital(range(...entries))} ${are} missing: ${what}, signed on ${showTime(time)}, has ${count(size)} entries, and this file has ${count(own.size)}. Either the ledger was cut, or the file is an older one.`,
    entries,
  }
}

function forked({ what, size, time }: Statement, good: number): Finding {
  const where = good === 0 ? '' : ` after entry ${count(good)}`
  const entries: [number, number] = [good + 1, Math.max(size, good + 1)]
  return {
    code: 'forked',
    what: `This ledger was forked${where}: ${what} was signed on ${showTime(time)} over ${count(size)} entries, and the first ${count(size)} of this file are others.`,
    entries,
  }
}

/** A checkpoint of more entries can’t be an older one. */
export function orderOfTime(statements: readonly Statement[]): Finding[] {
  const others = statements.filter(({ from }) => from !== 'anchor')
  return statements
    .flatMap((one) =>
      others.map((other): [Statement, Statement] => (one.size < other.size ? [one, other] : [other, one])),
    )
    .filter(([one, other], place, all) => one.size < other.size && one.time > other.time && isFirst(all, place))
    .slice(0, 5)
    .map(([one, other]) => ({
      code: 'time',
      what: `Time went back: ${one.what} has fewer entries than ${other.what}, and says that it is later (${showTime(one.time)}, ${showTime(other.time)}).`,
    }))
}

function isFirst(all: readonly [Statement, Statement][], place: number): boolean {
  const [one, other] = all[place]!
  return all.findIndex((pair) => pair[0] === one && pair[1] === other) === place
}
