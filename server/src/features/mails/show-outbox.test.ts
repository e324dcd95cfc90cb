import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { colleague, signUp } from '../../../test/people.ts'
import { sendRaw } from '../../../test/walls/raw-request.ts'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
  await colleague(candour, await signUp(candour), 2)
})
afterAll(() => candour.stop())

const ask = (...headers: string[]) =>
  sendRaw(candour.address, `GET /api/mails HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`)

test('whoever sits at the machine reads the mails that wait, by its own names', async () => {
  for (const host of ['localhost:3000', 'LOCALHOST', '127.0.0.1:3000', '[::1]:3000']) {
    const { status, text } = await ask(`Host: ${host}`)
    expect([host, status]).toEqual([host, 200])
    expect(text).toContain('/invitation#')
  }
})

test('a page of another site whose name points to this machine gets none, nor does whoever comes through a proxy', async () => {
  const tries = [
    ['Host: evil.example'],
    ['Host: evil.example:3000'],
    ['Host: localhost.evil.example'],
    ['Host: 127.0.0.1.evil.example'],
    ['Host: evil.example#localhost'],
    ['Host: '],
    ['Host: localhost', 'X-Forwarded-For: 203.0.113.7'],
    ['Host: localhost', 'X-Forwarded-For: 127.0.0.1'],
    ['Host: localhost', 'Forwarded: for=203.0.113.7'],
  ]
  for (const headers of tries) {
    const { status, text } = await ask(...headers)
    expect([headers, status]).toEqual([headers, expect.toBeOneOf([400, 404])])
    expect(text).not.toMatch(/invitation#|example\.org/)
  }
})
