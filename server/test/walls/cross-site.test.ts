import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'
import type { TestCandour } from '../candour.ts'
import { Browser } from '../browser.ts'
import { signIn } from '../people.ts'
import { codeOf } from './altered.ts'
import { placeOf, type Asked } from './call-endpoint.ts'
import { exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { keptExamples, type KeptExamples } from './kept-example.ts'
import { contentsOf } from './owner.ts'
import { isInside } from './matrix.ts'
import { startQuickCandour } from './quick-passwords.ts'

const own = 'http://localhost:3000'

let candour: TestCandour
let house: House
let kept: KeptExamples
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Nettle')
  kept = keptExamples(house, house.admin)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

/** The victim's browser, with its cookie, made to send what another site's page can make it send. */
function send(endpoint: Endpoint, asked: Asked, headers: Record<string, string>, csrf: string | null, body?: string) {
  const victim = new Browser(candour.address)
  victim.cookie = endpoint.access === 'public' ? null : house.admin.browser.cookie
  victim.csrf = csrf
  const { path, rest } = placeOf(endpoint, asked.input)
  const sent = body ?? asked.bytes ?? JSON.stringify(asked.resource ?? rest)
  return victim.send(endpoint.method, path, sent as BodyInit, { 'content-type': 'application/json', ...headers })
}

const forged: [what: string, headers: Record<string, string>][] = [
  ['a form of another site', { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }],
  ['a form with files', { origin: 'https://evil.example', 'content-type': 'multipart/form-data; boundary=x' }],
  ['a form that sends text', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
  ['JSON of another site', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['the same name on another port', { origin: 'http://localhost:3001' }],
  ['the same name, longer', { origin: 'http://localhost:3000.evil.example' }],
  ['the same name over TLS', { origin: 'https://localhost:3000' }],
  ['two origins', { origin: `${own}, https://evil.example` }],
  ['a browser that says where it comes from', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour of the same site', { 'sec-fetch-site': 'same-site' }],
]

// The entry of support has a session of its own: support.test.ts.
test('P51 nothing that another site can make a browser send changes anything, the token known or not', async () => {
  const changing = candour.parts.endpoints.filter((one) => one.method !== 'GET' && one.access !== 'support')
  expect(changing.length).toBeGreaterThan(20)
  for (const { name } of changing) await kept.toRefuse(name)
  const before = await contentsOf(house.owner)
  for (const endpoint of changing) {
    const asked = await kept.toRefuse(endpoint.name)
    for (const [what, headers] of forged) {
      for (const csrf of [null, house.admin.browser.csrf]) {
        const answer = await send(endpoint, asked, headers, csrf)
        expect([endpoint.name, what, answer.status, codeOf(answer)]).toEqual([
          endpoint.name,
          what,
          403,
          'request.cross_site',
        ])
      }
    }
  }
  expect(await contentsOf(house.owner)).toEqual(before)
}, 60_000)

test('P51 without the session’s own token nothing changes, even from the own origin', async () => {
  const other = await signIn(candour, house.admin.email)
  const asking = candour.parts.endpoints.filter(({ method, access }) => method !== 'GET' && isInside(access))
  const before = await contentsOf(house.owner)
  for (const endpoint of asking) {
    const asked = await kept.toRefuse(endpoint.name)
    const real = house.admin.browser.csrf!
    for (const csrf of [
      null,
      '',
      'x',
      other.browser.csrf,
      real.slice(1),
      `${real} `.trim().toLowerCase(),
      `${real}x`,
    ]) {
      const answer = await send(endpoint, asked, { origin: own, 'sec-fetch-site': 'same-origin' }, csrf)
      expect([endpoint.name, csrf, answer.status, codeOf(answer)]).toEqual([
        endpoint.name,
        csrf,
        403,
        'request.cross_site',
      ])
    }
  }
  expect(await contentsOf(house.owner)).toEqual(before)
})

test('P51 a form that reaches Candour without saying from where is refused for its type', async () => {
  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'text/json',
    '',
  ]) {
    const endpoint = candour.parts.endpoints.find((one) => one.name === 'member.invite')!
    const asked = await exampleOf(endpoint.name)(house, house.admin)
    const answer = await send(endpoint, asked, { 'content-type': type }, house.admin.browser.csrf)
    expect([type, answer.status, codeOf(answer)]).toEqual([type, 415, 'input.unsupported_type'])
  }
})

test('P51 the same call from Candour’s own pages goes through', async () => {
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'member.invite')!
  const asked = await exampleOf(endpoint.name)(house, house.admin)
  const headers = { origin: own, 'sec-fetch-site': 'same-origin' }
  expect((await send(endpoint, asked, headers, house.admin.browser.csrf)).status).toBe(200)
})

test('P51 no answer lets another site read it: there are no CORS headers anywhere', async () => {
  for (const method of ['GET', 'OPTIONS', 'POST']) {
    const { headers } = await house.admin.browser.send(method, sessionRoutes.read.path, undefined, {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})
