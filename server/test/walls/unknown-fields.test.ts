import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { TestCandour } from '../candour.ts'
import { callEndpoint, placeOf, type Asked } from './call-endpoint.ts'
import { callerOf, exampleOf, examples } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { contentsOf } from './owner.ts'
import type { Person } from '../people.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Fern')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

function endpointOf(name: string) {
  return candour.parts.endpoints.find((one) => one.name === name)!
}

const surprises = { surprise: 'x', role_: 'administrator', practice_: 'x', isAdministrator: true, constructor: {} }

/** The input with an unknown field in it, once for each field and each object that stands anywhere inside. */
function* withSurprises(value: Record<string, unknown>): Generator<Record<string, unknown>> {
  for (const [name, surprise] of Object.entries(surprises)) yield { ...value, [name]: surprise }
  for (const [key, inside] of Object.entries(value)) {
    if (Array.isArray(inside)) {
      for (const [place, one] of inside.entries())
        if (typeof one === 'object')
          for (const odd of withSurprises(one)) yield { ...value, [key]: inside.with(place, odd) }
    } else if (typeof inside === 'object' && inside !== null) {
      for (const odd of withSurprises(inside as Record<string, unknown>)) yield { ...value, [key]: odd }
    }
  }
}

interface Prepared {
  caller: Person
  asked: Asked
}

const prepared = new Map<string, Promise<Prepared>>()
/** One example serves until it is answered. */
function prepare(name: string): Promise<Prepared> {
  const made =
    prepared.get(name) ??
    callerOf(house, name, house.admin).then(async (caller) => ({ caller, asked: await exampleOf(name)(house, caller) }))
  prepared.set(name, made)
  return made
}

describe.each(Object.keys(examples))('%s', (name) => {
  /** What was there before either of the two. */
  let before: Record<string, string> | undefined
  test('P51 __proto__, and a path parameter that the body repeats, are refused', async () => {
    const endpoint = endpointOf(name)
    if (endpoint.input === null || endpoint.method === 'GET') return
    const { caller, asked } = await prepare(name)
    const { path, rest } = placeOf(endpoint, asked.input)
    const fields = JSON.stringify(rest).slice(1, -1)
    const bodies = [`{"__proto__":{"level":4}${fields === '' ? '' : `,${fields}`}}`]
    for (const [, parameter] of endpoint.path.matchAll(/:(\w+)/g))
      bodies.push(`{"${parameter}":"x"${fields === '' ? '' : `,${fields}`}}`)
    const { browser } = endpoint.access === 'public' ? { browser: candour.visitor() } : caller
    before = await contentsOf(house.owner)
    for (const body of bodies) {
      const headers = { ...asked.headers, 'content-type': 'application/json' }
      const answer = await browser.send(endpoint.method, path, body, headers)
      expect(answer.status, body).toBe(400)
    }
  })

  test('P51 an unknown field is refused by name, and nothing changes', async () => {
    const endpoint = endpointOf(name)
    // What takes bytes has no fields: FHIR keeps what it does not know, and a file is a file.
    if (endpoint.input === null) return expect(endpoint.kind).toMatch(/bytes|upload/)
    const { caller, asked } = await prepare(name)
    const { browser } = endpoint.access === 'public' ? { browser: candour.visitor() } : caller
    before ??= await contentsOf(house.owner)
    for (const input of withSurprises(asked.input)) {
      const { status, body } = await callEndpoint(browser, endpoint, { ...asked, input })
      expect([status, body.error.code], JSON.stringify(input)).toEqual([400, 'input.invalid'])
      expect(body.error.fields.map((field: { message: string }) => field.message)).toContain(
        'Candour does not know this field.',
      )
    }
    expect(await contentsOf(house.owner)).toEqual(before)
    const { status } = await callEndpoint(browser, endpoint, asked)
    expect(status, 'without it the same call succeeds').toBeLessThan(300)
  })
})

test('every example names every field of its contract, so that none goes untried', async () => {
  for (const endpoint of candour.parts.endpoints) {
    if (endpoint.input === null) continue
    const shape = z.toJSONSchema(endpoint.input, { io: 'input', unrepresentable: 'any' }) as Shape
    const { asked } = await prepare(endpoint.name)
    expect(missing(shape, asked.input, ''), endpoint.name).toEqual([])
  }
})

test('P51 the suite notices a hole: a contract that takes anything lets the unknown field in', async () => {
  const endpoint = endpointOf('member.list')
  const { input } = endpoint
  Object.assign(endpoint, { input: z.looseObject({}) })
  try {
    expect((await callEndpoint(house.admin.browser, endpoint, { input: surprises })).status).toBe(200)
  } finally {
    Object.assign(endpoint, { input })
  }
  expect((await callEndpoint(house.admin.browser, endpoint, { input: surprises })).status).toBe(400)
})

interface Shape {
  properties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
  oneOf?: Shape[]
}

/** Fields of the shape that the value leaves out; of alternatives the one that the value fits best counts. */
function missing(shape: Shape, value: unknown, path: string): string[] {
  const choices = shape.anyOf ?? shape.oneOf
  if (choices !== undefined)
    return choices.map((one) => missing(one, value, path)).toSorted((a, b) => a.length - b.length || 0)[0] ?? []
  if (shape.items !== undefined) {
    const first = (value as unknown[] | undefined)?.[0]
    return first === undefined ? [path] : missing(shape.items, first, path)
  }
  return Object.entries(shape.properties ?? {}).flatMap(([name, inside]) => {
    const at = path === '' ? name : `${path}.${name}`
    const given = (value as Record<string, unknown> | null)?.[name]
    return given === undefined ? [at] : missing(inside, given, at)
  })
}
