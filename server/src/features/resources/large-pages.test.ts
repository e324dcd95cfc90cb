import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp, type Person } from '../../../test/people.ts'
import { openMany, type OpenedMany, type Position } from './open-many.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
})
afterAll(() => candour.stop())

/** Three of them are 30 MiB, a fourth begins within 32 MiB no more. */
const data = 'A'.repeat(11 * 1024 ** 2)

async function put(id: string, version: number): Promise<void> {
  const body = JSON.stringify({ resourceType: 'Binary', id, contentType: 'application/octet-stream', data })
  const headers = { 'content-type': 'application/json', ...(version === 1 ? {} : { 'if-match': `"${version - 1}"` }) }
  const { status } = await owner.browser.send('PUT', `/fhir/R4/Binary/${id}`, body, headers)
  expect(status).toBe(version === 1 ? 201 : 200)
}

interface History {
  total: number
  entry: { response: { etag: string } }[]
  link?: { url: string }[]
}

test('a page of the largest resources is short, in a history and in an export, and the next one goes on', async () => {
  for (let version = 1; version <= 4; version++) await put('large', version)
  const etags: string[][] = []
  for (let next: string | undefined = 'Binary/large/_history?_count=200'; next !== undefined;) {
    const history: History = (await owner.browser.send('GET', `/fhir/R4/${next}`)).body as History
    expect(history.total).toBe(4)
    etags.push(history.entry.map(({ response }) => response.etag))
    next = history.link?.[0]!.url
  }
  expect(etags).toEqual([['W/"4"', 'W/"3"', 'W/"2"'], ['W/"1"']])

  for (const id of ['second', 'third', 'fourth']) await put(id, 1)
  const { database, vault, keysOf } = candour.parts
  const pages: number[] = []
  for (let after: Position | null | undefined = null; after !== undefined;) {
    const from: Position | null = after
    const page: OpenedMany = await database.inPractice(owner.session.practice.id, async (tx) =>
      openMany({ tx, vault, keys: await keysOf(tx), now: new Date() }, { patient: null, after: from, most: 400 }),
    )
    pages.push(page.resources.length)
    after = page.next ?? undefined
  }
  expect(pages.slice(0, 2)).toEqual([3, 1])
}, 60_000)
