import { draftRoutes } from '@candour/contract/drafts.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { expect, test } from 'vitest'
import { codeOf } from './altered.ts'
import { contentsOf } from './owner.ts'
import { sendRaw } from './raw-request.ts'
import { refusalsAtOneHouse } from './refusals.ts'

const { at, post, fhir, expectRefused } = refusalsAtOneHouse()

test('P51 a body that is too large is refused with 413, announced or not', async () => {
  const large = Buffer.alloc(1024 ** 2 + 1, 0x20)
  await expectRefused(413, 'input.too_large', { announced: () => post(large) })
  const { cookie, csrf } = at.house.admin.browser
  const head = `POST /api/patients HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nX-Candour-Csrf: ${csrf}\r\nContent-Type: application/json\r\n`
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  const chunked = await sendRaw(
    at.candour.address,
    `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}0\r\n\r\n`,
  )
  expect([chunked.status, chunked.text]).toEqual([413, expect.stringContaining('input.too_large')])
  const whole = Buffer.from(`{"resourceType":"Patient","text":"${'x'.repeat(16 * 1024 ** 2)}"}`)
  await expectRefused(413, 'input.too_large', { FHIR: () => fhir(whole) })
})

test('P51 requests that two readers could take differently are not taken', async () => {
  const { cookie, csrf } = at.house.admin.browser
  const head = `POST /api/patients/find HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nX-Candour-Csrf: ${csrf}\r\nContent-Type: application/json\r\n`
  const smuggled = [
    `${head}Content-Length: 11\r\nContent-Length: 5\r\n\r\n{"text":""}`,
    `${head}Content-Length: 11\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/members HTTP/1.1\r\nHost: x\r\n\r\n`,
    `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    `${head}Content-Length: -1\r\n\r\n`,
    `${head}Content-Length: 1e1\r\n\r\n{"text":""}`,
    `${head}X-A: b\r\n X-Folded: c\r\nContent-Length: 11\r\n\r\n{"text":""}`,
    `GET /api/members HTTP/1.1\r\nCookie: ${cookie}\r\n\r\n`,
    `GET http://evil.example/api/members HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  ]
  for (const request of smuggled) {
    const { text, status } = await sendRaw(at.candour.address, request, 500)
    expect([request.slice(-80), status]).toEqual([request.slice(-80), expect.toBeOneOf([0, 400, 401, 404])])
    expect(text).not.toMatch(/Rowan|Administrator/)
  }
})

test('P51 a wrong content type is refused with 415', async () => {
  const before = await contentsOf(at.house.owner)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'application/json-patch+json',
    'application/xml',
    '',
  ])
    for (const path of [patientRoutes.register.path, draftRoutes.start.path, '/fhir/R4/Patient']) {
      const answer = await post('{}', { 'content-type': type }, path)
      expect([type, path, answer.status, codeOf(answer)]).toEqual([type, path, 415, 'input.unsupported_type'])
    }
  for (const type of ['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8'])
    expect((await post('{"text":""}', { 'content-type': type }, '/api/patients/find')).status).toBe(200)
  expect(await contentsOf(at.house.owner)).toEqual(before)
})
