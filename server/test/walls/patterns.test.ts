import { expect, test } from 'vitest'
import { readTable } from '../../../tools/table.ts'
import { mediaTypeOf } from '../../src/features/files/media-type.ts'
import { readRange } from '../../src/features/files/read-content.ts'
import { fromComposition } from '../../src/features/notes/composition.ts'
import { readQuery } from '../../src/features/directory/read-query.ts'
import { foldEmail, foldName, foldPhone } from '../../src/features/patients/normalise.ts'
import { identityOf } from '../../src/features/patients/patient-fhir.ts'
import { checkBody } from '../../src/features/resources/check-body.ts'
import { checkWhole } from '../../src/features/resources/check-whole.ts'
import { isFhirId } from '../../src/features/resources/resource-id.ts'
import { patientsNamed } from '../../src/platform/fhir/patients-named.ts'
import { previewOf } from '../../src/features/resources/preview-of.ts'
import { summarise } from '../../src/features/resources/summarise.ts'
import { xhtmlText } from '@candour/contract/xhtml-text.ts'
import { originOf } from '../../src/platform/http/client.ts'
import { repeatedKey } from '../../src/platform/http/repeated-key.ts'

const size = 50_000
/** What patterns go back and forth over, repeated; then a character at which they fail. */
const repeated = [
  'a',
  'A',
  '0',
  ' ',
  '\n',
  '\t',
  '<',
  '<br ',
  '</',
  '&',
  '&#1',
  '&#x',
  '(',
  '-',
  '.',
  '+',
  '@',
  'a@',
  '@a.',
  '/',
  'Patient/',
  'Version/1',
  'Patient/1/_history/1',
  '"',
  '\\',
  "'",
  '#',
  '* ',
  '1957-03-04',
  '1-1-',
  '\u0301',
  '\u0323\u0301',
  'a\u0301',
  '가',
  '😀',
  '\ud800',
  '\u200d',
]
const evil = repeated.flatMap((part) => {
  const body = part.repeat(Math.ceil(size / part.length)).slice(0, size)
  return [body, `${body}!`, `${body}x\u0000`]
})

function costOf(act: () => unknown): number {
  const start = performance.now()
  try {
    act()
  } catch {
    // A refusal is as good as an answer; here only its cost counts.
  }
  return performance.now() - start
}

/** The best of three, so that what else the machine does counts little. */
const fastest = (act: () => unknown) => Math.min(costOf(act), costOf(act), costOf(act))
const asJson = (text: string) => fastest(() => JSON.parse(JSON.stringify(text)))
const baselines = new Map(evil.map((text) => [text, asJson(text)]))

/**
 * Each must cost no more than a few hundred times what reading and writing the same text as JSON costs: a pattern whose
 * cost grows with the square of the length costs thousands of times as much here. Answers those that cost more; what is
 * quick enough the first time is not measured again.
 */
function tooSlow(act: (text: string) => unknown, texts = evil): string[] {
  const most = (baseline: number) => 300 * Math.max(baseline, 0.05)
  return texts
    .filter((text) => {
      if (costOf(() => act(text)) <= most(baselines.get(text) ?? 0)) return false
      return fastest(() => act(text)) > most(asJson(text))
    })
    .map((text) => JSON.stringify(text.slice(0, 12)))
}

const stringPlaces = readTable().flatMap((endpoint) => (endpoint.input === null ? [] : [endpoint]))

test('P51 no text of any field keeps a contract busy: every contract of the table, every field', () => {
  for (const { name, input } of stringPlaces) {
    const fields = fieldsOf(input!)
    for (const field of fields) {
      const slow = tooSlow((text) => input!.safeParse(put(field, text)))
      expect([name, field.join('.'), slow]).toEqual([name, field.join('.'), []])
    }
  }
  expect(stringPlaces.flatMap(({ input }) => fieldsOf(input!)).length).toBeGreaterThan(60)
}, 120_000)

type Def = {
  type: string
  shape?: Record<string, { def: Def }>
  innerType?: { def: Def }
  in?: { def: Def }
  element?: { def: Def }
  options?: { def: Def }[]
}

/** Paths of all fields, `0` for an item of a list. */
function fieldsOf(schema: unknown, path: string[] = []): string[][] {
  const { def } = schema as { def: Def }
  if (def.shape !== undefined)
    return Object.entries(def.shape).flatMap(([name, inside]) => fieldsOf(inside, [...path, name]))
  const inside = def.innerType ?? def.in
  if (inside !== undefined) return fieldsOf(inside, path)
  if (def.element !== undefined) return fieldsOf(def.element, [...path, '0'])
  if (def.options !== undefined) return def.options.flatMap((option) => fieldsOf(option, path))
  return [path]
}

function put([name, ...rest]: string[], text: string): unknown {
  if (name === undefined) return text
  const value = put(rest, text)
  // Alternatives are told apart by `state`.
  return name === '0' ? [value] : { state: 'listed', [name]: value }
}

/** What is read of a content type is read before anything is waited for. */
function bodyOf(contentType: string): void {
  const checker = { check: () => Promise.resolve({ problems: [] }), close: () => Promise.resolve() }
  const input = { parameters: { type: 'Patient' }, headers: { contentType }, body: Buffer.from('{}') }
  checkBody(checker)(input as never, { now: new Date() }).catch(() => undefined)
}

const readers: Record<string, (text: string) => unknown> = {
  'a note from elsewhere': (text) =>
    fromComposition({ resourceType: 'Composition', section: [{ text: { div: text } }] }),
  'what a browser says of itself': (text) => originOf({ ip: '', headers: { 'user-agent': text } } as never),
  'a name': foldName,
  'a phone number': foldPhone,
  'an email': foldEmail,
  'a search': readQuery,
  'a preview': previewOf,
  'markup from elsewhere': xhtmlText,
  'a range': (text) => readRange(`bytes=${text}`, 100),
  'a FHIR id': isFhirId,
  'a reference': (text) => patientsNamed({ resourceType: 'Composition', subject: { reference: text } }),
  'a patient from elsewhere': (text) =>
    identityOf({
      resourceType: 'Patient',
      name: [{ family: text, given: [text] }],
      telecom: [{ system: 'phone', value: text }],
      identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: text }],
    }),
  'a document from elsewhere': (text) =>
    summarise(
      {
        resourceType: 'DocumentReference',
        date: text,
        content: [{ attachment: { contentType: 'text/plain', title: text, data: text } }],
      },
      new Date(),
    ),
  'a resource': (text) =>
    checkWhole('Patient', Buffer.from(JSON.stringify({ resourceType: 'Patient', id: text })), new Date()),
  'a content type': (text) => bodyOf(`application/json ${text}`),
  'a body': (text) => repeatedKey(JSON.stringify({ [text]: [text], x: { [text]: 1 } })),
}

test.each(Object.entries(readers))(
  'P51 no text keeps the reading of %s busy',
  (_what, read) => {
    expect(tooSlow(read)).toEqual([])
  },
  60_000,
)

test('P51 no bytes keep the telling of a file’s type busy', async () => {
  for (const text of evil) {
    const bytes = Buffer.from(text)
    const start = performance.now()
    await mediaTypeOf(bytes).catch(() => undefined)
    expect(performance.now() - start).toBeLessThan(1000 * Math.max(baselines.get(text)!, 0.05))
  }
})

test('P51 the measure notices a hole: patterns whose cost grows with the square are found', () => {
  const half = size / 2
  const lines = [`${'\n'.repeat(half)}x`]
  const marks = ['\u0323\u0301'.repeat(half / 2)]
  expect(tooSlow((text) => text.replace(/\n+$/, ''), lines)).toHaveLength(1)
  expect(tooSlow((text) => text.replace(/<[^>]*>/g, ''), ['<'.repeat(half)])).toHaveLength(1)
  expect(tooSlow((text) => text.normalize('NFC'), marks)).toHaveLength(1)
})
