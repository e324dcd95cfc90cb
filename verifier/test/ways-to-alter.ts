/** How a bundle, its lines, its notes or its bytes are altered. */
import {
  leafHashOf,
  leafOf,
  linesOf,
  makeBundle,
  makeEntry,
  makeSigner,
  textOf,
  type Ledger,
  type MadeBundle,
  type Random,
} from './maker.ts'

export interface Case {
  bytes: Buffer
  keys: string[]
  witnesses: string[]
  need: number | null
  since: Buffer[]
  /** Whether it must be accepted; null where only both verifiers have to agree. */
  isGood: boolean | null
  /** What a mutation knows of how it must end; undefined where it does not. */
  surely?: boolean | null
  name: string
}

export interface Making {
  random: Random
  ledger: Ledger
  bundle: MadeBundle
  kase: Case
}

export type Mutation = (making: Making) => void

export const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)]!

/** Rewrites the lines of the file. */
export const lines =
  (change: (lines: string[], making: Making) => void): Mutation =>
  (making) => {
    const all = linesOf(making.bundle)
    change(all, making)
    making.kase.bytes = Buffer.from(`${all.join('\n')}\n`)
  }
/** Rewrites what the lines are made of. */
export const parts =
  (change: (bundle: MadeBundle, making: Making) => void): Mutation =>
  (making) => {
    change(making.bundle, making)
    making.kase.bytes = Buffer.from(textOf(making.bundle))
  }
export const bytes =
  (change: (bytes: Buffer, random: Random) => Buffer): Mutation =>
  ({ kase, random }) => {
    kase.bytes = change(Buffer.from(kase.bytes), random)
  }
export const oneEntry = (change: (entry: Record<string, any>, random: Random) => void): Mutation =>
  parts(({ entries }, { random }) => {
    const place = random(Math.max(1, entries.length))
    const copy: Record<string, any> = structuredClone(entries[place] ?? makeEntry(random, 1))
    change(copy, random)
    entries[place] = copy as never
  })
export const text = (from: string | RegExp, to: string): Mutation =>
  lines((all, { random }) => {
    const place = random(all.length)
    all[place] = all[place]!.replace(from, to)
  })

/** Everything signed anew, with another key, over entries that were altered. */
export function signAnew(making: Making, isWhole: boolean): void {
  const { random, ledger, bundle } = making
  const other: Ledger = {
    ...ledger,
    signer: makeSigner(random),
    hashes: [...ledger.hashes],
    entries: [...ledger.entries],
  }
  const place = random(Math.max(1, other.entries.length))
  if (other.entries.length > 0) {
    other.entries[place] = makeEntry(random, other.entries[place]!.at)
    other.hashes[place] = leafHashOf(leafOf(other.entries[place]!))
  }
  const sizes = isWhole ? bundle.anchors.map(({ size }) => size) : []
  const made = makeBundle(random, other, sizes)
  bundle.entries = made.entries
  if (isWhole) {
    bundle.header = made.header
    bundle.anchors = made.anchors
  } else {
    const { checkpoint, keys } = made.header
    bundle.header = {
      ...bundle.header,
      checkpoint,
      keys: [...(bundle.header['keys'] as string[]), ...(keys as string[])],
    }
  }
}

/** The same ledger with another entry, signed by the true key: a fork. */
export function forkOf({ random, ledger }: Making): Ledger {
  const place = random(Math.max(1, ledger.entries.length))
  const entries = [...ledger.entries]
  entries[place] = makeEntry(random, ledger.start + place)
  return { ...ledger, entries, hashes: entries.map((entry) => leafHashOf(leafOf(entry))) }
}

export const notes = (change: (note: string, making: Making) => string): Mutation =>
  parts(({ header }, making) => {
    const name = making.random(2) === 0 && header['global'] !== null ? 'global' : 'checkpoint'
    header[name] = change(header[name] as string, making)
  })

/** It changes the file, and both must refuse it. */
export const refused =
  (mutation: Mutation): Mutation =>
  (making) => {
    mutation(making)
    making.kase.surely = false
  }

/** It changes the file, and what both said before they must say after it. */
export const harmless =
  (mutation: Mutation): Mutation =>
  (making) => {
    making.kase.surely = making.kase.isGood
    mutation(making)
  }

export const textOfNote = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1)
