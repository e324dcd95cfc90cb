import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startTestCandour } from '../candour.ts'

async function open(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

test('at the stop a connection that never asked anything is closed at once, and a request that came is answered', async () => {
  const candour = await startTestCandour()
  const silent = await open(candour.address)
  const asking = await open(candour.address)
  const answer: Buffer[] = []
  asking.on('data', (part) => answer.push(part))
  asking.write('POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{')
  await candour.visitor().send('GET', '/health')
  const closed = once(silent, 'close')
  const stopped = candour.stop()
  await closed
  expect(asking.closed, 'what is being asked is not cut off').toBe(false)
  asking.write('}')
  await once(asking, 'close')
  expect(Buffer.concat(answer).toString()).toMatch(/^HTTP\/1\.1 400 .*"input\.invalid"/s)
  await stopped
})
