import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { password } from '../../../test/people.ts'
import { buildHouse, writeNote, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

/** As OTLP/HTTP has it: https://opentelemetry.io/docs/specs/otlp/ */
interface Attribute {
  key: string
  value: { stringValue?: string; intValue?: number | string; doubleValue?: number }
}
interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Attribute[]
  status: { code: number }
}
interface Traces {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[]
}

let receiver: Server
let answers = 200
const received: { url: string; type: string; body: string }[] = []
let candour: TestCandour
let house: House
beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const type = String(request.headers['content-type'])
      received.push({ url: request.url!, type, body: Buffer.concat(parts).toString() })
      response.writeHead(answers, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  candour = await startQuickCandour({}, (config) => ({ ...config, tracesTo: `http://127.0.0.1:${port}` }))
  house = await buildHouse(candour, 'Yarrow')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
  receiver.close()
})

const spans = () =>
  received
    .map(({ body }) => JSON.parse(body) as Traces)
    .flatMap(({ resourceSpans }) => resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)))
const named = (name: string) => spans().filter((span) => span.name === name)
const valueOf = ({ attributes }: Span, key: string) => {
  const value = attributes.find((one) => one.key === key)?.value
  return value === undefined ? undefined : (value.stringValue ?? Number(value.intValue ?? value.doubleValue))
}
const arrived = (name: string) =>
  expect.poll(() => named(name).length, { timeout: 10_000, interval: 100 }).toBeGreaterThan(0)

test('P49 a request is a span by its route’s template and status, with what it waited for: transaction, ledger, vault', async () => {
  await house.admin.browser.call(patientRoutes.read, { id: house.patient.id })
  await arrived('GET /api/patients/:id')
  const [read] = named('GET /api/patients/:id')
  expect([valueOf(read!, 'http.route'), valueOf(read!, 'http.response.status_code')]).toEqual([
    '/api/patients/:id',
    200,
  ])
  const partsOf = (span: Span) => spans().filter(({ parentSpanId }) => parentSpanId === span.spanId)
  expect(partsOf(read!).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['database.transaction', 'ledger.write', 'vault.open']),
  )
  const [write] = named('POST /api/patients')
  const parts = partsOf(write!)
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['database.transaction', 'ledger.write']))
  for (const part of parts) {
    expect(part.traceId).toBe(write!.traceId)
    expect(BigInt(part.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(write!.startTimeUnixNano) - 2_000_000n)
    expect(BigInt(part.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(write!.endTimeUnixNano) + 2_000_000n)
  }
})

test('P64 P01 nothing personal leaves with a trace: no name, id, address, query, token or body, refusals included', async () => {
  const { admin, patient, note, practice, file } = house
  const { browser } = admin
  await writeNote(admin, patient.id, 'Yarrowsecret words')
  await browser.send('GET', `/api/patients/${patient.id}/timeline?kind=note`)
  await browser.send('GET', `/api/files/${file}/content`, undefined, {
    'user-agent': 'Yarrowagent/1.0',
    'x-forwarded-for': '192.0.2.77',
  })
  await browser.send('GET', '/nowhere/Yarrowpath?name=Yarrowquery')
  await browser.send('GET', '/fhir/R4/Patient?name=Yarrowfhir')
  await candour.visitor().send('POST', '/api/sessions', JSON.stringify({ email: 'yarrow@example.org', password }), {
    'content-type': 'application/json',
  })
  await browser.send('GET', `/api/notes/${note}`, undefined, {
    traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
  })
  const before = named('GET /api/notes/:id').length
  await browser.send('GET', `/api/notes/${practice}`)
  await expect.poll(() => named('GET /api/notes/:id').length, { timeout: 10_000 }).toBeGreaterThan(before)
  expect(received.every(({ url, type }) => url === '/v1/traces' && type === 'application/json')).toBe(true)
  const all = received.map(({ body }) => body).join('\n')
  const secrets = [
    practice,
    patient.id,
    note,
    file,
    admin.session.member.id,
    admin.session.account.id,
    admin.email,
    password,
    browser.cookie!,
    browser.csrf!,
    patient.nhsNumber!,
    'Margery',
    'Ashdowne',
    'Tallow',
    'example.org',
    'Yarrow',
    'yarrow',
    '192.0.2.77',
    '127.0.0.1',
    'abababab',
    'Imogen',
  ]
  for (const secret of secrets) expect(all.includes(secret), secret).toBe(false)
  expect(all).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/)
  // What may be in one is a closed list.
  const keys = new Set(spans().flatMap(({ attributes }) => attributes.map(({ key }) => key)))
  expect([...keys].toSorted()).toEqual(
    [
      'candour.milliseconds',
      'candour.openings',
      'candour.transaction',
      'http.request.method',
      'http.response.status_code',
      'http.route',
    ].toSorted(),
  )
  const templates = new Set(candour.parts.endpoints.map(({ method, path }) => `${method} ${path}`))
  const known = ['database.transaction', 'ledger.write', 'vault.open', 'GET none', 'GET /*', 'GET /nowhere/*']
  for (const { name } of spans()) expect(templates.has(name) || known.includes(name), name).toBe(true)
  const resource = (JSON.parse(received[0]!.body) as Traces).resourceSpans[0]!.resource.attributes.map(({ key }) => key)
  expect(resource.toSorted()).toEqual(['service.name', 'service.version'])
})

test('P49 a receiver that refuses, or is gone, holds nobody up', async () => {
  answers = 500
  const count = received.length
  await house.admin.browser.call(patientRoutes.read, { id: house.patient.id })
  await expect.poll(() => received.length, { timeout: 10_000 }).toBeGreaterThan(count)
  expect((await house.admin.browser.call(patientRoutes.read, { id: house.patient.id })).id).toBe(house.patient.id)
  answers = 200
})
