import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { prove, type ProofOfEntry } from './proof.ts'

const sha = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const leafHash = (leaf: Uint8Array) => sha(Uint8Array.of(0), leaf)

/** RFC 6962, section 2.1: the largest power of two below n to the left. Written from the definition, not from the page's code. */
function split(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}
function rootOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leafHash(leaves[0]!)
  const at = split(leaves.length)
  return sha(Uint8Array.of(1), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)))
}
function pathOf(index: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length === 1) return []
  const at = split(leaves.length)
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))]
}

const origin = 'candour-ledger/one/two'
function proofOf(number: number, size: number): { given: ProofOfEntry; shown: string } {
  const leaves = Array.from({ length: size }, (_, place) => Buffer.from(`leaf ${place}`))
  const checkpoint = `${origin}\n${size}\n${rootOf(leaves).toString('base64')}\ntime 2026-11-22T14:02:10Z\n\n— ${origin} AAAA\n`
  const leaf = leaves[number - 1]!
  const proof = pathOf(number - 1, leaves).map((one) => one.toString('base64'))
  const given = {
    format: 'candour/proof/1',
    origin,
    number,
    leaf: leaf.toString('base64'),
    proof,
    checkpoint,
    keys: [],
  } as const
  return { given: { ...given, proof, keys: [] }, shown: leafHash(leaf).toString('hex') }
}

test('P28 every entry of ledgers of every small size is proven in the browser', async () => {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33])
    for (let number = 1; number <= size; number++) {
      const { given, shown } = proofOf(number, size)
      const proven = await prove(given, shown)
      expect([size, number, proven.isIncluded, proven.size]).toEqual([size, number, true, size])
    }
})

test('P33 an altered leaf, hash, order, number, size or root, and the leaf of another entry, are refused with why', async () => {
  const { given, shown } = proofOf(6, 13)
  const other = Buffer.from('other').toString('base64')
  const wrong: [Partial<ProofOfEntry>, RegExp][] = [
    [{ leaf: other }, /leaf/],
    [{ proof: [other, ...given.proof.slice(1)] }, /hashes/],
    [{ proof: given.proof.toReversed() }, /hashes/],
    [{ proof: given.proof.slice(1) }, /number of entries/],
    [{ proof: [...given.proof, given.proof[0]!] }, /number of entries/],
    [{ number: 7 }, /hashes/],
    [{ number: 14 }, /number of entries/],
    [{ number: 0 }, /number of entries/],
    [{ origin: 'candour-ledger/another' }, /another ledger/],
    [{ checkpoint: given.checkpoint.replace('\n13\n', '\n5\n') }, /number/],
    [{ checkpoint: given.checkpoint.replace('\n13\n', '\n40\n') }, /number/],
  ]
  for (const [change, why] of wrong) {
    const proven = await prove({ ...given, ...change }, shown)
    expect([proven.isIncluded, proven.why]).toEqual([false, expect.stringMatching(why)])
  }
  expect((await prove(given, '00'.repeat(32))).why).toMatch(/not that of the entry/)
  await expect(prove({ ...given, checkpoint: 'nothing' }, shown)).rejects.toThrow('no checkpoint')
})
