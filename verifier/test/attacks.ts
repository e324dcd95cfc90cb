/** What somebody would do who knows the format of a bundle. */
import {
  checkpointText,
  leafHashOf,
  leafOf,
  makeBundle,
  makeEntry,
  randomBytes,
  sha,
  signedNote,
  textOf,
  timeAt,
  uuid,
  type Ledger,
} from './maker.ts'
import { parts, pick, refused, textOfNote, type Making, type Mutation } from './ways-to-alter.ts'

/** RFC 9162, 2.1.3.2: where a path leads, in a tree that is larger than anybody can make. */
function rootAbove(index: bigint, size: bigint, hash: Buffer, path: Buffer[]): Buffer {
  let [fn, sn, root] = [index, size - 1n, hash]
  for (const beside of path) {
    if (fn % 2n === 1n || fn === sn) {
      root = sha(Buffer.of(1), beside, root)
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n]
    } else root = sha(Buffer.of(1), root, beside)
    ;[fn, sn] = [fn >> 1n, sn >> 1n]
  }
  return root
}

function pathLength(index: bigint, size: bigint): number {
  if (size <= 1n) return 0
  let half = 1n
  while (half * 2n < size) half *= 2n
  return 1 + (index < half ? pathLength(index, half) : pathLength(index - half, size - half))
}

/** One anchor at a place far out in the tree of all. */
const inLargeTree = (size: bigint): Mutation =>
  parts((bundle, { random, ledger, kase }) => {
    const anchored = random(ledger.entries.length + 1)
    const text = checkpointText(ledger.origin, ledger.hashes.slice(0, anchored), timeAt(ledger, anchored))
    const nonce = randomBytes(random, 32)
    const index = pick(random, [0n, 1n, size / 2n, size - 1n, (BigInt(random(2 ** 31)) * 4_000_000n) % size])
    const path = Array.from({ length: pathLength(index, size) }, () => randomBytes(random, 32))
    const root = rootAbove(index, size, leafHashOf(`candour/global/1\n${sha(nonce, text).toString('hex')}\n`), path)
    const told = `${ledger.installation}\n${size}\n${root.toString('base64')}\ntime 2026-11-22T14:02:10Z\n`
    const proof = path.map((hash) => hash.toString('base64'))
    bundle.anchors = [{ size: anchored, text, nonce: nonce.toString('base64'), index: Number(index), proof }]
    bundle.header['global'] = signedNote(ledger, ledger.installation, told)
    if (kase.witnesses.length > 0) kase.surely = null
  })

const rebuilt = (change: (ledger: Ledger, making: Making) => void): Mutation =>
  parts((bundle, making) => {
    const ledger = { ...making.ledger, entries: structuredClone(making.ledger.entries) }
    change(ledger, making)
    ledger.hashes = ledger.entries.map((entry) => leafHashOf(leafOf(entry)))
    const sizes = bundle.anchors.map(({ size }) => size)
    Object.assign(bundle, makeBundle(making.random, ledger, sizes))
    making.kase.since = []
  })

const withLines =
  (change: (all: string, making: Making) => string): Mutation =>
  (making) => {
    making.kase.bytes = Buffer.from(change(textOf(making.bundle), making))
  }

export const attacks: Record<string, Mutation> = {
  'a member twice': refused(
    withLines((all, { random }) => {
      const found = pick(random, [
        ...all.matchAll(/"(origin|size|checkpoint|verb|at|text|index|end|entries)":("[^"]*"|\d+|true)/g),
      ])
      return all.replace(found[0], () => `${found[0]},"${found[1]}":${pick(random, ['0', '"x"', found[2]!])}`)
    }),
  ),
  'a name twice among the names': refused(
    withLines((all, { random }) => {
      const id = uuid(random)
      return all.replace(/"names":\{[^}]*\}/, `"names":{"${id}":"x","${id}":"${pick(random, ['x', 'y'])}"}`)
    }),
  ),
  'the prototype of all': refused(
    withLines((all, { random }) =>
      all.replace(pick(random, [/^\{/, /\{"nonce"/, /\{"end"/]), (found) => `{"__proto__":null,${found.slice(1)}`),
    ),
  ),
  'numbers as words': refused(
    withLines((all, { random }) =>
      all.replace(pick(random, [/"size":(\d+)/, /"entries":(\d+)/, /"anchors":(\d+)/]), (found) =>
        found.replace(/\d+$/, '"$&"'),
      ),
    ),
  ),
  'a number with an exponent that is shorter': refused(
    withLines((all, { random }) =>
      all.replace(pick(random, [/"size":\d+/, /"entries":\d+/]), (found) => `${found}e${random(2)}`),
    ),
  ),
  'equal times change places': (making) => {
    rebuilt((ledger) => {
      for (const entry of ledger.entries) entry.at = ledger.start
    })(making)
    if (making.bundle.entries.length < 2) return
    refused(
      parts(({ entries }, { random }) => {
        const at = random(entries.length - 1)
        entries.splice(at, 2, entries[at + 1]!, entries[at]!)
      }),
    )(making)
  },
  'times in disorder, signed': rebuilt((ledger, { random }) => {
    for (const entry of ledger.entries) entry.at = random(2) === 0 ? entry.at : random(8_640_000_000_000_000)
  }),
  'an anchor of more entries than the file': (making) => {
    const { random, ledger, bundle } = making
    const entries = [...ledger.entries, makeEntry(random, ledger.start)]
    const more = { ...ledger, entries, hashes: entries.map((entry) => leafHashOf(leafOf(entry))) }
    const made = makeBundle(random, more, [entries.length])
    bundle.anchors = made.anchors
    bundle.header['global'] = made.header['global']
    refused(parts(() => undefined))(making)
  },
  'an anchor twice': refused(
    parts(({ anchors }, { kase }) => {
      if (anchors[0] === undefined) kase.surely = false
      anchors.push(...anchors.slice(-1))
    }),
  ),
  'an anchor of the same size and of before': (making) => {
    const { random, ledger, bundle } = making
    const size = random(ledger.entries.length + 1)
    const made = makeBundle(random, ledger, [size, size])
    const earlier = checkpointText(ledger.origin, ledger.hashes.slice(0, size), timeAt(ledger, size) - 1000)
    const leaf = (at: number, text: string) =>
      leafHashOf(`candour/global/1\n${sha(Buffer.from(made.anchors[at]!.nonce, 'base64'), text).toString('hex')}\n`)
    const leaves = [leaf(0, made.anchors[0]!.text), leaf(1, earlier)]
    const told = checkpointText(ledger.installation, leaves, timeAt(ledger, ledger.entries.length))
    const proofs = [leaves[1]!, leaves[0]!].map((hash) => [hash.toString('base64')])
    bundle.anchors = made.anchors.map((anchor, at) => ({
      ...anchor,
      index: at,
      proof: proofs[at]!,
      text: at === 0 ? anchor.text : earlier,
    }))
    bundle.header['global'] = signedNote(ledger, ledger.installation, told)
    refused(parts(() => undefined))(making)
  },
  'a tree of nearly 2^53': (making) => {
    making.kase.surely = making.kase.isGood
    inLargeTree(2n ** 53n - 1n)(making)
  },
  'a tree of 2^53': refused(inLargeTree(2n ** 53n)),
  'a tree of 2^40': (making) => {
    making.kase.surely = making.kase.isGood
    inLargeTree(2n ** 40n + 12_345n)(making)
  },
  'the checkpoint of a neighbour': refused(
    parts(({ header }, { random, ledger }) => {
      const other = `${ledger.installation}/${uuid(random)}`
      const text = checkpointText(other, ledger.hashes, timeAt(ledger, ledger.entries.length))
      header['checkpoint'] = signedNote(ledger, pick(random, [ledger.origin, other]), text)
    }),
  ),
  'both checkpoints in one another’s place': refused(
    parts(({ header }) => {
      ;[header['checkpoint'], header['global']] = [header['global'] ?? 'x', header['checkpoint']]
    }),
  ),
  'signed under the other name': refused(
    parts(({ header }, { ledger }) => {
      header['checkpoint'] = signedNote(ledger, ledger.installation, textOfNote(header['checkpoint'] as string))
    }),
  ),
  'a proof for another leaf': refused(
    parts((bundle, { random, ledger }) => {
      const made = makeBundle(random, ledger, [0, ledger.entries.length])
      Object.assign(bundle, made)
      bundle.anchors[1] = { ...made.anchors[1]!, proof: made.anchors[0]!.proof, index: made.anchors[0]!.index }
      bundle.anchors.shift()
    }),
  ),
}
