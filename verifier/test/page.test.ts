import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildPage, builtPage } from '../page/build.ts'
import { fileSource, pageMeans, whatIsMissing } from '../page/page-means.ts'
import { verifyFile } from '../check/verify-file.ts'
import { makeBundle, makeLedger, seeded, textOf } from './maker.ts'

test('B3 the page that is handed out is the one that its sources give (npm run verifier-page)', () => {
  expect(buildPage() === readFileSync(builtPage, 'utf8')).toBe(true)
})

test('B3 the page can reach nothing: no address, no script and no style but its own', () => {
  const page = readFileSync(builtPage, 'utf8')
  expect(page).toMatch(
    /content="default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; img-src data:; base-uri 'none'; form-action 'none'"/,
  )
  expect(page).not.toMatch(/https?:|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\(/)
})

test('B3 the page’s own SHA-256 is the right one, at every length and in parts', () => {
  for (let length = 0; length < 260; length += 1) {
    const bytes = randomBytes(length)
    const right = createHash('sha256').update(bytes).digest('hex')
    expect(Buffer.from(pageMeans.sha256(bytes)).toString('hex')).toBe(right)
    const hasher = pageMeans.hasher()
    for (let at = 0; at < length; at += 37) hasher.update(bytes.subarray(at, at + 37))
    expect(Buffer.from(hasher.digest()).toString('hex')).toBe(right)
  }
})

test('B3 with the page’s own means a bundle holds, and an altered one does not', async () => {
  expect(await whatIsMissing()).toBeNull()
  const random = seeded(6)
  const text = textOf(makeBundle(random, makeLedger(random, 12), [5]))
  const options = { keys: [], witnesses: [], need: null, since: [], toleranceMs: 300_000 }
  expect((await verifyFile(pageMeans, fileSource(new Blob([text])), options)).problems).toEqual([])
  const altered = text.replace(/"at":(\d)/, '"at":2')
  expect((await verifyFile(pageMeans, fileSource(new Blob([altered])), options)).holds).toBe(false)
})
