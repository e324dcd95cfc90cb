import { expect, test } from 'vitest'
import { codeOf } from './altered.ts'
import { callEndpoint } from './call-endpoint.ts'
import { exampleOf } from './examples.ts'
import { contentsOf } from './owner.ts'
import { json, refusalsAtOneHouse } from './refusals.ts'

const { at, post, fhir, expectRefused } = refusalsAtOneHouse()

test('P51 what is no JSON, or only half, is refused as such', async () => {
  const tries: Record<string, string | Buffer> = {
    'cut short': '{"family":"Ro',
    'a word': 'family',
    'two values': '{} {}',
    'single quotes': "{'family':'x'}",
    'a comma too much': '{"family":"x",}',
    'a comment': '{/* */}',
    NaN: '{"baseVersion":NaN}',
    'broken UTF-8': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    'a half character': Buffer.concat([Buffer.from('{"family":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}')]),
    'an overlong character': Buffer.concat([Buffer.from('{"family":"'), Buffer.from([0xc0, 0x80]), Buffer.from('"}')]),
    'UTF-16': Buffer.from('{"family":"x"}', 'utf16le'),
    'a zero byte': '\0',
  }
  await expectRefused(
    400,
    'input.not_json',
    Object.fromEntries(Object.entries(tries).map(([what, body]) => [what, () => post(body)])),
  )
  await expectRefused(400, 'input.not_json', {
    'FHIR, cut short': () => fhir('{"resourceType":"Patient"'),
    'FHIR, broken UTF-8': () => fhir(Buffer.from([0x7b, 0xff])),
  })
})

test('P51 JSON of another shape is refused, with the field and what is wrong with it', async () => {
  const form = { family: 'A', given: 'B', birthDate: '1957-03-04', sex: 'female', duplicatesSeen: true }
  const wrong: [change: object, path: string][] = [
    [{ family: 7 }, 'family'],
    [{ family: null }, 'family'],
    [{ family: '' }, 'family'],
    [{ family: '   ' }, 'family'],
    [{ family: 'x'.repeat(81) }, 'family'],
    [{ family: 'a\u0000b' }, 'family'],
    [{ family: 'a\nb' }, 'family'],
    [{ family: 'a\ud800b' }, 'family'],
    [{ family: `a${'\u0301'.repeat(40)}` }, 'family'],
    [{ family: ['A'] }, 'family'],
    [{ family: { toString: 'x' } }, 'family'],
    [{ sex: 'FEMALE' }, 'sex'],
    [{ sex: 'constructor' }, 'sex'],
    [{ duplicatesSeen: 'true' }, 'duplicatesSeen'],
    [{ duplicatesSeen: 1 }, 'duplicatesSeen'],
    [{ nhsNumber: '999 000 0019' }, 'nhsNumber'],
    [{ nhsNumber: '12345' }, 'nhsNumber'],
    [{ nhsNumber: 9990000018 }, 'nhsNumber'],
    [{ email: 'nobody' }, 'email'],
    [{ email: 'a@b\ud800.org' }, 'email'],
    [{ phone: 'call me' }, 'phone'],
    [{ address: { lines: 'x', town: '', postcode: null } }, 'address.lines'],
    [{ address: { lines: [], town: '', postcode: 'BRISTOL' } }, 'address.postcode'],
    [{ address: [] }, 'address'],
    [{ allergies: { state: 'maybe' } }, 'allergies.state'],
    [{ allergies: { state: 'listed', items: [] } }, 'allergies.items'],
  ]
  for (const [change, path] of wrong) {
    const answer = await post(JSON.stringify({ ...form, ...change }))
    expect([change, answer.status, codeOf(answer)]).toEqual([change, 400, 'input.invalid'])
    expect(answer.body.error.fields).toContainEqual({
      path,
      message: expect.stringMatching(/^[A-Z][^"]+\.$/),
    })
  }
  const missing = await post('{}')
  expect(missing.body.error.fields.map((one: { path: string }) => one.path)).toEqual([
    'family',
    'given',
    'birthDate',
    'sex',
  ])
  await expectRefused(400, 'input.invalid', {
    'a list': () => post('[]'),
    'a number': () => post('7'),
    null: () => post('null'),
  })
})

test('P51 a date that does not exist, or cannot be a birth date, is refused by name', async () => {
  const dates = [
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '0000-00-00',
    '1957-13-01',
    '1957-00-10',
    '1957-3-4',
    '04-03-1957',
    '1957-03-04T00:00:00Z',
    '+001957-03-04',
    '1874-12-31',
    '2999-01-01',
    '19570304',
    '',
    ' 1957-03-04',
    '1957-03-04\n',
    '١٩٥٧-٠٣-٠٤',
  ]
  for (const birthDate of dates) {
    const answer = await post(
      JSON.stringify({ family: 'A', given: 'B', birthDate, sex: 'female', duplicatesSeen: true }),
    )
    expect([birthDate, answer.status]).toEqual([birthDate, 400])
    expect(answer.body.error.fields[0].path).toBe('birthDate')
  }
  expect(await contentsOf(at.house.owner)).toEqual(at.unchanged)
})

test('P51 deep, huge and repeated JSON is refused, quickly and whole', async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const deepList = `${'['.repeat(500_000)}${']'.repeat(500_000)}`
  const many = `{${Array.from({ length: 50_000 }, (_, place) => `"k${place}":1`).join()}}`
  const patient = (inside: string) => `{"resourceType":"Patient",${inside}}`
  await expectRefused(400, 'input.invalid', {
    'deep objects': () => post(deep),
    'deep lists': () => post(`{"family":${deepList}}`.slice(0)),
    'many fields': () => post(many),
    'a name twice': () => post('{"family":"A","family":"B"}'),
    'a name twice, all else in order': () => post('{"text":"a","text":"b"}', json, '/api/patients/find'),
    'a name twice, once escaped': () => post('{"family":"A","f\\u0061mily":"B"}'),
    'a name twice further in': () => post('{"address":{"town":"A","lines":[{"x":1},{"x":1,"x":2}]}}'),
  })
  await expectRefused(422, 'resource.invalid', {
    'deep FHIR': () => fhir(patient(`"extension":${deep}`)),
    'deep FHIR lists': () => fhir(patient(`"extension":${deepList}`)),
    'the same id twice': () => fhir(patient('"id":"a","id":"b"')),
    'two metas': () => fhir(patient('"meta":{"source":"a"},"meta":{"source":"b"}')),
    'two subjects': () => fhir(patient('"managingOrganization":{"reference":"a","reference":"b"}')),
    'another type': () => fhir('{"resourceType":"Observation"}'),
    null: () => fhir(patient('"gender":null')),
    'an empty list': () => fhir(patient('"name":[]')),
    'a list': () => fhir('[]'),
  })
})

test('P51 ids and numbers at the edge of what a database takes are answered, never a fault', async () => {
  const edges = [
    '-'.repeat(36),
    '0'.repeat(36),
    'f'.repeat(36),
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'A'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(5000),
    '.',
    '-',
    '%',
    'null',
    'NaN',
    '1',
    "'",
    '❤',
    'a b',
  ]
  const numbers = [
    '0',
    '-1',
    '1.5',
    '1e3',
    '2147483647',
    '2147483648',
    '9223372036854775808',
    '1e400',
    'Infinity',
    'NaN',
    '',
    '0x10',
    '١',
    'null',
  ]
  for (const endpoint of at.candour.parts.endpoints) {
    const asked = await exampleOf(endpoint.name)(at.house, at.house.admin)
    for (const [field, value] of Object.entries(asked.input)) {
      const isPath = endpoint.path.includes(`:${field}`)
      const odd = isPath ? edges : typeof value === 'number' ? numbers : []
      for (const one of odd) {
        const browser = endpoint.access === 'public' ? at.candour.visitor() : at.house.admin.browser
        const given = isPath || endpoint.method === 'GET' ? one : Number(one)
        const answer = await callEndpoint(browser, endpoint, { ...asked, input: { ...asked.input, [field]: given } })
        expect([endpoint.name, field, one, answer.status < 500]).toEqual([endpoint.name, field, one, true])
      }
    }
  }
}, 60_000)
