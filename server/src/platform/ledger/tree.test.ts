import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digest } from '../vault/digest.ts'
import {
  append,
  consistencySpans,
  emptyRoot,
  frontierLength,
  hashLeaf,
  inclusionSpans,
  isConsistent,
  isIncluded,
  nodesOf,
  rootOf,
  type Frontier,
  type Span,
} from './tree.ts'

/** RFC 6962, section 2.1, word by word. */
function naive(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return digest(Buffer.alloc(0))
  if (leaves.length === 1) return digest(Buffer.concat([Buffer.of(0), leaves[0]!]))
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return digest(Buffer.concat([Buffer.of(1), naive(leaves.slice(0, k)), naive(leaves.slice(k))]))
}

const leavesOf = (size: number, seed = 0) =>
  Array.from({ length: size }, (_one, place) => Buffer.from(`${seed} ${place}`))
const empty: Frontier = { size: 0, hashes: [] }
const grown = (leaves: Buffer[], from = empty) => append(from, leaves.map(hashLeaf))
const proofOf = (leaves: Buffer[], spans: Span[]) => spans.map(({ start, end }) => naive(leaves.slice(start, end)))
const size = fc.integer({ min: 1, max: 300 })

/** The inputs and roots with which the reference implementations of Certificate Transparency are tested. */
const published = {
  inputs: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
}

test('P28 the roots of the published trees of Certificate Transparency come out', () => {
  const leaves = published.inputs.map((hex) => Buffer.from(hex, 'hex'))
  published.roots.forEach((root, count) => {
    expect([count, rootOf(grown(leaves.slice(0, count))).toString('hex')]).toEqual([count, root])
  })
  expect(emptyRoot.toString('hex')).toBe(published.roots[0])
})

test('P28 a published inclusion proof and a published consistency proof come out, too', () => {
  const leaves = published.inputs.map((hex) => Buffer.from(hex, 'hex'))
  expect(proofOf(leaves, inclusionSpans(5, 8)).map((part) => part.toString('hex'))).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(proofOf(leaves, consistencySpans(6, 8)).map((part) => part.toString('hex'))).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

test('P28 a tree that grew in any steps has the root of its definition, and log2 n hashes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 5 }), (steps) => {
      let frontier = empty
      let leaves: Buffer[] = []
      for (const step of steps) {
        const more = leavesOf(step, leaves.length)
        leaves = [...leaves, ...more]
        frontier = grown(more, frontier)
      }
      expect(frontier.size).toBe(leaves.length)
      expect(frontier.hashes).toHaveLength(frontierLength(leaves.length))
      expect(rootOf(frontier)).toEqual(naive(leaves))
    }),
    { numRuns: 60 },
  )
})

test('P28 whoever grows a tree is told of every perfect subtree once, with its hash', () => {
  const leaves = leavesOf(150)
  const told = new Map<string, Buffer>()
  append(empty, leaves.map(hashLeaf), ({ level, index }, hash) => {
    expect(told.has(`${level} ${index}`)).toBe(false)
    told.set(`${level} ${index}`, hash)
  })
  expect(told.size).toBe(150 + 75 + 37 + 18 + 9 + 4 + 2 + 1)
  for (const [name, hash] of told) {
    const [level, index] = name.split(' ').map(Number) as [number, number]
    expect(hash).toEqual(naive(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)))
  }
})

test('P28 every leaf of every tree is proved to be in it, by a proof of log2 n hashes, and by no other', () => {
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), (count, choice, other) => {
      const leaves = leavesOf(count)
      const [index, root] = [choice % count, naive(leaves)]
      const proof = proofOf(leaves, inclusionSpans(index, count))
      const leaf = hashLeaf(leaves[index]!)
      expect(isIncluded(leaf, index, count, proof, root)).toBe(true)
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)))
      expect(isIncluded(hashLeaf(Buffer.from('another')), index, count, proof, root)).toBe(false)
      expect(isIncluded(leaf, index, count, [...proof, root], root)).toBe(false)
      if (other % count !== index) expect(isIncluded(leaf, other % count, count, proof, root)).toBe(false)
      if (proof.length > 0) {
        expect(isIncluded(leaf, index, count, proof.slice(1), root)).toBe(false)
        const altered = proof.map((part, place) => (place === other % proof.length ? digest(part) : part))
        expect(isIncluded(leaf, index, count, altered, root)).toBe(false)
      }
    }),
    { numRuns: 150 },
  )
})

test('P28 every tree is proved to go on from every earlier one, and from none that differs', () => {
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), (count, choice, place) => {
      const leaves = leavesOf(count)
      const earlier = choice % (count + 1)
      const proof = proofOf(leaves, consistencySpans(earlier, count))
      const before = { size: earlier, root: naive(leaves.slice(0, earlier)) }
      const after = { size: count, root: naive(leaves) }
      expect(isConsistent(before, after, proof)).toBe(true)
      expect(isConsistent({ ...before, root: digest(before.root) }, after, proof)).toBe(false)
      expect(isConsistent(before, { ...after, root: digest(after.root) }, proof)).toBe(earlier === 0)
      if (earlier > 0) {
        const forked = leavesOf(count, 9)
        forked.splice(0, earlier, ...leaves.slice(0, earlier))
        forked[place % earlier] = Buffer.from('rewritten')
        const other = proofOf(forked, consistencySpans(earlier, count))
        expect(isConsistent(before, { size: count, root: naive(forked) }, other)).toBe(false)
      }
      if (proof.length > 0) expect(isConsistent(before, after, proof.slice(1))).toBe(false)
    }),
    { numRuns: 150 },
  )
})

test('P28 any span falls into perfect subtrees whose root is its hash', () => {
  fc.assert(
    fc.property(size, fc.nat(), (count, choice) => {
      const leaves = leavesOf(count)
      for (const span of [...inclusionSpans(choice % count, count), { start: 0, end: count }]) {
        const nodes = nodesOf(span)
        const hashes = nodes.map(({ level, index }) =>
          naive(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
        )
        expect(rootOf({ hashes })).toEqual(naive(leaves.slice(span.start, span.end)))
      }
    }),
    { numRuns: 40 },
  )
})
