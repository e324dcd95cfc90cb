import { describe, expect, it } from 'vitest'
import { patientsNamed } from './patients-named.ts'

const one = { reference: 'Patient/1' }
const two = { reference: 'Patient/2' }
const owners = (resource: unknown) =>
  patientsNamed(resource).owners.map(({ reference, path }) => `${reference} ${path}`)

describe('Whose record a resource is', () => {
  it('says the subject, of whatever name, and performers are others', () => {
    expect(patientsNamed({ resourceType: 'Observation', subject: one, performer: [two, one] })).toEqual({
      owners: [{ kind: 'relative', reference: 'Patient/1', id: '1', path: 'Observation.subject' }],
      others: [{ kind: 'relative', reference: 'Patient/2', id: '2', path: 'Observation.performer[0]' }],
      place: 'patient',
    })
    expect(owners({ resourceType: 'Device', patient: one })).toEqual(['Patient/1 Device.patient'])
    expect(owners({ resourceType: 'Task', for: one, owner: two })).toEqual(['Patient/1 Task.for'])
    expect(owners({ resourceType: 'Coverage', beneficiary: one, payor: [two] })).toEqual([
      'Patient/1 Coverage.beneficiary',
    ])
    expect(owners({ resourceType: 'Person', link: [{ target: one }] })).toEqual(['Patient/1 Person.link[0].target'])
    expect(owners({ resourceType: 'Patient', id: '1', link: [{ other: two }] })).toEqual(['Patient/1 Patient'])
    expect(owners({ resourceType: 'Patient' })).toEqual(['Patient Patient'])
  })

  it('says all patients of the elements that decide, each once', () => {
    const participant = [{ actor: one }, { actor: { reference: 'Practitioner/1' } }, { actor: two }, { actor: one }]
    expect(owners({ resourceType: 'Appointment', participant })).toEqual([
      'Patient/1 Appointment.participant[0].actor',
      'Patient/2 Appointment.participant[2].actor',
    ])
    expect(
      owners({ resourceType: 'Group', member: [{ entity: one }, { entity: { reference: 'Patient/1/_history/4' } }] }),
    ).toHaveLength(1)
    expect(owners({ resourceType: 'Account', subject: [one, two] })).toHaveLength(2)
  })

  it('asks the next element when the first names nobody', () => {
    const message = { resourceType: 'Communication', recipient: [one], sender: two }
    expect(owners(message)).toEqual(['Patient/1 Communication.recipient[0]', 'Patient/2 Communication.sender'])
    expect(owners({ ...message, subject: { reference: 'Patient/3' } })).toEqual(['Patient/3 Communication.subject'])
  })

  it('leaves nobody outside who is only mentioned: in any element, in extensions, in what is contained', () => {
    expect(owners({ resourceType: 'Observation', subject: { reference: 'Group/1' }, performer: [one] })).toHaveLength(1)
    expect(owners({ resourceType: 'Organization', extension: [{ url: 'x', valueReference: one }] })).toHaveLength(1)
    expect(owners({ resourceType: 'Condition', note: [{ text: 'x', authorReference: one }] })).toHaveLength(1)
    expect(owners({ resourceType: 'Medication', contained: [{ resourceType: 'Basic', subject: one }] })).toHaveLength(1)
    expect(
      owners({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: '1' } }] }),
    ).toHaveLength(1)
    expect(
      owners({ resourceType: 'Provenance', target: [{ reference: 'Observation/1' }], agent: [{ who: one }] }),
    ).toHaveLength(1)
    expect(owners({ resourceType: 'Slot', _start: { extension: [{ url: 'x', valueReference: one }] } })).toHaveLength(1)
  })

  it('reads every way in which a patient is written', () => {
    const named = (subject: object, more = {}) =>
      patientsNamed({ resourceType: 'Observation', subject, ...more }).owners[0]
    expect(named({ reference: 'https://x.org/fhir/Patient/1' })).toMatchObject({ kind: 'absolute', id: '1' })
    expect(named({ reference: 'https://x.org/fhir?patient=1' })).toMatchObject({ kind: 'absolute', id: null })
    expect(named({ reference: 'Patient?identifier=a|1' })).toMatchObject({ kind: 'conditional', id: null })
    expect(named({ reference: 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d' })).toMatchObject({ kind: 'urn' })
    expect(named({ identifier: { system: 'urn:nhs', value: '9990000018' } })).toMatchObject({
      kind: 'identifier',
      reference: 'urn:nhs|9990000018',
    })
    const contained = [{ resourceType: 'Patient', id: 'p' }]
    expect(named({ reference: '#p' }, { contained })).toMatchObject({ kind: 'contained', reference: '#p', id: 'p' })
    expect(named({ reference: '#p' }, { contained: [{ resourceType: 'Group', id: 'p' }] })).toBeUndefined()
    expect(named({ type: 'Device', identifier: { value: '1' } })).toBeUndefined()
  })

  it('keeps unfiled what waits for its patient, and gives the practice the rest', () => {
    const place = (resource: object) => patientsNamed(resource).place
    for (const resourceType of ['Composition', 'DocumentReference', 'Binary', 'Media', 'DocumentManifest']) {
      expect(place({ resourceType })).toBe('unfiled')
    }
    expect(place({ resourceType: 'Observation', subject: { display: 'Somebody' } })).toBe('unfiled')
    expect(
      place({
        resourceType: 'Observation',
        performer: [{ reference: 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d' }],
      }),
    ).toBe('unfiled')
    expect(place({ resourceType: 'Observation', subject: { reference: 'Location/1' } })).toBe('practice')
    for (const resourceType of ['Organization', 'Practitioner', 'Slot', 'Observation', 'Nothing']) {
      expect(place({ resourceType })).toBe('practice')
    }
  })

  it('answers for any JSON value', () => {
    const toString = { toString: 1, valueOf: 1 }
    const odd = [
      null,
      1,
      'x',
      [],
      {},
      { resourceType: toString },
      { resourceType: 'Patient', id: toString, identifier: toString },
    ]
    for (const value of odd) expect(patientsNamed(value)).toHaveProperty('place')
    const reference = { identifier: { system: toString, value: toString }, type: toString, reference: toString }
    expect(patientsNamed({ resourceType: 'Observation', subject: reference, contained: toString })).toHaveProperty(
      'place',
    )
    let deep: object = one
    for (let level = 0; level < 5000; level++) deep = { extension: [deep] }
    expect(patientsNamed({ resourceType: 'Basic', extension: [deep] }).place).toBe('unfiled')
    expect(patientsNamed({ resourceType: 'Basic', extension: [[[one]]] }).place).toBe('patient')
  })

  it('comes to an end with 20,000 references to 20,000 contained patients', { timeout: 10_000 }, () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ item: { reference: `#p${at}` } }))
    const contained = many.map((_, at) => ({ resourceType: 'Patient', id: `p${at}` }))
    expect(patientsNamed({ resourceType: 'List', contained, entry: many }).owners).toHaveLength(20_000)
  })
})
