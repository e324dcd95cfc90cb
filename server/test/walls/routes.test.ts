import { existsSync } from 'node:fs'
import { METHODS } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb } from '../../src/cli/build-web.ts'
import type { TestCandour } from '../candour.ts'
import { codeOf } from './altered.ts'
import { callEndpoint, placeOf } from './call-endpoint.ts'
import { callerOf, exampleOf } from './examples.ts'
import { buildHouse, type House } from './house.ts'
import { sendRaw } from './raw-request.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  const checkout = fileURLToPath(new URL('../../..', import.meta.url))
  if (!existsSync(join(checkout, 'web/dist/index.html'))) await buildWeb(checkout)
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Poplar')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const operations = ['/health', '/ready', '/metrics', '/checks', '/ledger/checkpoint', '/ledger/key', '/ledger/tile/*']

test('P51 the server has no route but those of the table, the operations and the web app', () => {
  const printed = candour.parts.app.printRoutes({ commonPrefix: false })
  const found: string[] = []
  const open: string[] = []
  for (const line of printed.split('\n').filter((one) => one !== '')) {
    const match = /^([\s│]*[├└]── )(.*?)(?: \((.*)\))?$/.exec(line)!
    const depth = match[1]!.length / 4
    open.splice(depth - 1, open.length, match[2]!)
    for (const method of match[3]?.split(', ') ?? []) found.push(`${method} ${open.join('')}`)
  }
  const declared = candour.parts.endpoints.map((one) => `${one.method} ${one.path}`)
  const others = found.filter((route) => !declared.includes(route))
  // Fastify prints those that end in a star by the beginning that they share with others.
  const starred = candour.parts.endpoints.filter((one) => one.path.endsWith('/*'))
  for (const { method, path } of starred) expect(candour.parts.app.hasRoute({ method, url: path })).toBe(true)
  const printedWhole = declared.filter((one) => !one.endsWith('/*'))
  expect(found.filter((route) => declared.includes(route)).toSorted()).toEqual(printedWhole.toSorted())
  // The web app's own files are there only after it was built.
  const isStarred = (route: string) =>
    route.endsWith('*') && starred.some(({ method, path }) => `${method} ${path}`.startsWith(route.slice(0, -1)))
  const files = others.filter((route) => !operations.includes(route.replace('GET ', '')) && !isStarred(route))
  for (const route of files)
    expect(route).toMatch(/^(GET|HEAD) (\*|\/[\w./-]+\.(js|css|html|svg|png|ico|woff2|json|webmanifest|txt|br|gz))$/)
  const whole = operations.filter((path) => !path.endsWith('/*'))
  expect(others).toEqual(expect.arrayContaining(whole.map((path) => `GET ${path}`)))
})

test('P51 a page of the web app sets no cookie, not even the one that a provider sends people back to', async () => {
  for (const page of ['/', '/sign-in/return?code=a-code&state=a-state&iss=https%3A%2F%2Fprovider.example'])
    for (const browser of [candour.visitor(), house.admin.browser]) {
      const { status, headers } = await browser.send('GET', page)
      expect([page, status, headers.getSetCookie()]).toEqual([page, 200, []])
    }
})

test('P51 no other method is served at any route, HEAD, OPTIONS and TRACE included, and nothing of the record leaves', async () => {
  const paths = new Map<string, Set<string>>()
  for (const endpoint of candour.parts.endpoints) {
    const { path } = placeOf(endpoint, (await exampleOf(endpoint.name)(house, house.admin)).input)
    const key = endpoint.path.replace(/:\w+/g, ':')
    const at = [...paths.keys()].find((one) => one.split(' ')[0] === key) ?? `${key} ${path}`
    paths.set(at, (paths.get(at) ?? new Set()).add(endpoint.method))
  }
  for (const path of operations) paths.set(`${path} ${path}`, new Set(['GET']))
  const { cookie, csrf } = house.admin.browser
  const tried = METHODS.filter((one) => one !== 'CONNECT')
  for (const [at, served] of paths) {
    const path = at.split(' ')[1]!
    const left = tried.filter((method) => !served.has(method))
    const answers = await Promise.all(
      left.map((method) =>
        sendRaw(
          candour.address,
          `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nX-Candour-Csrf: ${csrf}\r\nConnection: close\r\n\r\n`,
        ),
      ),
    )
    answers.forEach(({ status, text }, place) => {
      expect([left[place], path, status]).toEqual([left[place], path, expect.toBeOneOf([400, 404])])
      expect(text).not.toMatch(/Poplar|Ashdowne|Allow:/i)
    })
  }
}, 60_000)

test('P51 what is not there is a 404 without a hint, signed in or not', async () => {
  const paths = ['/api', '/api/', '/api/nothing', '/fhir', '/fhir/R4', '/fhir/R5/Patient/x']
  const odd = [
    '/api/rules/',
    '/api//members',
    '/api/members;x=1',
    '/.env',
    '/.git/config',
    '/server/package.json',
    '/assets/../package.json',
  ]
  for (const browser of [candour.visitor(), house.admin.browser]) {
    for (const path of [...paths, ...odd]) {
      const { status, body, headers } = await browser.send('GET', path)
      expect([path, status]).toEqual([path, 404])
      expect([path, codeOf({ status, body, headers })]).toEqual([path, 'route.not_found'])
    }
  }
})

test('P51 paths that climb out of their place reach nothing', async () => {
  const climbing = [
    '../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/etc/passwd',
    '....//etc/passwd',
    '..\\..\\etc\\passwd',
    '%00',
    'x%0d%0aSet-Cookie:%20a=b',
    '%ff%fe',
    '%',
  ]
  const places = ['/api/notes/', '/api/files/', '/fhir/R4/Patient/', '/api/seals/Patient/', '/assets/', '/']
  for (const place of places) {
    for (const path of climbing) {
      const { status, text } = await sendRaw(
        candour.address,
        `GET ${place}${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${house.admin.browser.cookie}\r\nConnection: close\r\n\r\n`,
      )
      // Where no interface is asked, the web app's one page answers, and says that there is no such page.
      const isPage = place === '/' && /content-type: text\/html/i.test(text)
      expect([place + path, status]).toEqual([place + path, isPage ? 200 : expect.toBeOneOf([400, 401, 404])])
      expect(text).not.toMatch(/root:|daemon:|set-cookie/i)
    }
  }
})

const always: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

function expectHeaders(what: string, headers: Headers): void {
  for (const [name, value] of Object.entries(always))
    expect([what, name, headers.get(name)]).toEqual([what, name, value])
  const policy = headers.get('content-security-policy') ?? ''
  expect([what, policy]).toEqual([what, expect.stringMatching(/^default-src 'none'/)])
  expect(policy, what).not.toMatch(/unsafe|\*|https?:|script-src(?! 'self';)/)
  expect(headers.get('server'), what).toBeNull()
  expect(headers.get('x-powered-by'), what).toBeNull()
}

test('P35 P51 every answer carries the headers that keep a browser safe, and nothing of the record may be kept in a cache', async () => {
  for (const endpoint of candour.parts.endpoints) {
    const person = await callerOf(house, endpoint.name, house.admin)
    const asked = await exampleOf(endpoint.name)(house, person)
    const browser = endpoint.access === 'public' ? candour.visitor() : person.browser
    const refused = await callEndpoint(candour.visitor(), endpoint, asked)
    const served = await callEndpoint(browser, endpoint, asked)
    for (const { headers, status } of [served, refused]) {
      expectHeaders(`${endpoint.name} ${status}`, headers)
      const isShared = endpoint.name === 'proof.read-published' && status === 200
      const may = isShared ? /^public, max-age=60$/ : /^(private, )?no-store$/
      expect(headers.get('cache-control'), endpoint.name).toMatch(may)
    }
  }
  for (const path of [...operations, '/nothing/here.txt']) {
    const { headers } = await candour.visitor().send('GET', path)
    expectHeaders(path, headers)
    expect(headers.get('cache-control'), path).toBe('no-store')
  }
})

test('P35 a page of the web app carries the same headers and the whole policy', async () => {
  const { status, headers } = await candour.visitor().send('GET', '/sign-in')
  expectHeaders('a page', headers)
  expect(status).toBe(200)
  const policy = headers.get('content-security-policy')!.split('; ')
  expect(policy).toEqual(
    expect.arrayContaining(["script-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]),
  )
})

test('P51 metrics are told to this machine alone, and not through a proxy', async () => {
  expect((await candour.visitor().send('GET', '/metrics')).status).toBe(200)
  for (const header of ['x-forwarded-for', 'forwarded'])
    expect((await candour.visitor().send('GET', '/metrics', undefined, { [header]: '127.0.0.1' })).status).toBe(404)
})

test('P51 metrics and checks are told by a name of this machine or of Candour alone, to no page of elsewhere that was made to point here', async () => {
  const { host } = new URL(candour.address)
  const own = new URL(candour.config.origins[0]).host
  const statusOf = async (url: string, by: string) =>
    (await candour.parts.app.inject({ url, headers: { host: by } })).statusCode
  for (const url of ['/metrics', '/checks']) {
    for (const by of [host, own, 'localhost:3000', '127.0.0.1', '127.9.9.9:80', '[::1]:3000'])
      expect([url, by, await statusOf(url, by)]).toEqual([url, by, 200])
    for (const by of ['rebound.example', 'localhost.example:3000', '127.0.0.1.example', '192.0.2.7:3000'])
      expect([url, by, await statusOf(url, by)]).toEqual([url, by, 404])
  }
})

test('P51 behind a declared proxy metrics and checks are told by this machine’s own names alone, and never with its header', async () => {
  const behind = await startQuickCandour({}, (config) => ({ ...config, trustedProxies: ['127.0.0.1'] }))
  const { host } = new URL(behind.address)
  const statusOf = async (url: string, headers: Record<string, string>) =>
    (await behind.parts.app.inject({ url, headers })).statusCode
  try {
    for (const url of ['/metrics', '/checks']) {
      expect(await statusOf(url, { host })).toBe(200)
      expect(await statusOf(url, { host, 'x-forwarded-for': '127.0.0.1' })).toBe(404)
      expect(await statusOf(url, { host: 'candour.example' })).toBe(404)
    }
  } finally {
    await behind.stop()
  }
})
