import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from 'vitest'
import { startTestCandour } from '../candour.ts'

test('a connection that was opened ahead and never asked anything does not hold up the stop', async () => {
  const candour = await startTestCandour()
  const { hostname, port } = new URL(candour.address)
  const silent = connect(Number(port), hostname)
  await once(silent, 'connect')
  await candour.visitor().send('GET', '/health')
  const ended = once(silent, 'close')
  await candour.stop()
  await ended
})
