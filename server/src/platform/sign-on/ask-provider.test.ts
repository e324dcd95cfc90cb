import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askerOf, isPublicAddress } from './ask-provider.ts'

const server = createServer((request, response) => {
  if (request.url === '/slow') return
  if (request.url === '/drip') {
    response.write('{')
    return
  }
  response.setHeader('set-cookie', 'a=b')
  response.end('{}')
})
let own: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const asked = { method: 'GET', headers: {} }

test('what is not reachable from everywhere is no public address, in any writing', () => {
  for (const outside of ['8.8.8.8', '142.250.1.1', '2a00:1450:4009::1'])
    expect([outside, isPublicAddress(outside)]).toEqual([outside, true])
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    'fd00::1',
    'fe80::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:db8::1',
    'localhost',
  ])
    expect([inside, isPublicAddress(inside)]).toEqual([inside, false])
})

test('the own origin is asked; beside it only a public address, by TLS, at its standard port', async () => {
  const ask = askerOf(own)
  expect(await (await ask(`${own}/keys`, asked)).json()).toEqual({})
  for (const address of [
    own.replace('127.0.0.1', 'localhost'),
    'http://example.org/keys',
    'https://example.org:8443/keys',
    'https://a:b@example.org/keys',
    'https://10.0.0.1/keys',
    'https://[::1]/keys',
    'https://[::ffff:10.0.0.1]/keys',
    // Resolved before it is asked.
    'https://localhost/keys',
    'file:///etc/passwd',
  ])
    await expect(ask(address, asked), address).rejects.toThrow()
})

test('whoever does not answer in time is left, before the answer and in the midst of it', async () => {
  const ask = askerOf(own, 200)
  await expect(ask(`${own}/slow`, asked)).rejects.toThrow()
  await expect(ask(`${own}/drip`, asked)).rejects.toThrow()
})
