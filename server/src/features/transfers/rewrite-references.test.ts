import { expect, test } from 'vitest'
import { rewriteReferences } from './rewrite-references.ts'

const rewrite = (text: string) => {
  const { bytes, rewritten } = rewriteReferences(Buffer.from(text), (found) =>
    found === 'A?identifier=s|1' ? { reference: 'A/one', remember: true } : null,
  )
  return { text: bytes.toString(), rewritten }
}

test('only the texts of members called reference are exchanged; every other byte stays', () => {
  const { text, rewritten } = rewrite(
    '{"x": {"reference" : "A?identifier=s|1" , "n": 1.0}, "note":"\\"reference\\":\\"A?identifier=s|1\\"", "reference":7}',
  )
  expect(text).toBe(
    '{"x": {"reference" : "A/one" , "n": 1.0}, "note":"\\"reference\\":\\"A?identifier=s|1\\"", "reference":7}',
  )
  expect(rewritten).toEqual([{ at: 21, now: 'A/one', was: '"A?identifier=s|1"' }])
})

test('an escaped spelling is understood, and remembered as it was written', () => {
  expect(rewrite('{"reference":"A\\u003fidentifier=s|1"}').rewritten[0]!.was).toBe('"A\\u003fidentifier=s|1"')
})

test('what is no JSON comes back as it was', () => {
  for (const text of ['{"reference":"A?identifier=s|1', '"reference"', '{"reference":', ''])
    expect(rewrite(text)).toEqual({ text, rewritten: [] })
})
