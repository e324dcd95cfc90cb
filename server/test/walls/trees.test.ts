import { readFile } from 'node:fs/promises'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUp } from '../../src/platform/ledger/catch-up.ts'
import { splitHashes } from '../../src/platform/ledger/tiles.ts'
import { rootOf } from '../../src/platform/ledger/tree.ts'
import type { TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { naiveRoot } from './naive-tree.ts'
import { connectOwner, type Owner } from './owner.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let owner: Owner
let person: Person
let practice: string
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  person = await signUp(candour)
  practice = person.session.practice.id
  await registerPatient(person)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

interface Head {
  size: number
  tree_size: number
  frontier: Buffer
}

async function head(): Promise<Head> {
  const [row] = await owner.rows<Head>('select size, tree_size, frontier from ledger.head where practice = $1', [
    practice,
  ])
  return row!
}

async function leafHashes(): Promise<Buffer[]> {
  const rows = await owner.rows<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger.entry where practice = $1 order by number',
    [practice],
  )
  return rows.map((row) => row.leaf_hash)
}

/** The tree says of all entries what its definition says, by its frontier and by its tiles. */
async function expectWhole(): Promise<void> {
  const [{ size, tree_size: treeSize, frontier }, leaves] = [await head(), await leafHashes()]
  expect([leaves.length, treeSize]).toEqual([size, size])
  expect(rootOf({ hashes: splitHashes(frontier) })).toEqual(naiveRoot(leaves))
  const tiles = await owner.rows<{ level: number; index: number; hashes: Buffer }>(
    'select level, index, hashes from ledger.tile where practice = $1 order by level, index',
    [practice],
  )
  const expected: { level: number; index: number; hashes: Buffer }[] = []
  let below = leaves
  for (let level = 0; below.length > 0; level++) {
    const above: Buffer[] = []
    for (let index = 0; index * 256 < below.length; index++) {
      const hashes = below.slice(index * 256, (index + 1) * 256)
      if (hashes.length === 256) above.push(naiveRoot(hashes))
      if (hashes.length === 256 || level > 0) expected.push({ level, index, hashes: Buffer.concat(hashes) })
    }
    below = above
  }
  expect(tiles).toEqual(expected)
}

/** Entries of Candour's own, straight into the queue: each row is a read of no record. */
async function enter(count: number): Promise<void> {
  for (let round = 0; round < count; round++) await person.browser.call(noticeRoutes.list, {})
  await candour.settle()
}

/** As many entries more as nobody could make by calling: numbered and hashed, and in no tree yet. */
async function putEntries(count: number): Promise<void> {
  await candour.settle()
  await owner.rows(
    `with last as (select size from ledger.head where practice = $1),
     e as (insert into ledger.entry (practice, number, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash)
       select $1, last.size + i, now(), 'job', null, 'test.put', 'changed', '{}', decode(md5(i::text), 'hex'), '', sha256(''),
         sha256((last.size + i)::text::bytea) from last, generate_series(1, $2::int) i)
     update ledger.head set size = size + $2 where practice = $1`,
    [practice, count],
  )
}

const left = new Set<string>()
async function fence(): Promise<number> {
  return (await owner.rows<{ fence: number }>('select fence from ledger.position'))[0]!.fence
}
async function catchAllUp(): Promise<number> {
  let pages = 0
  while (await catchUp(candour.parts.database.sequencer, await fence(), left)) pages++
  return pages
}

test('P28 the migration hashes what is there as the program hashes what comes: candour/leaf/2', async () => {
  const sql = await readFile(new URL('../../migrations/0022-contract-trees.sql', import.meta.url), 'utf8')
  const hashing = sql.slice(sql.indexOf('create function ledger.leaf_field'), sql.indexOf('-- How many entries'))
  await candour.settle()
  const read = () =>
    owner.rows<{ number: number; leaf_hash: Buffer }>(
      'select practice, number, leaf_hash from ledger.entry order by 1, 2',
    )
  const before = await read()
  await owner.rows(`update ledger.entry set leaf_hash = ''`)
  await owner.rows(hashing)
  expect(await read()).toEqual(before)
  expect(before.length).toBeGreaterThan(3)
}, 60_000)

test('P28 what was numbered before there were trees comes into its tree page by page, and new entries go on from there', async () => {
  await putEntries(20_000)
  const before = await head()
  expect(before.size - before.tree_size).toBe(20_000)
  // Killed between two pages: the next one goes on.
  expect(await catchUp(candour.parts.database.sequencer, await fence(), left)).toBe(true)
  expect((await head()).tree_size).toBe(before.tree_size + 8192)
  await enter(1)
  expect(await catchAllUp()).toBe(2)
  await enter(120)
  await expectWhole()
}, 60_000)

test('P28 a tree of more than 65,536 entries has tiles of three levels', async () => {
  await putEntries(46_000)
  await catchAllUp()
  await enter(2)
  await expectWhole()
  const levels = await owner.rows<{ level: number }>(
    'select distinct level from ledger.tile where practice = $1 order by 1',
    [practice],
  )
  expect(levels.map(({ level }) => level)).toEqual([0, 1, 2])
}, 60_000)

test('P33 a leaf hash that was altered before its tile was full is noticed: the tree stays, the practice is told, the rest goes on', async () => {
  const { size } = await head()
  await putEntries(256 - (size % 256) + 200)
  await catchAllUp()
  const last = size - (size % 256) + 257
  const [{ leaf_hash: was }] = (await owner.rows<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger.entry where practice = $1 and number = $2',
    [practice, last],
  )) as [{ leaf_hash: Buffer }]
  await owner.rows(`update ledger.entry set leaf_hash = sha256('x') where practice = $1 and number = $2`, [
    practice,
    last,
  ])
  await enter(60)
  const { size: entries, tree_size: treeSize } = await head()
  expect(treeSize).toBeLessThan(last + 256)
  expect(entries).toBeGreaterThan(last + 256)
  await expect
    .poll(async () => (await person.browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading))
    .toContain('The ledger was altered outside Candour')
  const other = await signUp(candour, 'Another Practice', 'Ada Another')
  await candour.settle()
  const [theirs] = await owner.rows<Head>('select size, tree_size from ledger.head where practice = $1', [
    other.session.practice.id,
  ])
  expect(theirs!.tree_size).toBe(theirs!.size)
  await owner.rows('update ledger.entry set leaf_hash = $3 where practice = $1 and number = $2', [practice, last, was])
  await candour.settle()
  await catchAllUp()
  await expectWhole()
}, 60_000)

test('P33 a tile that was cut, and a frontier that was altered, are noticed where the tree grows', async () => {
  const full = 'select max(index) as index from ledger.tile where practice = $1 and level = 1'
  const [{ index }] = (await owner.rows<{ index: number }>(full, [practice])) as [{ index: number }]
  const where = 'practice = $1 and level = 1 and index = $2'
  const [{ hashes }] = (await owner.rows<{ hashes: Buffer }>(`select hashes from ledger.tile where ${where}`, [
    practice,
    index,
  ])) as [{ hashes: Buffer }]
  await candour.settle()
  await owner.rows(`update ledger.tile set hashes = substring(hashes from 33) where ${where}`, [practice, index])
  await putEntries(256)
  await expect(catchAllUp()).rejects.toThrow(/altered/)
  await owner.rows(`update ledger.tile set hashes = $3 where ${where}`, [practice, index, hashes])
  const { frontier } = await head()
  await owner.rows('update ledger.head set frontier = substring(frontier from 33) where practice = $1', [practice])
  await expect(catchAllUp()).rejects.toThrow(/altered/)
  await owner.rows('update ledger.head set frontier = $2 where practice = $1', [practice, frontier])
  await catchAllUp()
  await expectWhole()
}, 60_000)
