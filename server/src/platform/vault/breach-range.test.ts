import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { breachRange } from './breach-range.ts'

/** SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8. */
const rest = '1E4C9B93F3F0682250B6CF8331B7EE68FD8'
let server: Server | undefined
afterEach(() => new Promise((resolve) => (server === undefined ? resolve(0) : server.close(() => resolve(0)))))

/** The list, imitated at its protocol. */
async function list(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: { path: string; padded: unknown; whole: string }[] = []
  server = createServer((request, response) => {
    asked.push({ path: request.url!, padded: request.headers['add-padding'], whole: JSON.stringify(request.headers) })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const failures: unknown[] = []
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`
  return { asked, failures, ask: breachRange(url, (error) => failures.push(error), 300) }
}

test('P18 five digits of the hash leave the machine; a stolen password is told, padding is none', async () => {
  const lines = `0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n${rest}:9545824\r\n`
  const { asked, failures, ask } = await list((_request, response) => response.end(lines))
  expect(await ask('password')).toBe(true)
  expect(await ask('harbour lantern quilt 9')).toBe(false)
  expect(asked[0]).toMatchObject({ path: '/range/5BAA6', padded: 'true' })
  expect(JSON.stringify(asked)).not.toContain('1E4C9')
  expect(failures).toEqual([])
})

test('P18 a line of count 0 is padding', async () => {
  const { ask } = await list((_request, response) => response.end(`${rest}:0\r\n`))
  expect(await ask('password')).toBe(false)
})

test.each([
  ['answers with an error', (_request: IncomingMessage, response: ServerResponse) => response.writeHead(503).end()],
  [
    'sends elsewhere',
    (_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: '/' }).end(),
  ],
  ['never ends', (_: IncomingMessage, response: ServerResponse) => void response.write(`${rest}:`)],
  ['answers without end', (_: IncomingMessage, response: ServerResponse) => response.end('x'.repeat(2_000_000))],
  ['hangs up', (request: IncomingMessage) => request.socket.destroy()],
])('P18 a list that %s keeps nobody from a password, and is logged', async (_what, answer) => {
  const { failures, ask } = await list((request, response) => void answer(request, response))
  expect(await ask('password')).toBe(false)
  expect(failures).toHaveLength(1)
  server!.closeAllConnections()
})
