import { describe, expect, it } from 'vitest'
import { digest } from '../vault/digest.ts'
import { treeRoot } from './hash-tree.ts'

const hash = (n: number) => digest(Buffer.of(n))
const hashes = (count: number) => Buffer.concat(Array.from({ length: count }, (_, n) => hash(n)))
const leaf = (n: number) => digest(Buffer.concat([Buffer.of(0), hash(n)]))
const node = (left: Buffer, right: Buffer) => digest(Buffer.concat([Buffer.of(1), left, right]))

describe('the root over hashes', () => {
  it('is the tree hash of RFC 6962', () => {
    expect(treeRoot(Buffer.alloc(0)).equals(digest(Buffer.alloc(0)))).toBe(true)
    expect(treeRoot(hashes(1)).equals(leaf(0))).toBe(true)
    expect(treeRoot(hashes(2)).equals(node(leaf(0), leaf(1)))).toBe(true)
    expect(treeRoot(hashes(3)).equals(node(node(leaf(0), leaf(1)), leaf(2)))).toBe(true)
    const four = node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3)))
    expect(treeRoot(hashes(4)).equals(four)).toBe(true)
    expect(treeRoot(hashes(5)).equals(node(four, leaf(4)))).toBe(true)
    expect(treeRoot(hashes(7)).equals(node(four, node(node(leaf(4), leaf(5)), leaf(6))))).toBe(true)
  })

  it('differs for each number and order of hashes', () => {
    const roots = Array.from({ length: 70 }, (_, count) => treeRoot(hashes(count)).toString('hex'))
    roots.push(treeRoot(Buffer.concat([hash(1), hash(0)])).toString('hex'))
    expect(new Set(roots).size).toBe(71)
  })
})
