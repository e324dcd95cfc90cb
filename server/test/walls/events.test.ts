import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague, registerPatient, type Person } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let mine: House
let theirs: House
beforeAll(async () => {
  candour = await startQuickCandour()
  mine = await buildHouse(candour, 'Clover')
  theirs = await buildHouse(candour, 'Dock')
})
afterAll(async () => {
  await mine.owner.end()
  await theirs.owner.end()
  await candour.stop()
})

interface Listening {
  /** Everything that came so far. */
  text(): string
  ids(): string[]
  stop(): void
}

async function listen({ browser }: Person, lastEventId?: string): Promise<Listening & { status: number }> {
  const stop = new AbortController()
  const response = await fetch(`${browser.address}/api/events`, {
    headers: { cookie: browser.cookie!, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: stop.signal,
  })
  let text = ''
  const reading = (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part
  })()
  reading.catch(() => undefined)
  const ids = () => [...text.matchAll(/^id: (.*)$/gm)].map((match) => match[1]!)
  return { status: response.status, text: () => text, ids, stop: () => stop.abort() }
}

const news = { timeout: 10_000 }

test('P01 one hears of one’s own practice alone, ids alone, and again from where one was cut off', async () => {
  const first = await listen(mine.admin)
  await expect.poll(() => first.ids().length, news).toBe(1)
  const foreign = await registerPatient(theirs.admin)
  const own = await registerPatient(mine.admin, { family: 'Clover' })
  await expect.poll(first.text, news).toContain(own.id)
  expect(first.text()).not.toContain(foreign.id)
  expect(first.text()).not.toMatch(/Clover|Dock|Margery|Ashdowne/)
  const [start] = first.ids()
  first.stop()
  const second = await listen(mine.admin, start)
  await expect.poll(second.text, news).toContain(own.id)
  expect(second.text()).not.toContain(foreign.id)
  second.stop()
})

test('P01 the id of an event tells nothing, such as how much other practices do, and only its own practice may use it', async () => {
  const streams = [await listen(mine.admin), await listen(mine.admin), await listen(theirs.admin)]
  for (const stream of streams) await expect.poll(() => stream.ids().length, news).toBeGreaterThan(0)
  const [one, two, foreign] = streams.map((stream) => stream.ids()[0]!) as [string, string, string]
  for (const id of [one, two, foreign]) expect(id).toMatch(/^[\w-]{100,200}$/)
  expect(one.length).toBe(foreign.length)
  expect(one).not.toBe(two)
  for (const stream of streams) stream.stop()
  for (const odd of [foreign, `${one}x`, one.slice(1), '1', '99999999999999999999', 'x'])
    expect([odd, (await listen(mine.admin, odd)).status]).toEqual([odd, 400])
})

test('P07 P21 whoever loses access hears nothing more: the stream ends', async () => {
  const person = await colleague(candour, mine.admin, 2)
  const stream = await listen(person)
  await expect.poll(() => stream.ids().length, news).toBe(1)
  await mine.admin.browser.call(memberRoutes.changeLevel, { id: person.session.member.id, level: 0, reason: 'left' })
  await expect.poll(stream.text, news).toContain('event: ended')
  const before = stream.text()
  const own = await registerPatient(mine.admin)
  expect(stream.text()).toBe(before)
  expect(before).not.toContain(own.id)
})
