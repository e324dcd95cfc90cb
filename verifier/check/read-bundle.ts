/** One pass over a bundle: memory holds the edge of the tree, and one root for each size that somebody asks for. */
import { readAnchor, readEnd, type Anchor, type End } from './anchor-line.ts'
import { equal } from './bytes.ts'
import { entryReader, whyNoEntry } from './entry-line.ts'
import { readHeader, type Header } from './header.ts'
import { eachLine } from './lines.ts'
import type { Means, Source } from './means.ts'
import { frontier, leafHash } from './merkle.ts'
import { count, showTime, Wrong, type Finding } from './report.ts'

export interface Mark {
  root: Uint8Array
  /** The latest time of all entries up to here, and whose it is. */
  latest: number
  latestEntry: number
}

/** What an entry must be, by a proof that was kept. */
export interface Pin {
  hash: Uint8Array
  by: string
}

export interface Pass {
  header: Header
  entries: number
  marks: Map<number, Mark>
  anchors: Anchor[]
  problems: Finding[]
  warnings: Finding[]
  /** Whether every entry could be read, so that the roots mean something. */
  isReadable: boolean
}

export interface Asking {
  sizes: ReadonlySet<number>
  pins: ReadonlyMap<number, Pin>
  toleranceMs: number
  onProgress?: ((done: number, total: number) => void) | undefined
}

const mostWarnings = 20
const mostAnchors = 100_000

export async function readBundle(means: Means, source: Source, asking: Asking): Promise<Pass> {
  const { sha256 } = means
  const readEntry = entryReader()
  const tree = frontier(sha256)
  const marks = new Map<number, Mark>()
  const sizes = new Set(asking.sizes)
  const anchors: Anchor[] = []
  const problems: Finding[] = []
  const warnings: Finding[] = []
  const late = { latest: 0, latestEntry: 0, many: 0 }
  let header: Header | null = null
  let end: End | null = null
  let isReadable = true

  const mark = () => {
    if (!sizes.has(tree.size)) return
    const { latest, latestEntry } = late
    marks.set(tree.size, { root: tree.root(), latest, latestEntry })
  }
  const unreadable = (code: string, what: string, entry?: number) => {
    isReadable = false
    problems.push({ code, what, ...(entry === undefined ? {} : { entries: [entry, entry] }) })
    return false
  }
  const takeTime = (at: number, number: number) => {
    if (at >= late.latest) {
      late.latest = at
      late.latestEntry = number
    } else if (at < late.latest - asking.toleranceMs) {
      late.many += 1
      if (late.many > mostWarnings) return
      const before = `entry ${count(late.latestEntry)} (${showTime(late.latest)})`
      warnings.push({
        code: 'time',
        what: `Entry ${count(number)} is of ${showTime(at)}, and comes after ${before}, which is later.`,
        entries: [number, number],
      })
    }
  }
  const take = (line: string, number: number): boolean => {
    if (header === null) {
      header = readHeader(means, line)
      sizes.add(header.size)
      mark()
      return true
    }
    if (end !== null) return unreadable('end', `Line ${count(number)} stands behind the last line.`)
    if (line.startsWith('{"anchor":')) {
      const anchor = readAnchor(means, line)
      if (anchor === null || anchors.length >= mostAnchors)
        return unreadable('anchor', `Line ${count(number)} is not written as anchors are.`)
      anchors.push(anchor)
      return true
    }
    if (line.startsWith('{"end":')) {
      end = readEnd(line)
      return end !== null || unreadable('end', `Line ${count(number)} is not written as last lines are.`)
    }
    const place = tree.size + 1
    const entry = anchors.length > 0 ? null : readEntry(line)
    if (entry === null) {
      const why = anchors.length > 0 ? 'it stands behind an anchor' : whyNoEntry(line)
      return unreadable('entry', `Entry ${count(place)} (line ${count(number)}) can’t be read: ${why}.`, place)
    }
    takeTime(entry.at, place)
    const hash = leafHash(sha256, entry.leaf)
    const pin = asking.pins.get(place)
    if (pin !== undefined && !equal(pin.hash, hash))
      problems.push({
        code: 'altered',
        what: `Entry ${count(place)} is not the one that was signed: ${pin.by} shows another.`,
        entries: [place, place],
      })
    tree.add(hash)
    mark()
    return true
  }

  const onProgress = asking.onProgress
  const { rest } = await eachLine(source, take, (done) => onProgress?.(done, source.size))
  if (header === null) throw new Wrong('header', 'The file is empty, or breaks off in its first line.')
  const told = header as Header
  if (isReadable && (end === null || rest !== '')) {
    const after = `entry ${count(tree.size)} is its last whole one`
    problems.push({ code: 'cut', what: `The file ends before its last line: ${after}.` })
  }
  checkEnd(end, { entries: tree.size, anchors: anchors.length }, isReadable, problems)
  if (late.many > mostWarnings)
    warnings.push({
      code: 'time',
      what: `${count(late.many - mostWarnings)} more entries are out of the order of time.`,
    })
  return { header: told, entries: tree.size, marks, anchors, problems, warnings, isReadable }
}

function checkEnd(end: End | null, found: End, isReadable: boolean, problems: Finding[]): void {
  if (end === null || !isReadable) return
  if (end.entries !== found.entries)
    problems.push({
      code: 'count',
      what: `The last line counts ${count(end.entries)} entries, and ${count(found.entries)} are there.`,
    })
  if (end.anchors !== found.anchors)
    problems.push({
      code: 'count',
      what: `The last line counts ${count(end.anchors)} anchors, and ${count(found.anchors)} are there.`,
    })
}
