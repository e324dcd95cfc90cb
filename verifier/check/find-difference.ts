/**
 * Says what was altered in entries that do not give the root that was signed. A root alone does not tell which entry it was;
 * but it tells whether a guess at what was done (two changed places, one came in twice) is right, and roots of fewer entries
 * (anchors, earlier checkpoints) narrow down where to look.
 */
import { equal } from './bytes.ts'
import { entryReader } from './entry-line.ts'
import { eachLine } from './lines.ts'
import type { Means, Source } from './means.ts'
import { leafHash } from './merkle.ts'
import { capital, count, range, type Finding } from './report.ts'
import { copiesIn, rootOf, trialTree } from './trial-tree.ts'

export interface Difference {
  /** Entries up to here are surely those that were signed. */
  good: number
  /** The first signed size from which on they are not, and its root. */
  bad: number
  root: Uint8Array
  /** How many entries there are, and how many there should be. */
  found: number
  signed: number
  /** Whether the file breaks off: then it is its end that is missing. */
  isCut: boolean
}

/** Larger files are narrowed down by their anchors alone. */
const mostLeaves = 2_000_000
/** Hashes that a guess may cost: a few seconds. */
const budget = 2_000_000

export async function findDifference(means: Means, source: Source, difference: Difference): Promise<Finding> {
  const { good, bad, found, signed } = difference
  const extra = Math.max(0, found - signed)
  if (found < signed) return missing(difference)
  if (bad + extra > mostLeaves) return somewhere(difference)
  const { leaves, times } = await readLeaves(means, source, bad + extra)
  if (leaves.length < bad + extra) return somewhere(difference)
  const search = { sha256: means.sha256, leaves, times, good, bad, root: difference.root }
  return (extra > 0 ? cameIn(search, extra) : (copied(search) ?? changedPlaces(search))) ?? somewhere(difference)
}

function missing({ good, bad, found, signed, isCut }: Difference): Finding {
  const many = signed - found
  const all = `The checkpoint counts ${count(signed)} entries, and the file has ${count(found)}`
  if (isCut || found === good || bad - good === many) {
    const [first, last] = isCut || found === good ? [found + 1, signed] : [good + 1, bad]
    const are = first === last ? 'is' : 'are'
    return { code: 'missing', what: `${capital(range(first, last))} ${are} missing. ${all}.`, entries: [first, last] }
  }
  const what = `${many === 1 ? 'One entry is' : `${count(many)} entries are`} missing, ${amongWords(good, bad)}. ${all}.`
  return { code: 'missing', what, entries: [good + 1, bad] }
}

function amongWords(good: number, bad: number): string {
  return bad - good === 1 ? `at entry ${count(bad)}` : `the first of them among ${range(good + 1, bad)}`
}

function somewhere({ good, bad, found, signed }: Difference): Finding {
  const entries: [number, number] = [good + 1, bad]
  if (found > signed) {
    const many = found - signed
    const what = `${many === 1 ? 'One entry' : `${count(many)} entries`} too many, ${amongWords(good, bad)}: the checkpoint counts ${count(signed)}.`
    return { code: 'added', what, entries }
  }
  if (bad - good === 1) return { code: 'altered', what: `Entry ${count(bad)} is not the one that was signed.`, entries }
  const kept =
    good === 0 ? '' : ` ${capital(range(1, good))} ${good === 1 ? 'is what was' : 'are those that were'} signed.`
  const what = `Among ${range(good + 1, bad)} there is at least one that is not the one that was signed.${kept}`
  return { code: 'altered', what, entries }
}

interface Search {
  sha256: Means['sha256']
  leaves: Uint8Array[]
  times: number[]
  good: number
  bad: number
  root: Uint8Array
}

function cameIn({ sha256, leaves, good, bad, root }: Search, extra: number): Finding | null {
  const isWithout = (from: number) =>
    equal(rootOf(sha256, [...leaves.slice(0, from), ...leaves.slice(from + extra, bad + extra)]), root)
  const found = (from: number, why: string): Finding => {
    const words = range(from + 1, from + extra)
    const what = `${capital(words)} ${extra === 1 ? 'was' : 'were'} never signed, and came in between${why}.`
    return { code: 'added', what, entries: [from + 1, from + extra] }
  }
  const copies = copiesIn(leaves, good)
  for (const { place, of } of copies.slice(0, 20))
    if (isWithout(place))
      return found(place, extra === 1 ? `: it is entry ${count(of + 1)} once more` : ' (copies of others)')
  if ((bad - good) * leaves.length > budget) return null
  for (let from = good; from <= bad; from += 1) if (isWithout(from)) return found(from, '')
  return null
}

function copied({ leaves, good }: Search): Finding | null {
  const [copy] = copiesIn(leaves, good)
  if (copy === undefined) return null
  const what = `Entry ${count(copy.place + 1)} is not the one that was signed: it is a copy of entry ${count(copy.of + 1)}.`
  return { code: 'altered', what, entries: [copy.place + 1, copy.place + 1] }
}

function changedPlaces(search: Search): Finding | null {
  const { sha256, leaves, times, good, bad, root } = search
  const tree = trialTree(sha256, leaves)
  const isSwap = (one: number, other: number) =>
    equal(
      tree.rootWith(
        new Map([
          [one, leaves[other]!],
          [other, leaves[one]!],
        ]),
      ),
      root,
    )
  const swapped = (one: number, other: number): Finding => ({
    code: 'swapped',
    what: `Entry ${count(one + 1)} and entry ${count(other + 1)} changed places.`,
    entries: [one + 1, other + 1],
  })
  const width = bad - good
  const cost = 2 * Math.ceil(Math.log2(bad + 1))
  // The nearest first.
  const furthest = Math.min(width - 1, Math.floor(budget / cost / Math.max(1, width)))
  for (let apart = 1; apart <= furthest; apart += 1)
    for (let one = good; one + apart < bad; one += 1) if (isSwap(one, one + apart)) return swapped(one, one + apart)
  return moved(search) ?? orderedByTime(sha256, leaves, times, good, bad, root)
}

function moved({ sha256, leaves, good, bad, root }: Search): Finding | null {
  const width = bad - good
  if (width * width * bad > budget) return null
  for (let from = good; from < bad; from += 1)
    for (let to = good; to < bad; to += 1) {
      if (from === to) continue
      const before = leaves.toSpliced(from, 1)
      before.splice(to, 0, leaves[from]!)
      if (!equal(rootOf(sha256, before), root)) continue
      const what = `Entry ${count(from + 1)} was moved: it was signed as entry ${count(to + 1)}.`
      return { code: 'moved', what, entries: [Math.min(from, to) + 1, Math.max(from, to) + 1] }
    }
  return null
}

function orderedByTime(
  sha256: Means['sha256'],
  leaves: readonly Uint8Array[],
  times: readonly number[],
  good: number,
  bad: number,
  root: Uint8Array,
): Finding | null {
  const places = Array.from({ length: bad - good }, (_, place) => good + place)
  const inOrder = places.toSorted((one, other) => times[one]! - times[other]!)
  if (!equal(rootOf(sha256, [...leaves.slice(0, good), ...inOrder.map((place) => leaves[place]!)]), root)) return null
  const others = inOrder.flatMap((place, at) => (place === good + at ? [] : [good + at + 1]))
  const entries: [number, number] = [others[0]!, others.at(-1)!]
  return {
    code: 'moved',
    what: `${capital(range(...entries))} stand in another order than the one that was signed.`,
    entries,
  }
}

async function readLeaves(
  means: Means,
  source: Source,
  many: number,
): Promise<{ leaves: Uint8Array[]; times: number[] }> {
  const readEntry = entryReader()
  const leaves: Uint8Array[] = []
  const times: number[] = []
  await eachLine(source, (line, number) => {
    if (number === 1) return true
    const entry = readEntry(line)
    if (entry === null) return false
    leaves.push(leafHash(means.sha256, entry.leaf))
    times.push(entry.at)
    return leaves.length < many
  })
  return { leaves, times }
}
