import { Buffer } from 'node:buffer'
import { leafHash, rootByPath, sha256, treeHash } from './trees.ts'
import { makeKey, openNote, readCheckpoint, readKey, type Checkpoint, type Key } from './notes.ts'
import {
  bytes,
  canonical,
  Fault,
  fault,
  instant,
  isUuid,
  list,
  members,
  noting,
  number,
  text,
  utf8,
  uuid,
} from './text.ts'
import type { Wrong } from './text.ts'

/** `candour/bundle/1`: read whole, then judged. */

interface Head {
  origin: string
  installation: string
  size: number
  checkpoint: string
  keys: Key[]
  witnesses: Key[]
  global: string | null
}

interface Anchor {
  line: number
  size: number
  text: string
  nonce: Buffer
  index: number
  proof: Buffer[]
}

export interface Entry {
  at: number
  hash: Buffer
}

export interface Bundle {
  head: Head
  entries: Entry[]
  anchors: Anchor[]
}

const originForm = new RegExp(`^(candour-ledger/${uuid})/(${uuid})$`)

/** The installation's origin and the practice's id, of a practice's origin. */
export function readOrigin(origin: unknown): { installation: string; practice: string } {
  const parts = typeof origin === 'string' ? originForm.exec(origin) : null
  if (!parts) throw fault('form', 'this is no origin of a practice')
  return { installation: parts[1]!, practice: parts[2]! }
}

/** Verifier keys of a file: the practice's or the installation's. */
export function readKeys(vkeys: unknown, origin: string, installation: string): Key[] {
  const keys = list(vkeys, 'keys', 1, 16).map(readKey)
  if (!keys.every((key) => key.type === 1 && (key.name === origin || key.name === installation)))
    throw fault('form', 'a key belongs to neither this practice nor its installation')
  return keys
}

function readHead(line: string): Head {
  const head = members(canonical(line), 'format origin practice made size checkpoint keys witnesses global names')
  if (head['format'] !== 'candour/bundle/1') throw fault('form', 'this is no bundle')
  const { installation, practice } = readOrigin(head['origin'])
  const origin = text(head['origin'], 'origin')
  if (head['practice'] !== practice) throw fault('form', 'the practice is not that of the origin')
  if (instant(text(head['made'], 'made'), 'either') === null) throw fault('form', 'made is no time')
  const names = head['names']
  if (typeof names !== 'object' || names === null || Array.isArray(names)) throw fault('form', 'names is no object')
  if (!Object.entries(names).every(([id, name]) => isUuid(id) && typeof name === 'string'))
    throw fault('form', 'names are not uuids with strings')
  const witnesses = list(head['witnesses'], 'witnesses', 0, 64).map(readKey)
  if (!witnesses.every((key) => key.type === 4)) throw fault('form', 'a witness has no key of a witness')
  return {
    origin,
    installation,
    size: number(head['size'], 'size'),
    checkpoint: text(head['checkpoint'], 'checkpoint'),
    keys: readKeys(head['keys'], origin, installation),
    witnesses,
    global: head['global'] === null ? null : text(head['global'], 'global'),
  }
}

const word = (value: unknown, what: string): string => {
  const read = text(value, what)
  if (!/^[ !#-[\]-~]{1,100}$/.test(read)) throw fault('form', `${what} is not 1 to 100 printable characters`)
  return read
}

const latest = 8640000000000000

function readEntry(line: string): Entry {
  const entry = members(canonical(line), 'nonce at actorKind actor verb outcome subjects subjectsHash detailHash')
  const at = number(entry['at'], 'at')
  if (at > latest) throw fault('form', 'at is no time')
  const actor = entry['actor']
  if (actor !== null && !isUuid(actor)) throw fault('form', 'actor is no uuid')
  const subjects = number(entry['subjects'], 'subjects')
  if (subjects >= 1e9) throw fault('form', 'subjects is 10^9 or more')
  const fields = [
    'candour/leaf/2',
    bytes(entry['nonce'], 'nonce', 16),
    String(at),
    word(entry['actorKind'], 'actorKind'),
    actor ?? '',
    word(entry['verb'], 'verb'),
    word(entry['outcome'], 'outcome'),
    String(subjects),
    bytes(entry['subjectsHash'], 'subjectsHash', 32),
    bytes(entry['detailHash'], 'detailHash', 32),
  ].flatMap((field) => {
    const content = Buffer.from(field as string)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(content.length)
    return [length, content]
  })
  return { at, hash: leafHash(Buffer.concat(fields)) }
}

function readAnchor(line: string, lineNumber: number): Anchor {
  const outer = members(canonical(line), 'anchor')
  const anchor = members(outer['anchor'], 'size text nonce index proof')
  return {
    line: lineNumber,
    size: number(anchor['size'], 'size'),
    text: text(anchor['text'], 'text'),
    nonce: bytes(anchor['nonce'], 'nonce', 32),
    index: number(anchor['index'], 'index'),
    proof: list(anchor['proof'], 'proof', 0, Infinity).map((hash) => bytes(hash, 'a hash of the proof', 32)),
  }
}

/** The whole file, or a fault of the first line that is not as it must be. */
export function readBundle(file: Uint8Array): Bundle {
  const lines = utf8(file).split('\n')
  if (lines.pop() !== '') throw fault('form', 'the last line does not end', { line: lines.length + 1 })
  const at = <T>(line: number, read: (line: string) => T): T => {
    try {
      const content = lines[line - 1]
      if (content === undefined) throw fault('form', 'the file ends too early')
      if (Buffer.byteLength(content) > 64_000_000) throw fault('form', 'the line is too long')
      return read(content)
    } catch (error) {
      throw error instanceof Fault ? new Fault({ ...error.wrong, line }) : error
    }
  }
  const head = at(1, readHead)
  const entries: Entry[] = []
  while (entries.length < head.size) entries.push(at(entries.length + 2, readEntry))
  const anchors: Anchor[] = []
  const firstAnchor = head.size + 2
  while (lines[firstAnchor - 1 + anchors.length]?.startsWith('{"anchor"')) {
    const line = firstAnchor + anchors.length
    anchors.push(at(line, (content) => readAnchor(content, line)))
  }
  const last = firstAnchor + anchors.length
  at(last, (content) => {
    const wanted = { end: true, entries: head.size, anchors: anchors.length }
    if (content !== JSON.stringify(wanted)) throw fault('form', 'this is not the end that belongs here')
  })
  if (lines.length > last) throw fault('form', 'something stands behind the end', { line: last + 1 })
  if (head.global === null && anchors.length > 0) throw fault('form', 'anchors without a tree', { line: firstAnchor })
  return { head, entries, anchors }
}

/** What whoever checks trusts and kept. */
export interface Trust {
  keys?: string[]
  witnesses?: string[]
  need?: number
  /** Checkpoints that were kept, whose signatures are checked here; and leaf hashes by entry number. */
  kept?: { note: string; leaves?: [number, Buffer][] }[]
}

/** A key that is known for one of the two names is known for the other. */
export const bothNames = (keys: Key[], origin: string, installation: string): Key[] =>
  keys
    .filter((key) => key.type === 1 && (key.name === origin || key.name === installation))
    .flatMap((key) => [makeKey(origin, 1, key.publicKey), makeKey(installation, 1, key.publicKey)])

/** A bundle does not hold the tree of all practices: growth is not shown, but neither shrinking nor two trees of one size. */
function compareGlobal(before: Checkpoint, now: Checkpoint | null): void {
  if (now === null || now.size < before.size) throw fault('kept', 'the tree of the installation was larger')
  if (now.size === before.size && !now.root.equals(before.root)) throw fault('kept', 'the installation shows two trees')
  if (now.size > before.size && now.at < before.at) throw fault('time', 'the larger tree of the installation is older')
}

/** Every thing that is wrong with a bundle that could be read. */
export function judgeBundle({ head, entries, anchors }: Bundle, trust: Trust): Wrong[] {
  const wrong: Wrong[] = []
  const keys = trust.keys ? bothNames(trust.keys.map(readKey), head.origin, head.installation) : head.keys
  const own = keys.filter((key) => key.name === head.origin)
  const leaves = entries.map((entry) => entry.hash)
  const seen = new Map<string, Buffer>()
  const rootAt = (size: number) => treeHash(leaves, 0, size, seen)
  const all: (Checkpoint & { name: string })[] = []
  const fits = (size: number, root: Buffer) => size <= leaves.length && rootAt(size).equals(root)

  const practiceCheckpoint = (content: string, kind: Wrong['kind'], name: string): Checkpoint => {
    const checkpoint = readCheckpoint(content, kind)
    if (checkpoint.origin !== head.origin) throw fault(kind, `${name} is of another ledger`)
    all.push({ ...checkpoint, name })
    return checkpoint
  }

  noting(wrong, () => {
    const opened = openNote(head.checkpoint, own)
    const checkpoint = practiceCheckpoint(opened.text, 'signature', 'the checkpoint')
    if (checkpoint.size !== head.size) throw fault('signature', 'the checkpoint has another size than the bundle')
    if (!fits(checkpoint.size, checkpoint.root)) throw fault('tree', 'the entries are not those that were signed')
  })

  const ours = keys.filter((key) => key.name === head.installation)
  let global: Checkpoint | null = null
  noting(wrong, () => {
    const witnesses = (trust.witnesses?.map(readKey) ?? head.witnesses).filter((key) => key.type === 4)
    const need = trust.need ?? trust.witnesses?.length ?? 0
    if (head.global === null) {
      if (need > 0) throw fault('witness', 'no witness can have signed, for there is no tree of the installation')
      return
    }
    const { text: content, signers } = openNote(head.global, [...ours, ...witnesses])
    global = readCheckpoint(content, 'signature')
    if (global.origin !== head.installation) throw fault('signature', 'the installation is another one')
    const asked = trust.witnesses ? signers.filter((key) => key.type === 4) : []
    const signed = new Set(asked.map((key) => key.publicKey.toString('hex')))
    if (signed.size < need) throw fault('witness', `${signed.size} of ${need} witnesses signed`)
  })

  for (const [i, anchor] of anchors.entries())
    noting(wrong, () => {
      const where = { line: anchor.line }
      const before = anchors[i - 1]
      if (before && (anchor.size < before.size || anchor.index <= before.index))
        throw fault('anchor', 'the anchors are out of order', where)
      const checkpoint = practiceCheckpoint(anchor.text, 'anchor', `the anchor in line ${anchor.line}`)
      if (before && checkpoint.at < readCheckpoint(before.text, 'anchor').at)
        throw fault('time', 'the anchor is older than the one before it', where)
      if (checkpoint.size !== anchor.size) throw fault('anchor', 'the text is of another size', where)
      if (anchor.size > head.size) throw fault('anchor', 'the anchor has more entries than the bundle', where)
      if (!fits(anchor.size, checkpoint.root))
        throw fault('tree', 'the first entries are not those of the anchor', where)
      if (!global) return
      const digest = sha256(anchor.nonce, Buffer.from(anchor.text)).toString('hex')
      const leaf = leafHash(Buffer.from(`candour/global/1\n${digest}\n`))
      const root = anchor.index < global.size ? rootByPath(anchor.index, global.size, leaf, anchor.proof) : null
      if (!root?.equals(global.root)) throw fault('anchor', 'the anchor is not in the tree of the installation', where)
    })

  for (const kept of trust.kept ?? []) {
    const differing = (kept.leaves ?? []).filter(([n, hash]) => !leaves[n - 1]?.equals(hash)).map(([n]) => n)
    if (differing.length > 0) wrong.push({ kind: 'kept', why: 'entries differ from what was kept', entries: differing })
    noting(wrong, () => {
      const isGlobal = kept.note.startsWith(`${head.installation}\n`)
      const { text: content } = openNote(kept.note, isGlobal ? ours : own, 'kept')
      if (isGlobal) return compareGlobal(readCheckpoint(content, 'kept'), global)
      const checkpoint = practiceCheckpoint(content, 'kept', 'what was kept')
      if (checkpoint.size > head.size) throw fault('kept', 'what was kept has more entries')
      if (!fits(checkpoint.size, checkpoint.root)) throw fault('kept', 'the ledger did not grow from what was kept')
    })
  }

  for (const one of all)
    for (const other of all)
      if (one.size < other.size && one.at > other.at)
        wrong.push({ kind: 'time', why: `${other.name} has more entries than ${one.name} and is older` })

  // Between which signed sizes what is wrong lies.
  const bad = all.filter((c) => c.size <= leaves.length && !fits(c.size, c.root)).map((c) => c.size)
  if (bad.length > 0) {
    const first = Math.min(...bad)
    const good = all.filter((c) => c.size < first).map((c) => c.size)
    for (const one of wrong) if (one.kind === 'tree') one.between = [Math.max(0, ...good), first]
  }
  return wrong
}

/** Entries whose time goes back by more than the tolerance, seen from the latest before. They are told, not refused. */
export function lateEntries(entries: Entry[], tolerance = 5 * 60_000): number[] {
  let highest = 0
  return entries.flatMap(({ at }, i) => {
    const late = at < highest - tolerance
    highest = Math.max(highest, at)
    return late ? [i + 1] : []
  })
}
