import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { expectClosed, expectTold } from './altered.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { addFile, buildHouse, type House } from './house.ts'
import { seeded } from './seeded.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Maple')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const words = ['Maple', 'Contents', 'letter']
const secret = 'Contents of a letter of Maple. '

/** Where the sealed bytes of a file lie. */
async function pathOf(file: string): Promise<string> {
  const [row] = await house.owner.rows<{ content: string }>('select content from candour.blob where blob = $1', [file])
  const all = await readdir(candour.config.blobs, { recursive: true })
  const found = all.filter((path) => path.endsWith(row!.content))
  expect(found).toHaveLength(1)
  return join(candour.config.blobs, found[0]!)
}

const content = (file: string, headers: Record<string, string> = {}) =>
  house.admin.browser.send('GET', `/api/files/${file}/content`, undefined, headers)

test('P33 a bit altered anywhere in a file on disk: every reading is refused, entered and told', async () => {
  const random = seeded(34)
  const file = await addFile(house.admin, house.patient.id, secret.repeat(2000))
  const path = await pathOf(file)
  const original = await readFile(path)
  expect(original.includes(Buffer.from('Maple'))).toBe(false)
  const places = [
    0,
    23,
    24,
    55,
    56,
    original.length - 1,
    ...Array.from({ length: 8 }, () => random() * original.length),
  ]
  await expectTold(house, places.length * 2, async () => {
    for (const place of places.map(Math.floor)) {
      const altered = Buffer.from(original)
      altered[place] = altered[place]! ^ (1 << Math.floor(random() * 8))
      await writeFile(path, altered)
      expectClosed(await content(file), `byte ${place}`, words)
      expectClosed(await content(file, { range: 'bytes=0-9' }), `byte ${place}, a range`, words)
    }
  })
  await writeFile(path, original)
  expect((await content(file)).status).toBe(200)
})

test('P33 a file cut short, made longer, removed, or changed for another one is refused', async () => {
  const file = await addFile(house.admin, house.patient.id, secret.repeat(10))
  const twin = await addFile(house.admin, house.patient.id, secret.repeat(10).replaceAll('M', 'N'))
  const [path, twinPath] = [await pathOf(file), await pathOf(twin)]
  const original = await readFile(path)
  const attacks: [string, () => Promise<unknown>][] = [
    ['cut by one byte', () => truncate(path, original.length - 1)],
    ['cut to its header', () => truncate(path, 56)],
    ['cut to nothing', () => truncate(path, 0)],
    ['longer', () => writeFile(path, Buffer.concat([original, Buffer.of(0)]))],
    ['all zeros', () => writeFile(path, Buffer.alloc(original.length))],
    ['another file of the same length', async () => writeFile(path, await readFile(twinPath))],
    ['removed', () => rm(path)],
  ]
  for (const [what, attack] of attacks) {
    await expectTold(house, 1, async () => {
      await attack()
      expectClosed(await content(file), what, words)
    })
    await writeFile(path, original)
    expect([what, (await content(file)).status]).toEqual([what, 200])
  }
  await rename(path, `${path}.kept`)
  await rename(twinPath, path)
  await rename(`${path}.kept`, twinPath)
  await expectTold(
    house,
    2,
    async () => {
      expectClosed(await content(file), 'swapped', words)
      expectClosed(await content(twin), 'swapped', words)
    },
    2,
  )
})

test('P33 altered behind its first megabyte, a download breaks off before the altered part, and is told', async () => {
  const bytes = Buffer.from(secret.repeat(100_000))
  const file = await addFile(house.admin, house.patient.id, bytes)
  const path = await pathOf(file)
  const sealed = await readFile(path)
  sealed[2 ** 20 + 5000] = sealed[2 ** 20 + 5000]! ^ 1
  await writeFile(path, sealed)
  const before = await lastNumber(candour, house.owner, house.practice)
  await expectTold(house, 2, async () => {
    const { response } = await house.admin.browser.fetch('GET', `/api/files/${file}/content`)
    const got: Buffer[] = []
    const readAll = async () => {
      for await (const part of response.body!) got.push(Buffer.from(part as Uint8Array))
    }
    await expect(readAll()).rejects.toThrow()
    expect(Buffer.concat(got).length).toBeLessThanOrEqual(2 ** 20)
    expect(bytes.subarray(0, Buffer.concat(got).length).equals(Buffer.concat(got))).toBe(true)
    expectClosed(await content(file, { range: `bytes=${2 ** 20}-` }), 'a range in it', words)
    // The entry of a broken download follows the break.
    const refused = async () =>
      (await entriesAfter(candour, house.owner, house.practice, before)).filter(({ outcome }) => outcome === 'refused')
    await expect.poll(async () => (await refused()).length, { timeout: 10_000 }).toBe(2)
  })
  expect((await content(file, { range: 'bytes=0-99' })).status, 'what was not altered is still read').toBe(206)
})
