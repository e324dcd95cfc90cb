import type { Event } from '@candour/contract/events.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { freePort, startServerProcess, type ServerProcess, removeHome } from './server-process.ts'

let home: string
let port: number
let server: ServerProcess
let person: Person

beforeAll(async () => {
  home = await makeTestHome()
  port = await freePort()
  server = await startServerProcess({ home, port })
  person = await signUp(server)
})
afterAll(async () => {
  await server.kill()
  await removeHome(home)
})

/** Reads events as a browser does, remembering the last id, also of a message that is nothing but an id. */
async function listen(lastId: string | null) {
  const stop = new AbortController()
  const heard = { ids: [] as string[], patients: [] as string[], lastId }
  const headers = { cookie: person.browser.cookie!, ...(lastId === null ? {} : { 'last-event-id': lastId }) }
  const response = await fetch(`${server.address}/api/events`, { headers, signal: stop.signal })
  expect(response.status).toBe(200)
  const reading = (async () => {
    let text = ''
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part
      const messages = text.split('\n\n')
      text = messages.pop()!
      for (const message of messages) {
        const id = /^id: (.+)$/m.exec(message)?.[1]
        if (id !== undefined) heard.lastId = id
        const data = /^data: (.+)$/m.exec(message)?.[1]
        const event = data === undefined || data === '{}' ? null : (JSON.parse(data) as Event)
        if (event?.kind === 'patient.changed') heard.patients.push(event.patient)
      }
    }
  })().catch(() => undefined)
  const end = async () => {
    stop.abort()
    await reading
  }
  return { heard, end }
}

test('P62 a stream of events that a crash broke off goes on where it was: nothing is missed, nothing comes twice', async () => {
  const first = await listen(null)
  await expect.poll(() => first.heard.lastId).not.toBe(null)
  const idBeforeAnything = first.heard.lastId
  const registered = [(await registerPatient(person)).id, (await registerPatient(person)).id]
  await expect.poll(() => first.heard.patients.length, { timeout: 10_000 }).toBe(2)
  const writing = Array.from({ length: 8 }, () =>
    registerPatient(person).then(
      ({ id }) => registered.push(id),
      () => undefined,
    ),
  )
  await new Promise((resolve) => setTimeout(resolve, 30))
  await server.kill()
  await Promise.all(writing)
  await first.end()
  server = await startServerProcess({ home, port })
  registered.push((await registerPatient(person)).id)

  const second = await listen(first.heard.lastId)
  await expect
    .poll(() => registered.filter((id) => ![...first.heard.patients, ...second.heard.patients].includes(id)), {
      timeout: 10_000,
    })
    .toEqual([])
  const all = [...first.heard.patients, ...second.heard.patients]
  expect(new Set(all).size, 'none twice').toBe(all.length)
  await second.end()

  // Cut off before the first event: the stream's first id is enough to resume from.
  const third = await listen(idBeforeAnything)
  await expect
    .poll(() => registered.filter((id) => !third.heard.patients.includes(id)), { timeout: 10_000 })
    .toEqual([])
  await third.end()
}, 60_000)

test('P62 told to stop, it does not wait for those who merely listen or are slow to read', async () => {
  const listening = await listen(null)
  const slow = await fetch(`${server.address}/api/events`, { headers: { cookie: person.browser.cookie! } })
  expect(await server.stop(), 'in order, and in time').toBe(0)
  await listening.end()
  await slow.body!.cancel().catch(() => undefined)
}, 30_000)
