import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafBytes, leafHash, type Leaf } from './leaf.ts'

const leaf: Leaf = {
  nonce: Buffer.alloc(16, 7),
  at: new Date('2026-11-21T10:00:00.123Z'),
  actorKind: 'member',
  actor: '01a20076-2dde-7166-b26c-b46ee30bc633',
  verb: 'patient.read',
  outcome: 'opened',
  subjects: ['01a20075-57cc-760f-9ef3-79095fe95488'],
  detailHash: Buffer.alloc(32, 9),
}

test('B3 the bytes of a leaf are what its description says, and stay so: other programs will verify them', () => {
  const fields = [
    'candour/leaf/2',
    leaf.nonce,
    '1795255200123',
    'member',
    leaf.actor!,
    'patient.read',
    'opened',
    '1',
    Buffer.from('3d83328fbfeb08554adef5514225c01854e299c22b385f634284507bad552862', 'hex'),
    leaf.detailHash,
  ]
  const expected = Buffer.concat(
    fields.map((field) => {
      const bytes = Buffer.from(field)
      return Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(8, '0'), 'hex'), bytes])
    }),
  )
  expect(leafBytes(leaf)).toEqual(expected)
  // Candour itself has no member's id: an empty field.
  expect(leafBytes({ ...leaf, actor: null })).toHaveLength(expected.length - leaf.actor!.length)
})

test('B3 a leaf hashes as RFC 6962 says, by WebCrypto too', async () => {
  const bytes = leafBytes(leaf)
  const independent = await crypto.subtle.digest('SHA-256', new Uint8Array([0, ...bytes]))
  expect(leafHash(leaf)).toEqual(Buffer.from(independent))
})

test('B3 no two different leaves have the same bytes', () => {
  const any: fc.Arbitrary<Leaf> = fc.record({
    nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
    at: fc.date({ noInvalidDate: true }),
    actorKind: fc.constantFrom('member', 'job'),
    actor: fc.option(fc.uuid()),
    verb: fc.string(),
    outcome: fc.string(),
    subjects: fc.array(fc.uuid(), { maxLength: 3 }),
    detailHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
  })
  const key = ({ nonce, at, detailHash, actor, ...rest }: Leaf) =>
    JSON.stringify([
      nonce.toString('hex'),
      at.getTime(),
      detailHash.toString('hex'),
      actor ?? '',
      rest.actorKind,
      rest.verb,
      rest.outcome,
      rest.subjects.toSorted(),
    ])
  fc.assert(
    fc.property(any, any, (one, other) => leafBytes(one).equals(leafBytes(other)) === (key(one) === key(other))),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(
      any,
      fc.constantFrom('verb', 'outcome', 'actorKind'),
      (one, field) => !leafBytes({ ...one, [field]: `${one[field as 'verb']}x` }).equals(leafBytes(one)),
    ),
  )
})
