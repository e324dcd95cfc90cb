import { METHODS } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Poplar')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const operations = ['/health', '/ready', '/metrics']

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
  expect(found.filter((route) => declared.includes(route)).toSorted()).toEqual(declared.toSorted())
  // The web app's own files are there only after it was built.
  const files = others.filter((route) => !operations.includes(route.replace('GET ', '')))
  for (const route of files)
    expect(route).toMatch(/^(GET|HEAD) (\*|\/[\w./-]+\.(js|css|html|svg|png|ico|woff2|json|webmanifest|txt|br|gz))$/)
  expect(others).toEqual(expect.arrayContaining(operations.map((path) => `GET ${path}`)))
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
    '/api/members/',
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
      expect(headers.get('cache-control'), endpoint.name).toMatch(/^(private, )?no-store$/)
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
  if (status === 404) return // The web app was not built here; tests of the browser build it.
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
