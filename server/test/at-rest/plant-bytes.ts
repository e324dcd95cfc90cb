/** Files and FHIR resources full of canaries, and everything that can go wrong with them. */
import { fileRoutes } from '@candour/contract/files.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { expect } from 'vitest'
import { newId } from '../../src/platform/vault/ids.ts'
import type { Canaries } from './canaries.ts'
import type { Day } from './plant.ts'

export async function workOnFiles({ owner, patient }: Day, canaries: Canaries): Promise<void> {
  const { text, mark } = canaries
  const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(50_000)])
  const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), randomBytes(100_000)])
  const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3_000_000)])
  const files = [
    Buffer.from(`Dear colleague, ${text('text file')} ${'and so on '.repeat(3000)} ${text('end of a text file')}`),
    mark('PDF', pdf),
    mark('JPEG', jpeg),
    mark('file of 3 MB', large),
  ]
  for (const bytes of files) {
    const { id, contentUrl } = await owner.call(fileRoutes.announce, {
      patient,
      name: `${text('file name')}.bin`,
      size: bytes.length,
    })
    expect((await owner.send('PUT', contentUrl, bytes)).status).toBe(201)
    await owner.call(fileRoutes.read, { id })
    expect((await owner.send('GET', contentUrl, undefined, { range: 'bytes=100-70000' })).status).toBe(206)
    expect((await owner.send('PUT', contentUrl, bytes)).status).toBe(409)
  }
  const announce = async (size: number) =>
    (await owner.call(fileRoutes.announce, { patient, name: text('name of a refused file'), size })).contentUrl
  const refused = Buffer.from(`<html>${text('refused file')}${'x'.repeat(200)}</html>`)
  expect((await owner.send('PUT', await announce(refused.length), refused)).status).toBe(415)
  expect((await owner.send('PUT', await announce(refused.length + 1), refused)).status).toBe(400)
  await cutUpload(owner.address, owner.cookie!, owner.csrf!, await announce(large.length), mark('cut upload', large))
}

/** Sends half of the bytes, then ends the connection. */
async function cutUpload(address: string, cookie: string, csrf: string, path: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(
    `PUT ${path} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\nx-candour-csrf: ${csrf}\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  )
  await new Promise((resolve) => socket.write(bytes.subarray(0, bytes.length / 2), resolve))
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
}

export async function workOnResources({ owner }: Day, canaries: Canaries): Promise<void> {
  const { text } = canaries
  const fhir = { 'content-type': 'application/fhir+json' }
  const send = (method: string, path: string, resource: unknown, headers = {}) =>
    owner.send(method, `/fhir/R4/${path}`, typeof resource === 'string' ? resource : JSON.stringify(resource), {
      ...fhir,
      ...headers,
    })
  const id = canaries.nhsNumber('FHIR id that is an NHS number')
  const person = {
    resourceType: 'Patient',
    id,
    meta: { source: `urn:${text('meta.source')}`, tag: [{ code: text('meta.tag') }] },
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text('narrative')}</div>` },
    extension: [{ url: `http://example.org/${text('extension url')}`, valueString: text('extension value') }],
    identifier: [{ system: `urn:${text('identifier system')}`, value: text('identifier value') }],
    name: [{ text: text('name as text'), family: text('FHIR surname'), given: [text('FHIR given name')] }],
    telecom: [
      { system: 'phone', value: canaries.phone('FHIR phone') },
      { system: 'other', value: text('odd telecom') },
    ],
    birthDate: canaries.birthDate('FHIR birth date'),
    contact: [{ name: { text: text('contact') } }],
    photo: [{ contentType: 'image/png', data: Buffer.from(text('photo')).toString('base64') }],
  }
  expect(await send('PUT', `Patient/${id}`, person)).toMatchObject({ status: 201 })
  expect((await send('PUT', `Patient/${id}`, person, { 'if-match': 'W/"1"' })).status).toBe(200)
  expect((await send('PUT', `Patient/${id}`, person, { 'if-match': `W/"${text('If-Match')}"` })).status).toBe(412)
  const documentId = text('FHIR id of a document')
  const document = {
    resourceType: 'DocumentReference',
    id: documentId,
    status: 'current',
    subject: { reference: `Patient/${id}`, display: text('subject display') },
    author: [{ display: text('FHIR author') }],
    description: text('description'),
    content: [{ attachment: { contentType: 'text/plain', title: text('attachment title'), data: textInBase64() } }],
  }
  function textInBase64(): string {
    return Buffer.from(`x${text('text in base64')} and ${text('more text in base64')}`).toString('base64')
  }
  const allergy = {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    patient: { reference: `Patient/${id}` },
    code: { text: text('FHIR allergy') },
    note: [{ text: `Aa${text('FHIR note')}` }],
  }
  const composition = {
    resourceType: 'Composition',
    status: 'final',
    type: { text: text('FHIR type') },
    date: '2026-01-15',
    author: [{ display: text('FHIR author') }],
    subject: { reference: `Patient/${id}` },
    title: text('FHIR title'),
    section: [
      {
        title: text('FHIR heading'),
        text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text('FHIR section')}</div>` },
      },
    ],
  }
  expect((await send('PUT', `DocumentReference/${documentId}`, document)).status).toBe(201)
  for (const [type, resource] of [
    ['AllergyIntolerance', allergy],
    ['Composition', composition],
  ] as const) {
    const created = await send('POST', type, resource, { 'idempotency-key': 'marked by the browser' })
    expect(created.status).toBe(201)
    expect((await owner.send('GET', `/fhir/R4/${type}/${created.body.id}`)).status).toBe(200)
  }
  for (const path of [`Patient/${id}`, `Patient/${id}/_history/1`, `DocumentReference/${documentId}`])
    expect((await owner.send('GET', `/fhir/R4/${path}`)).status).toBe(200)
  await owner.call(patientRoutes.read, { id })

  const wrong: [string, unknown][] = [
    ['Patient', `{"resourceType":"Patient","name":[{"family":"${text('broken JSON')}"`],
    ['Patient', { resourceType: text('type of another name') }],
    ['Patient', { resourceType: 'Patient', [text('odd key')]: [text('odd value')] }],
    ['Patient', { resourceType: 'Patient', name: null, gender: text('gender') }],
    ['AllergyIntolerance', { ...allergy, patient: { reference: `Patient/${text('patient who is not there')}` } }],
    [text('type in the address'), person],
    ['Patient', `${JSON.stringify(person).slice(0, -1)},"long":"${text('huge')}${'x'.repeat(17 * 1024 ** 2)}"}`],
  ]
  for (const [type, resource] of wrong) expect((await send('POST', type, resource)).status).toBeGreaterThanOrEqual(400)
}

/** Addresses, bodies and headers that Candour refuses. */
export async function makeMistakes({ owner, patient }: Day, canaries: Canaries): Promise<void> {
  const { text } = canaries
  const json = { 'content-type': 'application/json' }
  const mistakes: [string, string, string | undefined, Record<string, string>?][] = [
    ['GET', `/api/patients/${text('id in the address')}`, undefined],
    ['GET', `/api/patients/${patient}?name=${text('query')}`, undefined],
    ['GET', `/${text('page')}?name=${text('query of a page')}`, undefined],
    ['GET', `/fhir/R4/Patient/${canaries.nhsNumber('NHS number in the address')}`, undefined],
    ['GET', `/fhir/R4/Patient?name=${text('FHIR search')}`, undefined],
    ['GET', `/api/files/${text('file in the address')}/content`, undefined],
    ['GET', '/api/events', undefined, { 'last-event-id': text('Last-Event-ID') }],
    ['POST', '/api/patients', JSON.stringify({ [text('unknown field')]: text('value of an unknown field') }), json],
    [
      'POST',
      '/api/patients',
      JSON.stringify({ family: { [text('object for a name')]: 1 }, birthDate: text('no date') }),
      json,
    ],
    ['POST', '/api/patients', `{"family":"${text('JSON that breaks off')}`, json],
    ['POST', '/api/patients', text('no JSON'), { 'content-type': `text/${text('content type')}` }],
    ['POST', '/api/patients', JSON.stringify({ family: `${text('too large')}${'x'.repeat(2 * 1024 ** 2)}` }), json],
    ['POST', '/api/patients/find', JSON.stringify({ text: `${text('with a null')}\u0000` }), json],
    [
      'POST',
      '/api/drafts',
      JSON.stringify({ patient: text('draft of nobody'), title: '', sections: [] }),
      { ...json, 'idempotency-key': 'short' },
    ],
    [
      'PUT',
      `/api/drafts/${newId()}`,
      JSON.stringify({ title: text('draft that is not there'), sections: [], baseRevision: 1 }),
      json,
    ],
  ]
  for (const [method, path, body, headers] of mistakes) {
    const { status } = await owner.send(method, path, body, headers)
    if (method !== 'GET' && path !== '/api/patients/find') expect(status, path).toBeGreaterThanOrEqual(400)
  }
}
