import { expect, test } from 'vitest'
import { rewriteReferences } from '../transfers/rewrite-references.ts'
import { originsOf, restoreOrigins } from './origins.ts'

function throughImport(resource: unknown, to: (text: string) => string | null) {
  const came = Buffer.from(JSON.stringify(resource))
  const { bytes, rewritten } = rewriteReferences(came, (text) => {
    const reference = to(text)
    return reference === null ? null : { reference, remember: true }
  })
  const origins = originsOf(bytes, rewritten)
  return { came: came.toString(), bytes, origins, restored: restoreOrigins(bytes, origins).toString() }
}

test('references that were rewritten come back as they came, among others that say the same', () => {
  const { came, bytes, origins, restored } = throughImport(
    {
      note: 'it says \\"Practitioner/é"',
      reference: 'Practitioner/é',
      list: [{ reference: 'Practitioner?identifier=a|é' }, { reference: 'Practitioner/é' }, { reference: 'X?a' }],
      title: 'Practitioner/é',
    },
    (text) => (text.includes('?') ? 'Practitioner/é' : null),
  )
  expect(bytes.toString()).not.toContain('?')
  expect(origins.map(({ nth }) => nth)).toEqual([1, 3])
  expect(restored).toBe(came)
})

test('30,000 of them, alike or each another, come to an end', { timeout: 20_000 }, () => {
  for (const alike of [true, false]) {
    const list = Array.from({ length: 30_000 }, (_, at) => ({ reference: `A?identifier=a|${alike ? 0 : at}` }))
    const { came, restored } = throughImport({ list }, (text) => text.replace('?identifier=a|', '/'))
    expect(restored === came).toBe(true)
  }
})

test('what is not where it was written is an error, not a silent other resource', () => {
  expect(() => restoreOrigins(Buffer.from('{}'), [{ now: 'A/1', nth: 0, was: '"A?x"' }])).toThrow(RangeError)
})
