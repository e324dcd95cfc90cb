import { describe, expect, it } from 'vitest'
import { validateResource } from './validate-resource.ts'

const patient = (more: object) => ({ resourceType: 'Patient', ...more })
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...more })
const bundle = (more: object) => ({ resourceType: 'Bundle', type: 'collection', ...more })
const inner = { resourceType: 'Organization', id: 'a', name: 'A' }
const full = patient({
  id: 'example.1',
  meta: { versionId: '1', lastUpdated: '2026-11-22T09:30:00.000Z', tag: [{ system: 'urn:x', code: 'y' }] },
  language: 'en-GB',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Zoë</p></div>' },
  contained: [inner],
  extension: [{ url: 'http://example.org/e', extension: [{ url: 'inner', valueDecimal: 1.5 }] }],
  identifier: [{ use: 'official', system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
  active: true,
  name: [
    { family: 'X', given: ['A', null], _given: [null, { extension: [{ url: 'http://x', valueCode: 'unknown' }] }] },
  ],
  gender: 'female',
  birthDate: '1970-02-28',
  _birthDate: { extension: [{ url: 'http://x/time', valueDateTime: '1970-02-28T08:00:00Z' }] },
  deceasedDateTime: '2020',
  multipleBirthInteger: 2,
  contact: [{ name: { text: 'B' }, gender: 'male' }],
  communication: [{ language: { text: 'English' } }],
  generalPractitioner: [{ reference: 'Practitioner/1' }],
  managingOrganization: { reference: '#a' },
})

/** What is sent, and the issue: `place code word`; nothing when it is valid. */
const cases: Record<string, [sent: unknown, ...issues: RegExp[]][]> = {
  'A valid resource has no issues': [
    [full],
    [patient({})],
    [observation({ valueQuantity: { value: 1, comparator: '<', system: 'http://unitsofmeasure.org', code: 'kg' } })],
    [
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'a', resource: patient({}) },
          { name: 'b', valueUuid: `urn:uuid:${'0'.repeat(8)}-0000-0000-0000-000000000000` },
        ],
      },
    ],
    [
      bundle({
        entry: [
          {
            fullUrl: 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d',
            resource: { ...patient({}), contained: [inner], managingOrganization: { reference: '#a' } },
          },
        ],
      }),
    ],
  ],
  'A resource is an object of the type that was asked for': [
    [null, /^Patient structure .*null/],
    [[], /^Patient structure .*list/],
    ['Patient', /^Patient structure .*string/],
    [{ resourceType: 'Observation' }, /^Patient structure .*resourceType/],
    [{}, /^Patient structure .*resourceType/],
  ],
  'Fields that R4 does not have are refused': [
    [patient({ surname: 'X' }), /^Patient\.surname structure "surname" is no field/],
    [patient({ contact: [{ name: { text: 'B' }, nickname: 1 }] }), /^Patient\.contact\[0\]\.nickname structure/],
    [patient({ fhir_comments: ['x'] }), /^Patient\.fhir_comments structure/],
    [patient({ _name: [{ id: 'x' }] }), /^Patient\._name structure/],
    [JSON.parse('{"resourceType":"Patient","__proto__":{"a":1}}'), /^Patient\.__proto__ structure/],
    [patient({ 'a b': 1 }), /^Patient structure "a b"/],
    [patient({ contact: [{ resourceType: 'Patient', name: { text: 'x' } }] }), /resourceType structure/],
  ],
  'Cardinality is kept': [
    [{ resourceType: 'Observation' }, /^Observation required "status"/, /^Observation required "code"/],
    [patient({ name: { text: 'X' } }), /^Patient\.name structure "name" must be a list/],
    [patient({ gender: ['male'] }), /^Patient\.gender structure .*not a list/],
    [patient({ name: [] }), /^Patient\.name structure .*empty/],
    [patient({ name: [null] }), /^Patient\.name\[0\] structure .*null/],
    [patient({ gender: null }), /^Patient\.gender structure .*null/],
    [patient({ maritalStatus: {} }), /^Patient\.maritalStatus invariant .*ele-1/],
    [patient({ maritalStatus: { id: 'a' } }), /^Patient\.maritalStatus invariant .*ele-1/],
    [
      observation({ referenceRange: [{ low: { value: 1, comparator: '<' } }] }),
      /low\.comparator structure "comparator" is no field of SimpleQuantity/,
    ],
    [
      { resourceType: 'EvidenceVariable', status: 'draft', characteristic: [{}] },
      /characteristic\[0\] required "definition\[x\]"/,
      /ele-1/,
    ],
  ],
  'Choices have one type, and an allowed one': [
    [observation({ valueString: 'a', valueInteger: 1 }), /^Observation\.value structure .*one type/],
    [
      observation({ valueString: 'a', _valueInteger: { extension: [{ url: 'http://x', valueCode: 'y' }] } }),
      /^Observation\.value structure/,
    ],
    [observation({ valueAddress: { text: 'a' } }), /^Observation\.valueAddress structure/],
    [observation({ value: 'a' }), /^Observation\.value structure/],
    [observation({ valueQuantity: { value: 'a' } }), /^Observation\.value\.ofType\(Quantity\)\.value structure/],
  ],
  'Extensions stand beside primitives': [
    [patient({ _gender: { extension: [{ url: 'http://x', valueCode: 'unknown' }] } })],
    [patient({ gender: 'male', _gender: { id: 'a' } })],
    [patient({ _gender: { id: 'a' } }), /^Patient\.gender invariant .*ele-1/],
    [patient({ gender: 'male', _gender: {} }), /^Patient\.gender structure .*empty/],
    [patient({ gender: 'male', _gender: { value: 'x' } }), /^Patient\.gender\.value structure/],
    [patient({ gender: 'male', _gender: 'x' }), /^Patient\.gender structure .*object/],
    [
      patient({ name: [{ given: ['A', 'B'], _given: [{ id: 'a' }] }] }),
      /^Patient\.name\[0\]\.given structure .*same length/,
    ],
    [patient({ name: [{ given: ['A', null], _given: [{ id: 'a' }, null] }] }), /given\[1\] structure .*neither/],
    [patient({ name: [{ given: ['A', null] }] }), /given\[1\] structure .*null/],
    [patient({ extension: [{ url: 'http://x' }] }), /^Patient\.extension\[0\] invariant .*ext-1/],
    [patient({ extension: [{ url: 'http://x', valueCode: 'a', extension: [{ url: 'b', valueCode: 'c' }] }] }), /ext-1/],
    [patient({ extension: [{ valueCode: 'a' }] }), /^Patient\.extension\[0\] required "url"/],
  ],
  'Primitives are what they are called': [
    [patient({ active: 'true' }), /^Patient\.active structure .*true or false/],
    [patient({ multipleBirthInteger: 1.5 }), /multipleBirth.ofType\(integer\) value .*whole number/],
    [patient({ multipleBirthInteger: 2_147_483_648 }), /value/],
    [patient({ id: 'a_b' }), /^Patient\.id value/],
    [patient({ id: 'a'.repeat(65) }), /^Patient\.id value/],
    [patient({ implicitRules: 'a b' }), /^Patient\.implicitRules value/],
    [patient({ birthDate: '2023-02-29' }), /^Patient\.birthDate value .*calendar/],
    [patient({ birthDate: '1900-02-29' }), /calendar/],
    [patient({ birthDate: '2000-02-29' })],
    [patient({ birthDate: '22/11/2026' }), /^Patient\.birthDate value/],
    [patient({ birthDate: '2026-11-22T00:00:00Z' }), /^Patient\.birthDate value/],
    [patient({ deceasedDateTime: '2026-11-22T09:30' }), /value/],
    [patient({ deceasedDateTime: '2026-11-22T09:30:00' }), /value/],
    [patient({ deceasedDateTime: '2026-11-22T24:00:00Z' }), /calendar and the clock/],
    [patient({ deceasedDateTime: '2026-11-22T09:30:00+14:30' }), /calendar and the clock/],
    [observation({ issued: '2026-11-22' }), /^Observation\.issued value/],
    [observation({ valueTime: '24:00:00' }), /value/],
    [observation({ valueString: '' }), /value .*empty/],
    [observation({ valueString: 'a\u0000b' }), /control/],
    [observation({ valueString: '\ud800' }), /half a character/],
    [observation({ valueString: 'x'.repeat(1024 * 1024 + 1) }), /too-long/],
    [patient({ photo: [{ contentType: 'image/png', data: 'A' }] }), /base64/],
    [patient({ photo: [{ contentType: 'not a type', data: 'AAAA' }] }), /contentType code-invalid/],
    [patient({ language: 'en_GB' }), /^Patient\.language code-invalid/],
    [patient({ meta: { tag: [{ code: ' a' }] } }), /code value .*spaces/],
    [patient({ meta: { tag: [{ code: 'a  b' }] } }), /code value/],
  ],
  'Closed lists of codes are closed': [
    [
      patient({ gender: 'banana' }),
      /^Patient\.gender code-invalid "banana" is not one of male, female, other, unknown/,
    ],
    [{ resourceType: 'Observation', status: 'done', code: { text: 'x' } }, /^Observation\.status code-invalid/],
    [
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/1' },
        clinicalStatus: { coding: [{ code: 'active' }] },
      },
      /clinicalStatus code-invalid/,
    ],
    [
      {
        resourceType: 'AllergyIntolerance',
        patient: { reference: 'Patient/1' },
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
        },
      },
    ],
    [patient({ maritalStatus: { coding: [{ system: 'urn:own', code: 'anything' }] } })],
  ],
  'References name what they may': [
    ...[
      'Patient/1',
      'Patient/1/_history/3',
      'https://x.org/fhir/Patient/1',
      'Patient?identifier=a|b',
      'https://x.org/anything',
    ].map((reference): [unknown] => [observation({ subject: { reference } })]),
    [observation({ subject: { reference: 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d' } })],
    [observation({ subject: { display: 'X' } })],
    [
      observation({ subject: { reference: 'Practitioner/1' } }),
      /^Observation\.subject\.reference value .*Patient, Group, Device, Location, not to Practitioner/,
    ],
    [observation({ subject: { reference: 'https://x.org/fhir/Practitioner/1' } }), /not to Practitioner/],
    [observation({ subject: { reference: 'Practitioner?name=x' } }), /not to Practitioner/],
    [observation({ subject: { reference: 'patient/1' } }), /reference value/],
    [observation({ subject: { reference: 'Patient' } }), /reference value/],
    [observation({ subject: { reference: 'Bot/1' } }), /reference value/],
    [observation({ subject: { reference: 'urn:uuid:1' } }), /reference value/],
    [observation({ subject: { type: 'Practitioner', identifier: { value: '1' } } }), /type value/],
    [observation({ subject: { type: 'Patient', reference: 'Group/1' } }), /type value/],
    [observation({ subject: { reference: '#a' } }), /ref-1/],
    [observation({ contained: [inner], subject: { reference: '#a' } }), /not to Organization/],
    [patient({ contained: [inner] }), /^Patient\.contained\[0\] invariant .*dom-3/],
    [patient({ contained: [{ ...inner, endpoint: [{ reference: '#' }] }] })],
    [patient({ contained: [{ ...inner, contained: [inner] }], managingOrganization: { reference: '#a' } }), /dom-2/],
    [
      patient({ contained: [{ ...inner, meta: { versionId: '1' } }], managingOrganization: { reference: '#a' } }),
      /dom-4/,
    ],
    [patient({ contained: [inner, inner], managingOrganization: { reference: '#a' } }), /ids that differ/],
    [
      patient({ contained: [{ resourceType: 'Thing', id: 'a' }], managingOrganization: { reference: '#a' } }),
      /resourceType/,
    ],
    [
      bundle({ entry: [{ resource: patient({ managingOrganization: { reference: '#a' } }) }] }),
      /entry\[0\]\.resource.*ref-1/,
    ],
  ],
  'Invariants hold': [
    [patient({ contact: [{ gender: 'male' }] }), /^Patient\.contact\[0\] invariant .*pat-1/],
    [patient({ name: [{ text: 'x', period: { start: '2026-02', end: '2026-01' } }] }), /per-1/],
    [patient({ name: [{ text: 'x', period: { start: '2026-02', end: '2026' } }] })],
    [
      patient({ name: [{ text: 'x', period: { start: '2026-02-01T23:00:00-05:00', end: '2026-02-02T03:00:00Z' } }] }),
      /per-1/,
    ],
    [patient({ telecom: [{ value: '1' }] }), /cpt-2/],
    [observation({ valueString: 'a', dataAbsentReason: { text: 'b' } }), /obs-6/],
    [
      observation({
        valueString: 'a',
        code: { coding: [{ system: 'urn:x', code: '1' }] },
        component: [{ code: { coding: [{ code: '1', system: 'urn:x' }] } }],
      }),
      /obs-7/,
    ],
    [observation({ referenceRange: [{ type: { text: 'x' } }] }), /obs-3/],
    [bundle({ total: 1 }), /bdl-1/],
    [bundle({ type: 'transaction', entry: [{ resource: patient({}) }] }), /bdl-3/],
    [bundle({ type: 'document', entry: [{ resource: patient({}) }] }), /bdl-9/, /bdl-10/, /bdl-11/],
    [{ resourceType: 'Organization', active: true }, /org-1/],
    [
      { resourceType: 'Organization', name: 'A', telecom: [{ system: 'phone', value: '1', use: 'home' }] },
      /^Organization\.telecom\[0\] .*org-3/,
    ],
    [
      { resourceType: 'Task', status: 'draft', intent: 'plan', authoredOn: '2026-02-02', lastModified: '2026-02-01' },
      /inv-1/,
    ],
  ],
}

describe('validateResource', () => {
  for (const [sentence, table] of Object.entries(cases)) {
    it(sentence, () => {
      for (const [sent, ...expected] of table) {
        const type = expectedType(sent)
        const issues = validateResource(type, sent).map(
          ({ expression, code, diagnostics }) => `${expression} ${code} ${diagnostics}`,
        )
        const text = JSON.stringify(sent)?.slice(0, 300)
        expect(issues.length, `${text} ${issues.join('; ')}`).toBe(expected.length)
        for (const [place, pattern] of expected.entries()) expect(issues[place], text).toMatch(pattern)
      }
    })
  }

  it('refuses a type that R4 does not have', () => {
    for (const type of ['Resource', 'DomainResource', 'HumanName', 'Bot', '__proto__', 'toString', 'Patient.contact']) {
      expect(validateResource(type, { resourceType: type })).toHaveLength(1)
    }
  })

  it('stops at 64 levels and at 50 issues', () => {
    let extension: object = { url: 'x', valueCode: 'y' }
    for (let level = 0; level < 2000; level++) extension = { url: 'x', extension: [extension] }
    expect(validateResource('Patient', patient({ extension: [extension] }))).toMatchObject([{ code: 'too-costly' }])
    expect(validateResource('Patient', patient({ name: Array.from({ length: 100_000 }, () => 1) }))).toHaveLength(50)
  })

  it('takes time that grows with the resource alone, whatever is sent', () => {
    const many = <T>(length: number, make: (at: number) => T) => Array.from({ length }, (_, at) => make(at))
    const told = (div: string) => patient({ text: { status: 'generated', div } })
    const hostile: [number, { resourceType: string }][] = [
      [
        0,
        observation({
          valueString: 'x',
          code: { coding: many(5000, (at) => ({ code: `a${at}` })) },
          component: many(5000, (at) => ({ code: { coding: [{ code: `b${at}` }] } })),
        }),
      ],
      [
        0,
        {
          ...bundle({
            type: 'transaction',
            entry: many(3000, (at) => ({
              fullUrl: `http://x/${at}`,
              resource: patient({}),
              request: { method: 'POST', url: 'Patient' },
            })),
          }),
        },
      ],
      [50, patient(Object.fromEntries(many(20_000, (at) => [`k${at}`, 1])))],
      [1, told(`<div${' '.repeat(1_000_000)}`)],
      [1, told(`<div ${'a'.repeat(1_000_000)} `)],
      [1, told('<div>'.repeat(100_000))],
      [1, told(`<div>${'<!--'.repeat(100_000)}`)],
      [1, told(`<div ${'title=""  '.repeat(100_000)}`)],
      [1, patient({ birthDate: '1'.repeat(1_000_000) })],
      [1, patient({ language: 'a-'.repeat(4000) })],
      [1, { resourceType: 'Binary', contentType: `a/${' ;'.repeat(4000)}`, data: 'AAAA' } as { resourceType: string }],
      [1, patient({ extension: [{ url: 'x', valueOid: `urn:oid:1${'.1'.repeat(500_000)}x` }] })],
    ]
    for (const [issues, sent] of hostile) {
      const before = process.cpuUsage()
      expect(validateResource(sent.resourceType, sent)).toHaveLength(issues)
      expect(process.cpuUsage(before).user / 1e6).toBeLessThan(1)
    }
  })
})

function expectedType(sent: unknown): string {
  const type = (sent as { resourceType?: string } | null)?.resourceType
  const isOfType = cases['A resource is an object of the type that was asked for']!.some(([one]) => one === sent)
  return isOfType || type === undefined ? 'Patient' : type
}
