/** Two bundles of one ledger, entry by entry: the later one begins as the earlier one, or it is said where it does not. */
import { eachLine } from './lines.ts'
import type { Source } from './means.ts'
import { capital, count, range, type Finding } from './report.ts'

/** How far one looks for entries that were left out or put in. */
const ahead = 2_000

export async function compareBundles(now: Source, before: Source, name: string): Promise<Finding | null> {
  const at = await firstDifference(now, before)
  if (at === null) return null
  const [mine, theirs] = [await entriesFrom(now, at), await entriesFrom(before, at)]
  const one = (code: string, what: string, last = at): Finding => ({ code, what, entries: [at, last] })
  const [first, second] = mine
  const before1 = theirs[0]!
  if (first === undefined) {
    const last = at + theirs.length - 1
    return one(
      'missing',
      `${capital(range(at, last))}${theirs.length === ahead ? ' and more' : ''} of ${name} ${at === last ? 'is' : 'are'} missing.`,
      last,
    )
  }
  const left = theirs.indexOf(first)
  const put = mine.indexOf(before1)
  if (left > 0 && put > 0) {
    if (left === 1 && put === 1 && second === before1)
      return one('swapped', `Entry ${count(at)} and entry ${count(at + 1)} changed places.`, at + 1)
    const [other] = [at + Math.max(left, put)]
    return one('moved', `Entries from ${count(at)} to ${count(other)} stand in another order than in ${name}.`, other)
  }
  if (left > 0) {
    const last = at + left - 1
    return one('missing', `${capital(range(at, last))} of ${name} ${left === 1 ? 'is' : 'are'} missing.`, last)
  }
  if (put > 0) {
    const last = at + put - 1
    return one(
      'added',
      `${capital(range(at, last))} ${put === 1 ? 'is' : 'are'} not in ${name}, and came in between.`,
      last,
    )
  }
  return one('altered', `Entry ${count(at)} is not the one that was signed: ${name} has another.`)
}

/** Batches of lines of both, side by side. */
async function firstDifference(now: Source, before: Source): Promise<number | null> {
  const batch = 100_000
  for (let from = 1; ; from += batch) {
    const [mine, theirs] = [await entriesFrom(now, from, batch), await entriesFrom(before, from, batch)]
    for (let place = 0; place < theirs.length; place += 1) if (mine[place] !== theirs[place]) return from + place
    if (theirs.length < batch) return null
  }
}

async function entriesFrom(source: Source, from: number, many = ahead): Promise<string[]> {
  const lines: string[] = []
  await eachLine(source, (line, number) => {
    if (number <= from) return true
    // A line that is no entry stands where one was; that it is none is said elsewhere.
    if (line.startsWith('{"anchor":') || line.startsWith('{"end":')) return false
    lines.push(line)
    return lines.length < many
  })
  return lines
}
