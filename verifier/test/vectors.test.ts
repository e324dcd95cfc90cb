/** What others published: RFC 6962's trees, the Go project's signed note, a checkpoint that a public witness cosigned. */
import { expect, test } from 'vitest'
import { openNote, readNote, readVkey } from '../check/note.ts'
import { frontier, leafHash, rootByInclusion } from '../check/merkle.ts'
import { nodeMeans } from '../command/node-means.ts'
import { openNote as open, readKey as key } from './second/notes.ts'
import { rootByPath, rootsByConsistency, treeHash } from './second/trees.ts'
import { weakKeys } from './attacks-on-notes.ts'
import { consistencyOf, leafHashOf, makeSigner, pathOf, rootOf, seeded, vkey } from './maker.ts'

const { sha256 } = nodeMeans
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const hashes = leaves.map((leaf) => leafHashOf(Buffer.from(leaf, 'hex')))
const MTH = (all: Buffer[]) => treeHash(all, 0, all.length)
const hexes = (texts: string[]) => texts.map((text) => Buffer.from(text, 'hex'))

test('B3 both verifiers compute the known roots of RFC 6962, and that of an empty tree', () => {
  const tree = frontier(sha256)
  expect(Buffer.from(tree.root()).toString('hex')).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
  expect(MTH([])).toEqual(Buffer.from(tree.root()))
  roots.forEach((root, place) => {
    tree.add(leafHash(sha256, Buffer.from(leaves[place]!, 'hex')))
    expect(Buffer.from(tree.root()).toString('hex')).toBe(root)
    expect(MTH(hashes.slice(0, place + 1)).toString('hex')).toBe(root)
    expect(rootOf(hashes.slice(0, place + 1)).toString('hex')).toBe(root)
  })
})

test('B3 both verifiers take the known inclusion proof at its place alone', () => {
  const proof = hexes([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  const hash = hashes[5]!
  for (const index of [0, 1, 4, 5, 7]) {
    const root = rootByInclusion(sha256, { index, size: 8, hash, proof })
    expect(Buffer.from(root!).toString('hex') === roots[7]).toBe(index === 5)
    expect(rootByPath(index, 8, hash, proof)!.toString('hex') === roots[7]).toBe(index === 5)
  }
  expect(rootByInclusion(sha256, { index: 5, size: 8, hash, proof: proof.slice(1) })).toBeNull()
  expect(rootByPath(5, 8, hash, proof.slice(1))).toBeNull()
})

test('B3 the known consistency proofs lead from the old root to the new one', () => {
  const proofs: [number, number, string[]][] = [
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ]
  for (const [old, now, proof] of proofs) {
    const known = Buffer.from(roots[old - 1]!, 'hex')
    const { before, after } = rootsByConsistency(old, now, known, hexes(proof))!
    expect(rootsByConsistency(old, now, known, hexes(proof).slice(1))).toBeNull()
    expect(rootsByConsistency(old, now, known, [...hexes(proof), known])).toBeNull()
    expect([before.toString('hex'), after.toString('hex')]).toEqual([roots[old - 1], roots[now - 1]])
    expect(consistencyOf(old, hashes.slice(0, now)).map((hash) => hash.toString('hex'))).toEqual(proof)
  }
})

test('B3 every inclusion proof in trees of up to 40 leaves is taken by both, and none at another place', () => {
  const many = Array.from({ length: 40 }, (_, place) => leafHashOf(`leaf ${place}`))
  for (let size = 1; size <= 40; size += 1)
    for (let index = 0; index < size; index += 1) {
      const part = many.slice(0, size)
      const asked = { index, size, hash: many[index]!, proof: pathOf(index, part) }
      expect(Buffer.from(rootByInclusion(sha256, asked)!)).toEqual(MTH(part))
      expect(rootByPath(index, size, asked.hash, asked.proof)).toEqual(MTH(part))
      expect(rootByInclusion(sha256, { ...asked, proof: [...asked.proof, asked.hash] })).toBeNull()
    }
})

const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const goNote =
  'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace(
    '’',
    "'",
  ) + '\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

test('B3 the signed note that Go publishes opens with its key, in both, and not when one letter is another', async () => {
  const vkey = readVkey(nodeMeans, goKey, 'log')
  expect((await openNote(nodeMeans, goNote, [vkey], 'it')).signedBy).toEqual([vkey])
  expect(open(goNote, [key(goKey)]).signers).toHaveLength(1)
  const altered = goNote.replace('problem,', 'problems')
  await expect(openNote(nodeMeans, altered, [vkey], 'it')).rejects.toThrow('not right')
  expect(() => open(altered, [key(goKey)])).toThrow('is wrong')
})

const witnessKey = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'
const witnessed = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`
const logKey = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f'

test('B3 a checkpoint that a public log signed and a public witness cosigned opens with their keys, in both', async () => {
  const keys = [readVkey(nodeMeans, logKey, 'log'), readVkey(nodeMeans, witnessKey, 'witness')]
  const opened = await openNote(nodeMeans, witnessed, keys, 'it')
  expect(opened.signedBy).toHaveLength(1)
  expect(opened.cosignedBy.map(({ time }) => time)).toEqual([0x6a122120])
  expect(open(witnessed, [key(logKey), key(witnessKey)]).signers).toHaveLength(2)
  const altered = witnessed.replace('1432088532', '1432088533')
  await expect(openNote(nodeMeans, altered, keys.slice(1), 'it')).rejects.toThrow('not right')
  expect(() => open(altered, [key(witnessKey)])).toThrow('is wrong')
})

test('B3 a key of small order, or one written in a second way, is no key, in both', () => {
  for (const publicKey of weakKeys) {
    const weak = vkey('x', { ...makeSigner(seeded(1)), publicKey })
    expect(() => readVkey(nodeMeans, weak, 'log')).toThrow('anybody can make signatures')
    expect(() => key(weak)).toThrow('no point')
  }
})

test.each([
  ['no signature', 'text\n'],
  ['a control character', `a\tb\n\n— x AAAAAAA=\n`],
  ['another dash', 'a\n\n- x AAAAAAA=\n'],
  ['a name with a plus', 'a\n\n— x+y AAAAAAA=\n'],
  ['a signature too short', 'a\n\n— x AAAAAA==\n'],
  ['base64 another way', 'a\n\n— x AAAAAAB=\n'],
  ['no line end', 'a\n\n— x AAAAAAA='],
])('B3 a note with %s is none, in both', (_, note) => {
  expect(() => readNote(note)).toThrow('not well formed')
  expect(() => open(note, [])).toThrow(/no signed note|has no text|not well formed/)
})
