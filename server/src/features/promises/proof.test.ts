import { evidenceRoutes } from '@candour/contract/evidence.ts'
import { promiseRoutes } from '@candour/contract/promises.ts'
import { writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { textOfPdf } from '../../../test/pdf-text.ts'
import { colleague, type Person } from '../../../test/people.ts'
import { unzip } from '../../../test/transfers/unzip.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import type { PackContent } from './pack-content.ts'
import { packPdf } from './pack-pdf.ts'
import { writePack } from './write-pack.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const shown = (name: string) => candour.visitor().try(promiseRoutes.readPublished, { name })
const none = { status: 404, body: { error: { code: 'proof.not_published' } } }

test('B1 a practice publishes its page at an address that nobody guesses: states and days, no reason, no name; and switches it off for good', async () => {
  expect(await shown('practice-rowan-000000000000')).toMatchObject(none)
  expect((await manager.browser.try(promiseRoutes.publish, { indexed: false })).status).toBe(403)
  const { name } = await house.admin.browser.call(promiseRoutes.publish, { indexed: false })
  expect(name).toMatch(/^practice-rowan-[0-9a-z]{12}$/)
  const { status, body, headers } = await shown(name!)
  expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
  const own = await manager.browser.call(promiseRoutes.show, {})
  const states = (groups: { promises: { id: string; state: string }[] }[]) =>
    groups.flatMap(({ promises }) => promises.map(({ id, state }) => [id, state]))
  expect(body).toMatchObject({ practice: 'Practice Rowan', kept: own.kept, of: 81, counts: own.counts, indexed: false })
  expect(states(body.groups)).toEqual(states(own.groups))
  const text = JSON.stringify(body)
  expect(text).not.toMatch(/Administrator|Quill|happened|why|lastRun|policies|owner/)
  expect(text).not.toMatch(/\d{2}:\d{2}:\d{2}.*\d{2}:\d{2}:\d{2}/)
  // The same address with another word for search engines.
  expect((await house.admin.browser.call(promiseRoutes.publish, { indexed: true })).name).toBe(name)
  expect((await shown(name!)).body.indexed).toBe(true)
  await house.admin.browser.call(promiseRoutes.unpublish, {})
  expect(await shown(name!)).toMatchObject(none)
  expect(await house.admin.browser.try(promiseRoutes.unpublish, {})).toMatchObject(none)
  const again = await house.admin.browser.call(promiseRoutes.publish, { indexed: false })
  expect(again.name).not.toBe(name)
  expect(await shown(name!)).toMatchObject(none)
})

test('B1 P33 nobody publishes a practice by the database, moves its address, or brings it back', async () => {
  const { name } = await house.admin.browser.call(promiseRoutes.publish, { indexed: false })
  const hash = (text: string) => createHash('sha256').update(text).digest()
  const set = (nameHash: Buffer) =>
    house.owner.rows('update candour.publication set name_hash = $2 where practice = $1', [house.practice, nameHash])
  await set(hash('practice-rowan-123456789012'))
  expect(await shown('practice-rowan-123456789012')).toMatchObject(none)
  await set(hash(name!))
  expect((await shown(name!)).status).toBe(200)
  const [before] = await house.owner.rows<{ sealed: Buffer; revision: number }>(
    'select sealed, revision from candour.publication where practice = $1',
    [house.practice],
  )
  await house.admin.browser.call(promiseRoutes.unpublish, {})
  await house.owner.rows(
    'update candour.publication set name_hash = $2, sealed = $3, revision = $4 where practice = $1',
    [house.practice, hash(name!), before!.sealed, before!.revision],
  )
  expect(await shown(name!)).toMatchObject(none)
  // The page goes on, and publishing anew mends it.
  expect((await manager.browser.call(promiseRoutes.show, {})).publication).toBeNull()
  const anew = await house.admin.browser.call(promiseRoutes.publish, { indexed: false })
  expect((await shown(anew.name!)).status).toBe(200)
})

async function packOf(by: Person): Promise<{ contentUrl: string; members: Map<string, Buffer> }> {
  const { contentUrl } = await by.browser.call(promiseRoutes.pack, { visit: 'cqc', reason: 'Inspection in March' })
  const response = await fetch(`${candour.address}${contentUrl}`, { headers: { cookie: by.browser.cookie! } })
  expect(response.status).toBe(200)
  return { contentUrl, members: unzip(Buffer.from(await response.arrayBuffer())) }
}

test('B1 an evidence pack holds how everything stands, printed too, the filed evidence, and the hash of each of them', async () => {
  const bytes = Buffer.from('A register of who may reach the servers.')
  const facts = { promise: 'P11', title: 'Register', note: 'With the operator', expiresOn: '2099-01-31' }
  const { id } = await manager.browser.call(evidenceRoutes.announce, { ...facts, file: 'r.txt', size: bytes.length })
  await manager.browser.send('PUT', `/api/evidence/${id}/content`, bytes)
  const { contentUrl, members } = await packOf(manager)
  expect([...members.keys()]).toEqual(['evidence.json', 'evidence.pdf', 'files/P11-1.txt', 'SHA256SUMS.note'])
  const note = members.get('SHA256SUMS.note')!.toString().split('\n')
  expect(note[0]).toContain(house.practice)
  expect(note[1]).toBe('candour/pack/1')
  expect(note[2]).toMatch(/^time \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const sums = ['evidence.json', 'evidence.pdf', 'files/P11-1.txt'].map(
    (member) => `${createHash('sha256').update(members.get(member)!).digest('hex')}  ${member}`,
  )
  expect(note.slice(3, 6)).toEqual(sums)
  expect(members.get('files/P11-1.txt')).toEqual(bytes)
  const content = JSON.parse(members.get('evidence.json')!.toString()) as PackContent
  expect(content).toMatchObject({
    format: 'candour/pack/1',
    practice: { id: house.practice, name: 'Practice Rowan' },
    made: { by: 'Manager Quill', visit: 'CQC', reason: 'Inspection in March' },
    of: 81,
  })
  const register = content.groups.flatMap(({ promises }) => promises).find((one) => one.id === 'P11')!
  expect(register.evidence[0]).toMatchObject({ title: 'Register', by: 'Manager Quill', file: 'files/P11-1.txt' })
  const pdf = members.get('evidence.pdf')!
  expect([pdf.subarray(0, 5).toString(), pdf.includes('%%EOF')]).toEqual(['%PDF-', true])
  if (process.env['PACK_PDF'] !== undefined) writeFileSync(process.env['PACK_PDF'], pdf)
  // By whom it was made alone, for an hour, and with its reason in the ledger.
  expect((await house.admin.browser.send('GET', contentUrl)).status).toBe(404)
  clock.advance(3_601_000)
  expect((await manager.browser.send('GET', contentUrl)).status).toBe(404)
  clock.advance(-3_601_000)
  expect((await manager.browser.call(promiseRoutes.show, {})).packs[0]).toMatchObject({
    reason: 'Inspection in March',
    by: { name: 'Manager Quill' },
  })
})

test('B1 P33 a pack that was altered in the database is not given out', async () => {
  const { contentUrl } = await packOf(manager)
  await house.owner.rows(
    'update candour.pack set sealed = set_byte(sealed, 99, get_byte(sealed, 99) # 1) where practice = $1',
    [house.practice],
  )
  expect((await manager.browser.send('GET', contentUrl)).body).toMatchObject({ error: { code: 'record.altered' } })
  expect((await manager.browser.call(promiseRoutes.show, {})).packs).toEqual([])
})

const content = (): PackContent => ({
  format: 'candour/pack/1',
  practice: { id: 'p', name: 'Łąka Dental', town: 'Bristol' },
  keys: [],
  made: { at: '2026-11-22T10:00:00.000Z', by: 'A', role: 'B', visit: 'CQC', reason: 'R' },
  version: '1',
  ledger: { entries: 1, checkpoint: null },
  kept: 0,
  of: 81,
  counts: { kept: 0, failing: 0, 'evidence-missing': 0, 'evidence-expired': 0, 'not-built': 81 },
  groups: [],
})

test('B1 a pack of 256 MB takes no more memory than a small one, give or take 40 MB, and one whose file changed breaks off', async () => {
  const block = Buffer.alloc(65_536, 1)
  async function* blocks(count: number) {
    for (let one = 0; one < count; one++) yield await Promise.resolve(block)
  }
  async function sizeOf(count: number, sha256: string): Promise<number> {
    let size = 0
    const file = { member: 'files/P11-1.txt', sha256, read: () => blocks(count) }
    for await (const part of writePack(content(), [file], (text) => text, 'origin')) size += part.length
    return size
  }
  const hashOf = (count: number) => {
    const hash = createHash('sha256')
    for (let one = 0; one < count; one++) hash.update(block)
    return hash.digest('hex')
  }
  await sizeOf(16, hashOf(16))
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  expect(await sizeOf(4096, hashOf(4096))).toBeGreaterThan(256 * 1024 ** 2)
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(40)
  await expect(sizeOf(16, hashOf(15))).rejects.toThrow('the hash that it was filed with')
})

test('B1 a pack on paper names people as they write themselves, and says so where it can’t', async () => {
  const { made, ...rest } = content()
  async function paperOf(by: string): Promise<string> {
    const parts: Buffer[] = []
    for await (const part of packPdf({ ...rest, made: { ...made, by } })) parts.push(Buffer.from(part))
    return textOfPdf(Buffer.concat(parts)).replaceAll(/\s+/g, ' ')
  }
  const whole = await paperOf('Łukasz Świątek')
  expect(whole).toContain('Łąka Dental, Bristol')
  expect(whole).toContain('by Łukasz Świątek, B')
  expect(whole).not.toContain('[U+')
  expect(await paperOf('Li 伟')).toMatch(
    /by Li \[U\+4F1F\], B.* Letters A letter that the typeface of these pages lacks/,
  )
})
