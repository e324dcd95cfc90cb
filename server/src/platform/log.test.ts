import { expect, test } from 'vitest'
import { createLog, loggedFields, type LogLevel } from './log.ts'

function logTo(level: LogLevel = 'debug') {
  const lines: string[] = []
  return { lines, log: createLog(level, { write: (line: string) => void lines.push(line) }) }
}

test('an event is one line of JSON with its level, time and words', () => {
  const { lines, log } = logTo()
  log.info({ route: '/api/patients/:id', status: 200, milliseconds: 3.5, requestId: 'r1' }, 'request answered')
  expect(lines).toHaveLength(1)
  const event = JSON.parse(lines[0]!)
  expect(event).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    route: '/api/patients/:id',
    status: 200,
    milliseconds: 3.5,
    requestId: 'r1',
    msg: 'request answered',
  })
})

test('whatever is not on the list does not come out, however it is handed over', () => {
  const { lines, log } = logTo()
  const canary = 'canary-9434765919'
  const loose = log as unknown as { info(...args: unknown[]): void }
  loose.info({ patient: canary, body: { name: canary }, headers: { cookie: canary }, url: `/x?q=${canary}` }, 'one')
  loose.info({ route: { nested: canary }, status: [canary], toString: canary, __proto__: { route: canary } }, 'two')
  loose.info('three %s %j %o', canary, { canary }, canary)
  loose.info({ route: '/x' }, 'four %s', canary)
  loose.info({ err: Object.assign(new Error(`invalid input: "${canary}"`), { detail: canary, code: canary }) }, 'five')
  loose.info(new Error(canary), 'six')
  loose.info({ err: { message: canary } }, 'seven')
  loose.info({ err: canary }, 'eight', { canary })
  expect(lines).toHaveLength(8)
  expect(lines.join('')).not.toContain(canary)
  const words = 'one, two, three %s %j %o, four %s, five, six, seven, eight'
  expect(lines.map((line) => JSON.parse(line).msg).join(', ')).toBe(words)
})

test('an error is told by its class, its code and where it arose, without its message', () => {
  const { lines, log } = logTo()
  class Odd extends Error {
    override readonly name = 'Odd'
  }
  const error = Object.assign(new Odd('first canary\n    second canary'), { code: '23505' })
  log.error({ err: error }, 'failed')
  const event = JSON.parse(lines[0]!)
  expect(event).toMatchObject({ level: 'error', error: 'Odd', sqlState: '23505', msg: 'failed' })
  expect(event.frames).toContain('log.test.ts')
  expect(lines[0]).not.toContain('canary')
})

test('a line break in a value does not make a second line', () => {
  const { lines, log } = logTo()
  log.warn({ code: 'a\n{"level":"info","msg":"forged"}\r\n', method: '\u2028' }, 'one\ntwo')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.trimEnd()).not.toMatch(/[\r\n]/)
  expect(JSON.parse(lines[0]!).level).toBe('warn')
})

test('a value is cut at 300 characters', () => {
  const { lines, log } = logTo()
  log.info({ text: 'x'.repeat(10_000) }, 'long')
  expect(JSON.parse(lines[0]!).text).toHaveLength(300)
})

test('what lies below the level is not written', () => {
  const { lines, log } = logTo('warn')
  log.info('quiet')
  log.warn('loud')
  expect(lines).toHaveLength(1)
})

test('each field on the list says what stands in it', () => {
  for (const meaning of Object.values(loggedFields)) expect(meaning.length).toBeGreaterThan(4)
})
