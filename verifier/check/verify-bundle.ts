import { anchoredSizes } from './anchored-sizes.ts'
import { nameAnchor, type Anchor } from './anchor-line.ts'
import { equal } from './bytes.ts'
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { chooseKeys, chooseWitnesses, noteKey, type Chosen, type Trust } from './choose-keys.ts'
import { compareBundles } from './compare-bundles.ts'
import { keptNote, readKept, type Kept, type KeptFile } from './earlier.ts'
import { judge, orderOfTime, type Statement } from './judge.ts'
import type { Means, Source } from './means.ts'
import { openNote } from './note.ts'
import { readBundle, type Pass, type Pin } from './read-bundle.ts'
import { count, emptyReport, showTime, Wrong, type Finding, type Report } from './report.ts'

export interface Options extends Trust {
  /** What was kept from before. */
  since: readonly KeptFile[]
  /** By how much an entry's time may lie before that of one that stands earlier. */
  toleranceMs: number
  onProgress?: (done: number, total: number) => void
}

export async function verifyBundle(means: Means, source: Source, options: Options, report: Report): Promise<void> {
  const kept: Kept[] = []
  for (const file of options.since) kept.push(await readKept(means, file, options.keys))
  const sizes = await anchoredSizes(source)
  const pins = new Map<number, Pin>()
  for (const { checkpoint, pin } of kept) {
    sizes.add(checkpoint.size)
    if (pin !== null) pins.set(pin.number, pin.pin)
  }
  const { toleranceMs, onProgress } = options
  const pass = await readBundle(means, source, { sizes, pins, toleranceMs, onProgress })
  const { header } = pass
  report.origin = header.origin
  report.problems.push(...pass.problems)
  report.warnings.push(...pass.warnings)

  const collect = collector(report.problems)
  const chosen = await collect(() => chooseKeys(means, options.keys, header.keys, header.origin))
  if (chosen === null) return
  const own = await collect(() => openOwn(means, pass, chosen, report))
  const statements: Statement[] = []
  if (own !== null) statements.push({ ...own, what: 'the checkpoint of this file', from: 'own' })
  for (const one of kept) {
    const opened = await collect(() => openKept(means, one, options.keys, header))
    if (opened === null) continue
    if (opened.origin === header.origin) statements.push({ ...opened, what: one.name, from: 'earlier' })
    else await collect(() => compareGlobal(one, header.globalNote, report))
  }
  const global = await collect(() => openGlobal(means, pass, options, report))
  if (global !== null && global !== undefined) {
    for (const anchor of pass.anchors)
      if (await collect(() => checkAnchor(anchor, header.origin, global)))
        statements.push({ ...anchor.checkpoint, what: nameAnchor(anchor), from: 'anchor' })
  } else if (header.globalNote === null && pass.anchors.length > 0)
    report.problems.push({
      code: 'anchor',
      what: 'There are anchors, but no global checkpoint that they could lie in.',
    })
  await collect(() => anchorsInOrder(pass.anchors, header.size))
  report.problems.push(...orderOfTime(statements))
  if (own === null) return
  report.problems.push(...(await judge(means, source, pass, statements)))
  report.warnings.push(...tooLate(pass, statements, global ?? null, toleranceMs))
  for (const { bundle, name } of kept) {
    if (bundle === null) continue
    const isKept = await collect(() => compare(means, source, { bundle: bundle.source, name, options, report }))
    const { globalNote } = bundle
    if (isKept === null || globalNote === null) continue
    await collect(async () => {
      const one = keptNote(name, globalNote)
      await openKept(means, one, options.keys, header)
      compareGlobal(one, header.globalNote, report)
    })
  }
  if (report.problems.length === 0) tell(report, pass, statements, own)
}

/** Goes on after a problem, so that one run tells as many as it can; null where there was one. */
function collector(problems: Finding[]) {
  return async <Result>(work: () => Result | Promise<Result>): Promise<Result | null> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push({ code: error.code, what: error.message })
      return null
    }
  }
}

async function openOwn(means: Means, { header }: Pass, chosen: Chosen, report: Report): Promise<Checkpoint> {
  const what = 'the checkpoint of this file'
  const { text, signedBy } = await openNote(means, header.checkpoint, chosen.keys, what)
  if (signedBy.length === 0)
    throw new Wrong(
      'signature',
      `The checkpoint is not signed by ${chosen.from === 'you' ? 'a key that you gave' : 'the key of the file'}.`,
    )
  const checkpoint = readCheckpoint(text, 'The checkpoint')
  if (checkpoint.origin !== header.origin) throw new Wrong('origin', 'The checkpoint is another practice’s.')
  if (checkpoint.size !== header.size)
    throw new Wrong(
      'size',
      `The first line speaks of ${count(header.size)} entries, its checkpoint of ${count(checkpoint.size)}.`,
    )
  for (const key of signedBy) noteKey(report, key, chosen.from)
  report.size = checkpoint.size
  report.time = new Date(checkpoint.time).toISOString()
  return checkpoint
}

async function openKept(
  means: Means,
  kept: Kept,
  given: readonly string[],
  header: Pass['header'],
): Promise<Checkpoint> {
  const { origin } = kept.checkpoint
  if (origin !== header.origin && origin !== header.global)
    throw new Wrong('earlier', `${kept.name} is of another ledger (${origin}).`)
  const keys = chooseKeys(means, given, header.keys, origin)
  const { signedBy } = await openNote(means, kept.note, keys.keys, kept.name)
  if (signedBy.length === 0)
    throw new Wrong(
      'earlier',
      `${kept.name} is not signed by the key that signed this file: it was replaced, or one of both is false.`,
    )
  return kept.checkpoint
}

/** From a bundle nobody can see whether the installation’s own tree only grew; but not that it shrank, or is two trees. */
function compareGlobal({ name, checkpoint: before }: Kept, note: string | null, report: Report): void {
  const now =
    note === null ? null : readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1), 'The global checkpoint')
  if (now === null || now.size < before.size)
    throw new Wrong('behind', `${name} is a later state of the installation’s own tree than this file has.`)
  if (now.size > before.size && now.time < before.time)
    throw new Wrong(
      'time',
      `Time went back: ${name} is a smaller state of the installation’s own tree than this file has, and says that it is later.`,
    )
  if (now.size === before.size && !equal(now.root, before.root))
    throw new Wrong(
      'forked',
      `The installation’s own tree was forked: ${name} and this file show two of ${count(now.size)} entries.`,
    )
  if (now.size === before.size) return
  report.warnings.push({
    code: 'global',
    what: `Whether the installation’s own tree only grew since ${name} is for witnesses to see: a bundle can’t show it.`,
  })
}

async function openGlobal(means: Means, { header }: Pass, trust: Trust, report: Report): Promise<Checkpoint | null> {
  const need = trust.need ?? trust.witnesses.length
  if (header.globalNote === null) {
    if (need > 0) throw new Wrong('witness', 'There is no global checkpoint that witnesses could have signed.')
    return null
  }
  const keys = chooseKeys(means, trust.keys, header.keys, header.global)
  const witnesses = chooseWitnesses(means, trust, header.witnesses)
  const what = 'the global checkpoint'
  const opened = await openNote(means, header.globalNote, [...keys.keys, ...witnesses.keys], what)
  if (opened.signedBy.length === 0) throw new Wrong('signature', 'The global checkpoint is not signed by the key.')
  const checkpoint = readCheckpoint(opened.text, 'The global checkpoint')
  if (checkpoint.origin !== header.global) throw new Wrong('origin', 'The global checkpoint is another installation’s.')
  for (const key of opened.signedBy) noteKey(report, key, keys.from)
  const seen = new Map(opened.cosignedBy.map((one) => [one.key.publicKey.join(), one]))
  for (const { key, time } of seen.values())
    report.witnesses.push({ vkey: key.text, from: witnesses.from, time: new Date(time * 1000).toISOString() })
  // Whoever made the file chose the witnesses that it names.
  const counted = witnesses.from === 'you' ? seen.size : 0
  if (counted < need)
    throw new Wrong(
      'witness',
      `${count(need)} ${need === 1 ? 'witness' : 'witnesses'} must have signed the global checkpoint, and ${count(counted)} did.`,
    )
  return checkpoint
}

function checkAnchor(anchor: Anchor, origin: string, global: Checkpoint): boolean {
  if (anchor.checkpoint.origin !== origin)
    throw new Wrong('anchor', `${upper(nameAnchor(anchor))} is another practice’s.`)
  const root = anchor.globalRoot(global.size)
  if (root === null || !equal(root, global.root))
    throw new Wrong('anchor', `${upper(nameAnchor(anchor))} does not lie in the installation’s own tree.`)
  return true
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function anchorsInOrder(anchors: readonly Anchor[], size: number): void {
  anchors.forEach((anchor, place) => {
    const before = anchors[place - 1]
    if (anchor.checkpoint.size > size)
      throw new Wrong('anchor', `${upper(nameAnchor(anchor))} counts more entries than the checkpoint of this file.`)
    if (before === undefined) return
    if (anchor.checkpoint.size < before.checkpoint.size || anchor.index <= before.index)
      throw new Wrong(
        'anchor',
        `${upper(nameAnchor(anchor))} stands behind ${nameAnchor(before)}, which is a later one.`,
      )
    if (anchor.checkpoint.time < before.checkpoint.time)
      throw new Wrong(
        'time',
        `${upper(nameAnchor(anchor))} is older than ${nameAnchor(before)}, which stands before it.`,
      )
  })
}

/** An entry can’t have happened after the checkpoint that covers it was signed. */
function tooLate(
  pass: Pass,
  statements: readonly Statement[],
  global: Checkpoint | null,
  tolerance: number,
): Finding[] {
  const findings: Finding[] = []
  const seen = new Set<number>()
  for (const { size, time, what, from } of statements.toSorted((one, other) => one.size - other.size)) {
    const mark = pass.marks.get(size)
    // A checkpoint’s time is told in whole seconds.
    if (mark !== undefined && mark.latest > time + 999 + tolerance && !seen.has(mark.latestEntry)) {
      seen.add(mark.latestEntry)
      const entry = mark.latestEntry
      findings.push({
        code: 'time',
        what: `Entry ${count(entry)} is of ${showTime(mark.latest)}, later than ${what}, which covers it (${showTime(time)}).`,
        entries: [entry, entry],
      })
    }
    if (from === 'anchor' && global !== null && time > global.time + tolerance)
      findings.push({ code: 'time', what: `${upper(what)} is later than the global checkpoint that it lies in.` })
  }
  return findings
}

interface Comparing {
  bundle: Source
  name: string
  options: Options
  report: Report
}

async function compare(means: Means, source: Source, { bundle, name, options, report }: Comparing): Promise<void> {
  const { keys, toleranceMs } = options
  const before = emptyReport('bundle')
  await verifyBundle(means, bundle, { keys, witnesses: [], need: null, since: [], toleranceMs }, before)
  if (before.problems.length > 0)
    throw new Wrong('earlier', `${name} does not hold itself: ${before.problems[0]!.what}`)
  const difference = await compareBundles(source, bundle, name)
  if (difference !== null) report.problems.push(difference)
  else report.shown.push(`The entries of ${name} are all here, unaltered.`)
}

function tell(
  report: Report,
  { entries, anchors, header }: Pass,
  statements: readonly Statement[],
  own: Checkpoint,
): void {
  report.shown.unshift(
    `All ${count(entries)} entries are those that were signed on ${showTime(own.time)}, in their order, none missing and none added.`,
  )
  const earlier = statements.filter(({ from }) => from === 'earlier').length
  if (earlier > 0)
    report.shown.push(
      `${earlier === 1 ? 'The earlier checkpoint is' : `All ${count(earlier)} earlier checkpoints are`} a beginning of this ledger: it only grew.`,
    )
  const last = anchors.at(-1)
  if (last === undefined) return
  report.shown.push(
    `${count(anchors.length)} ${anchors.length === 1 ? 'anchor lies' : 'anchors lie'} in the installation’s own tree: up to entry ${count(last.checkpoint.size)}, nobody can be shown another ledger without showing everybody another one.`,
  )
  if (last.checkpoint.size < header.size)
    report.shown.push(`Entries after ${count(last.checkpoint.size)} are signed, and not anchored yet.`)
}
