import { randomUUID } from 'node:crypto'
import { headersOf, type Operation } from './operation.ts'
import { fhirPatient, nameToFind, person } from './people.ts'

export const readFhir: Operation = {
  name: 'read-patient',
  what: 'Read a patient (GET /fhir/R4/Patient/:id)',
  requests: 1,
  kind: 'read',
  async act({ stock, ask, random }) {
    const { id, nhsNumber } = stock.patients[random(stock.patients.length)]!
    const request = { method: 'GET', path: `/fhir/R4/Patient/${id}`, headers: headersOf(stock) } as const
    await ask(request, { status: 200, size: [450, 800], holds: nhsNumber })
  },
}

export const readCard: Operation = {
  name: 'read-card',
  what: 'Read a patient with allergies, as the web app does (GET /api/patients/:id)',
  requests: 1,
  kind: 'read',
  async act({ stock, ask, random }) {
    const { id, nhsNumber } = stock.patients[random(stock.patients.length)]!
    const request = { method: 'GET', path: `/api/patients/${id}`, headers: headersOf(stock) } as const
    await ask(request, { status: 200, size: [300, 800], holds: nhsNumber })
  },
}

export const createFhir: Operation = {
  name: 'create-patient',
  what: 'Create a patient (POST /fhir/R4/Patient)',
  requests: 1,
  kind: 'write',
  async act({ stock, ask, next }) {
    const body = Buffer.from(JSON.stringify(fhirPatient(next())))
    const headers = headersOf(stock, 'application/fhir+json')
    const { location } = await ask(
      { method: 'POST', path: '/fhir/R4/Patient', headers, body },
      { status: 201, size: [450, 800] },
    )
    return location!.split('/')[4]!
  },
}

export const register: Operation = {
  name: 'register-patient',
  what: 'Register a patient, duplicates looked for, as the web app does (POST /api/patients)',
  requests: 1,
  kind: 'write',
  async act({ stock, ask, next }) {
    const number = next()
    const { postcode, ...one } = person(number)
    const details = {
      ...one,
      title: 'Mx',
      sex: 'female',
      address: { lines: [`${1 + (number % 90)} Tallow Lane`], town: 'Bristol', postcode },
    }
    const headers = { ...headersOf(stock, 'application/json'), 'Idempotency-Key': randomUUID() }
    const body = Buffer.from(JSON.stringify(details))
    await ask(
      { method: 'POST', path: '/api/patients', headers, body },
      { status: 200, size: [300, 900], holds: '"outcome":"registered"' },
    )
  },
}

export const findByName: Operation = {
  name: 'find-by-name',
  what: 'Find by name, 20 results (POST /api/patients/find)',
  requests: 1,
  kind: 'find',
  async act({ stock, ask, random }) {
    const headers = headersOf(stock, 'application/json')
    const body = Buffer.from(JSON.stringify({ text: nameToFind(random(400), stock.patients.length) }))
    await ask(
      { method: 'POST', path: '/api/patients/find', headers, body },
      { status: 200, size: [1000, 20_000], holds: '"matches":[{' },
    )
  },
}

export const findByNumber: Operation = {
  name: 'find-by-number',
  what: 'Find by NHS number (POST /api/patients/find)',
  requests: 1,
  kind: 'find',
  async act({ stock, ask, random }) {
    const { nhsNumber } = stock.patients[random(stock.patients.length)]!
    const headers = headersOf(stock, 'application/json')
    const body = Buffer.from(JSON.stringify({ text: nhsNumber }))
    await ask(
      { method: 'POST', path: '/api/patients/find', headers, body },
      { status: 200, size: [200, 2000], holds: nhsNumber },
    )
  },
}
