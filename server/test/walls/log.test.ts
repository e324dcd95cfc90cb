import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, loggedFields } from '../../src/platform/log.ts'
import type { TestCandour } from '../candour.ts'
import { Browser } from '../browser.ts'
import { password } from '../people.ts'
import { callEndpoint } from './call-endpoint.ts'
import { callerOf, exampleOf } from './examples.ts'
import { addFile, buildHouse, type House } from './house.ts'
import { sendRaw } from './raw-request.ts'
import { startQuickCandour } from './quick-passwords.ts'

const canary = 'Canary9z'
const forgedLine = `{"level":"error","msg":"${canary}"}`

let candour: TestCandour
let house: House
const written: string[] = []
beforeAll(async () => {
  candour = await startQuickCandour({ log: createLog('debug', { write: (text) => written.push(text) }) })
  house = await buildHouse(candour, canary)
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

/** What was written since; each write is one line, one JSON object, of listed fields alone, without a canary. */
function expectCleanSince(start: number): Record<string, unknown>[] {
  const lines = written.slice(start)
  const allowed = new Set(['level', 'time', 'msg', 'frames', ...Object.keys(loggedFields)])
  return lines.map((line) => {
    expect(line.endsWith('\n')).toBe(true)
    expect(line.indexOf('\n')).toBe(line.length - 1)
    const parsed = JSON.parse(line) as Record<string, unknown>
    for (const field of Object.keys(parsed)) expect(allowed).toContain(field)
    expect(line).not.toContain(canary)
    expect(line).not.toContain(password)
    return parsed
  })
}

test('P16 P51 every call of every endpoint leaves one line, with the template of its route and no word of what was said', async () => {
  let found = 0
  for (const endpoint of candour.parts.endpoints) {
    const person = await callerOf(house, endpoint.name, house.admin)
    const asked = await exampleOf(endpoint.name)(house, person)
    const browser = endpoint.access === 'public' ? candour.visitor() : person.browser
    const start = written.length
    await callEndpoint(browser, endpoint, asked)
    const secrets = secretsIn(asked.input)
    const requests = () =>
      expectCleanSince(start).filter(
        (line) => String(line['msg']).startsWith('request') && line['route'] === endpoint.path,
      )
    await expect.poll(() => requests().length, { message: endpoint.name, timeout: 5_000 }).toBe(1)
    expect(requests()[0]).toMatchObject({ method: endpoint.method, route: endpoint.path })
    for (const secret of secrets) expect(written.slice(start).join(''), endpoint.name).not.toContain(secret)
    found += secrets.length
  }
  expect(found, 'passwords, tokens and codes were among what was said').toBeGreaterThan(15)
})

/** Passwords, tokens, tickets and one-time codes, wherever they stand in what is asked. */
function secretsIn(asked: unknown): string[] {
  if (typeof asked !== 'object' || asked === null) return []
  return Object.entries(asked).flatMap(([name, value]) =>
    typeof value === 'string' && /^(password|current|passphrase|pin|code|token|ticket)$/.test(name) && value.length >= 6
      ? [value]
      : secretsIn(value),
  )
}

test('P51 line breaks and forged lines in names, files, headers and addresses stay out of the log', async () => {
  const start = written.length
  const evil = [
    `${canary}\n${forgedLine}`,
    `${canary}\r\n${forgedLine}`,
    `${canary}\u2028${forgedLine}`,
    `\u001b[2J${canary}`,
  ]
  const json = { 'content-type': 'application/json' }
  for (const text of evil) {
    await house.admin.browser.send('POST', '/api/patients', JSON.stringify({ family: text, given: text }), json)
    await house.admin.browser.send('POST', '/api/patients/find', JSON.stringify({ text }), json)
    await house.admin.browser.send('POST', '/api/sessions', JSON.stringify({ email: text, password: text }), json)
    const file = JSON.stringify({ patient: house.patient.id, name: text, size: 3 })
    await house.admin.browser.send('POST', '/api/files', file, json)
    await house.admin.browser.send('GET', `/api/patients/${encodeURIComponent(text)}`)
    await house.admin.browser.send('GET', `/api/entries?kind=${encodeURIComponent(text)}`)
    await house.admin.browser.send('GET', `/${encodeURIComponent(text)}`)
    await house.admin.browser.send('POST', `/fhir/R4/Patient`, JSON.stringify({ resourceType: text }), json)
  }
  for (const header of [
    'user-agent',
    'idempotency-key',
    'if-match',
    'range',
    'last-event-id',
    'x-forwarded-for',
    'x-request-id',
  ])
    for (const path of [`/api/patients/${house.patient.id}`, '/api/events', `/fhir/R4/Patient/${house.patient.id}`])
      await sendRaw(
        candour.address,
        `GET ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${house.admin.browser.cookie}\r\n${header}: ${canary} ${forgedLine}\r\nConnection: close\r\n\r\n`,
        300,
      )
  for (const raw of [
    `GET /${canary} HTTP/9.9\r\n\r\n`,
    `${canary} / HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\n${canary}\r\n\r\n`,
    forgedLine,
  ])
    expect((await sendRaw(candour.address, raw, 300)).text).not.toContain(canary)
  expect(expectCleanSince(start).length).toBeGreaterThan(40)
})

test('P16 an error of the program itself tells the log where, and not what', async () => {
  const start = written.length
  const endpoint = candour.parts.endpoints.find((one) => one.name === 'member.list')!
  const { verb } = endpoint as { verb: unknown }
  Object.assign(endpoint, { verb: () => Promise.reject(new TypeError(`bad value ${canary} ${password}`)) })
  try {
    const answer = await house.admin.browser.send('GET', '/api/members')
    expect([answer.status, answer.body.error.code]).toEqual([500, 'system.failed'])
    expect(JSON.stringify(answer.body)).not.toContain(canary)
    const lines = expectCleanSince(start).filter((line) => line['msg'] === 'a request failed')
    expect(lines).toMatchObject([{ requestId: answer.body.error.requestId, error: 'TypeError', route: '/api/members' }])
  } finally {
    Object.assign(endpoint, { verb })
  }
})

test('P51 a name can not add a header: what is dangerous in a file’s name is encoded or refused', async () => {
  for (const name of ['a\r\nX-Evil: 1.txt', 'a\nb.txt', 'a\u0000b.txt', 'a\u0085b.txt', 'a\ud800.txt']) {
    const body = JSON.stringify({ patient: house.patient.id, name, size: 3 })
    const answer = await house.admin.browser.send('POST', '/api/files', body, { 'content-type': 'application/json' })
    expect([name, answer.status, answer.body.error?.fields?.[0]?.path]).toEqual([name, 400, 'name'])
  }
  const odd = [
    '"; filename=evil.exe; x="',
    "it's (1)*.txt",
    '../../../etc/passwd',
    'C:\\x\\y.txt',
    'é😀\u202efdp.exe',
    '; rm -rf',
    '%0d%0aX-Evil: 1',
  ]
  for (const name of odd) {
    const file = await addFile(house.admin, house.patient.id, 'some text', name)
    const { headers, status } = await house.admin.browser.send('GET', `/api/files/${file}/content`)
    expect(status).toBe(200)
    const disposition = headers.get('content-disposition')!
    expect(disposition).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9!#$&+\-.^_`|~%]*$/)
    expect(decodeURIComponent(disposition.split("''")[1]!)).toBe(name.normalize('NFC').trim())
    expect(headers.get('x-evil')).toBeNull()
  }
})

test('P51 what a browser says of itself reaches the record as one of a few fixed words', async () => {
  const browser = Object.assign(new Browser(candour.address), { cookie: house.admin.browser.cookie })
  const agents = [`Firefox/1 ${canary}`, `<script>${canary}</script>`, "' or 1=1", 'x'.repeat(8000)]
  for (const agent of agents) await browser.send('GET', '/api/notices', undefined, { 'user-agent': agent })
  await candour.settle()
  const { body } = await house.admin.browser.send('GET', '/api/entries')
  const from = (body.entries as { verb: string; from: string }[]).filter((entry) => entry.verb === 'notice.list')
  expect(new Set(from.map((entry) => entry.from))).toEqual(new Set(['Firefox · 127.0.0.1', 'A program · 127.0.0.1']))
})

test('the scan notices a hole: a line with a canary, or with a field that is not listed, is found', () => {
  const start = written.length
  written.push(`{"level":"info","msg":"${canary}"}\n`)
  expect(() => expectCleanSince(start)).toThrow()
  written[start] = '{"level":"info","body":"x"}\n'
  expect(() => expectCleanSince(start)).toThrow()
  written[start] = '{"level":"info"}\n{"level":"info"}\n'
  expect(() => expectCleanSince(start)).toThrow()
  written.length = start
})
