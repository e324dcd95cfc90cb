import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acknowledge } from '../../src/features/checkpoints/acknowledge.ts'
import type { Across, Workspace } from '../../src/platform/database/workspace.ts'
import { sealEntry } from '../../src/platform/ledger/entry.ts'
import { insertEntry } from '../../src/platform/ledger/ledger.store.ts'
import { publishRound } from '../../src/platform/ledger/publish.ts'
import { publishedFile, type PublishedFile } from '../../src/platform/ledger/published.ts'
import { sequenceOnce } from '../../src/platform/ledger/sequencer.ts'
import { splitHashes } from '../../src/platform/ledger/tiles.ts'
import { hashLeaf, rootOf } from '../../src/platform/ledger/tree.ts'
import type { TestCandour } from '../candour.ts'
import { signUp, type Person } from '../people.ts'
import { naiveRoot } from '../walls/naive-tree.ts'
import { connectOwner, type Owner } from '../walls/owner.ts'
import { inPractice } from '../walls/practice-keys.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'

let candour: TestCandour
let owner: Owner
let people: Person[]
let published: PublishedFile
let file: string
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  people = [await signUp(candour), await signUp(candour, 'A Second Practice', 'Ada Second')]
  published = publishedFile(candour.config.keys)
  file = join(candour.config.keys, 'ledger-published.jsonl')
  await candour.settle()
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const practiceOf = (person: Person) => person.session.practice.id

/** Waits in the queue, as a change of this practice does. */
async function enter(person: Person, times: number): Promise<void> {
  const practice = practiceOf(person)
  await inPractice(candour, practice, async ({ tx, vault, keys }) => {
    for (let time = 0; time < times; time++) {
      const actor = { kind: 'job', practice, job: 'test' } as const
      const entry = { actor, verb: 'test.fault', outcome: 'changed', subjects: [], detail: {} } as const
      insertEntry(tx, sealEntry(vault, keys, entry))
    }
    return Promise.resolve()
  })
}

/** Numbers from 1 on, each once, and a tree of them all by its definition. */
async function expectWhole(person: Person): Promise<number> {
  const rows = await owner.rows<{ number: number; leaf_hash: Buffer }>(
    'select number, leaf_hash from ledger.entry where practice = $1 order by number',
    [practiceOf(person)],
  )
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_row, place) => place + 1))
  const [head] = await owner.rows<{ size: number; tree_size: number; frontier: Buffer }>(
    'select size, tree_size, frontier from ledger.head where practice = $1',
    [practiceOf(person)],
  )
  expect([head!.size, head!.tree_size]).toEqual([rows.length, rows.length])
  expect(rootOf({ hashes: splitHashes(head!.frontier) })).toEqual(naiveRoot(rows.map((row) => row.leaf_hash)))
  return rows.length
}

/** The tree of all by its leaves; what was signed of it is of it, and what is noted apart is not ahead of it. */
async function expectTreeOfAll(): Promise<number> {
  const leaves = (await owner.rows<{ hash: Buffer }>('select hash from ledger.global_leaf order by index')).map(
    ({ hash }) => hashLeaf(Buffer.from(`candour/global/1\n${hash.toString('hex')}\n`)),
  )
  const [tree] = await owner.rows<{ size: number; frontier: Buffer; signed_size: number | null; note: Buffer | null }>(
    'select size, frontier, signed_size, note from ledger.global',
  )
  expect(tree!.size).toBe(leaves.length)
  expect(rootOf({ hashes: splitHashes(tree!.frontier) })).toEqual(naiveRoot(leaves))
  if (tree!.note !== null) {
    const [, size, root] = tree!.note.toString().split('\n')
    expect([Number(size), root]).toEqual([
      tree!.signed_size,
      naiveRoot(leaves.slice(0, Number(size))).toString('base64'),
    ])
  }
  const noted = (await published.read())?.get('global')
  expect(noted?.size ?? 0).toBeLessThanOrEqual(leaves.length)
  expect(noted?.size ?? 0).toBeGreaterThanOrEqual(tree!.signed_size ?? 0)
  return leaves.length
}

/** Like the real one, but the connection dies at the statement of this number, counted over all transactions. */
function dyingAt(workspace: Workspace, number: number): Workspace & { ran(): number } {
  let count = 0
  return {
    run: workspace.run,
    together: (act) =>
      workspace.together((across: Across) =>
        act({
          async run(statement, ...parameters) {
            count += 1
            if (count === number)
              await across.run({ name: 'test-die', text: 'select pg_terminate_backend(pg_backend_pid())' })
            return across.run(statement, ...parameters)
          },
        }),
      ),
    ran: () => count,
  }
}

async function fence(): Promise<number> {
  return (await owner.rows<{ fence: number }>('select fence from ledger.position'))[0]!.fence
}

/** Transactions that began before are over, in other tests' databases too: what waits can be taken. */
async function untilOver(): Promise<void> {
  const newest = 'select coalesce(max(xid::text::bigint), 0)::text as xid from ledger.queue'
  const oldest = 'select pg_snapshot_xmin(pg_current_snapshot())::text as xid'
  const xid = async (text: string) => Number((await owner.rows<{ xid: string }>(text))[0]!.xid)
  await expect.poll(async () => (await xid(oldest)) > (await xid(newest)), { timeout: 20_000 }).toBe(true)
}

test('P28 a sequencer that dies at any of its statements loses nothing, doubles nothing, and leaves the tree of its entries', async () => {
  await candour.parts.sequencer.stop()
  const { sequencer } = candour.parts.database
  const before = [await expectWhole(people[0]!), await expectWhole(people[1]!)]
  let [round, sent] = [0, 0]
  for (;;) {
    round += 1
    // So many that a tile fills up on the way.
    for (const person of people) await enter(person, 90)
    sent += 90
    await untilOver()
    const dying = dyingAt(sequencer, round)
    const done = await sequenceOnce(dying, await fence()).then(
      () => true,
      () => false,
    )
    for (const person of people) await expectWhole(person)
    if (done && dying.ran() < round) break
    expect(done).toBe(false)
  }
  expect(round).toBeGreaterThan(6)
  await untilOver()
  await sequenceOnce(sequencer, await fence())
  expect([await expectWhole(people[0]!), await expectWhole(people[1]!)]).toEqual(before.map((size) => size + sent))
}, 60_000)

test('P28 whoever signs dies at any statement: the tree of all is whole, and nothing is signed that is not there', async () => {
  const { database, vault } = candour.parts
  let round = 0
  for (;;) {
    round += 1
    for (const person of people) await enter(person, 1)
    await untilOver()
    await sequenceOnce(database.sequencer, await fence())
    const workspace = dyingAt(database.sequencer, round)
    const done = await publishRound({ workspace, vault, published }, await fence()).then(
      () => true,
      () => false,
    )
    await expectTreeOfAll()
    if (done && workspace.ran() < round) break
  }
  expect(round).toBeGreaterThan(12)
  const { signed } = await publishRound({ workspace: database.sequencer, vault, published }, await fence())
  expect(signed).toBeNull()
  expect(await expectTreeOfAll()).toBeGreaterThan(2)
}, 60_000)

test('P28 whoever lost the lease numbers nothing and signs nothing', async () => {
  const { database, vault } = candour.parts
  const parts = { workspace: database.sequencer, vault, published }
  const lost = await fence()
  await owner.rows('update ledger.position set fence = fence + 1')
  await enter(people[0]!, 1)
  await expect(sequenceOnce(database.sequencer, lost)).rejects.toThrow(/taken over/)
  await untilOver()
  await sequenceOnce(database.sequencer, lost + 1)
  await publishRound(parts, lost + 1)
  await enter(people[0]!, 1)
  await untilOver()
  await sequenceOnce(database.sequencer, lost + 1)
  const [before, text] = [await expectTreeOfAll(), await readFile(file, 'utf8')]
  await expect(publishRound(parts, lost)).rejects.toThrow(/taken over/)
  expect([await expectTreeOfAll(), await readFile(file, 'utf8')]).toEqual([before, text])
  expect((await publishRound(parts, lost + 1)).anchored).toBe(1)
})

test('P33 what was signed is known apart from the database: lines cut off by a crash, and superseded ones, do no harm', async () => {
  const known = (await published.read())!
  await appendFile(file, '{"tree":"global","installation":"x","si')
  expect(await published.read()).toEqual(known)
  const one = known.get(practiceOf(people[0]!))!
  await published.add([one])
  expect(await published.read()).toEqual(known)
  await published.add(Array.from({ length: 1500 }, () => one))
  expect(await published.read()).toEqual(known)
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(known.size + 1)
})

/** As after an older database was put back: the newest entries of a practice are not there any more. */
async function cut(person: Person): Promise<() => Promise<unknown>> {
  const practice = practiceOf(person)
  const [before] = await owner.rows<Record<string, unknown>>(
    'select size, tree_size, frontier from ledger.head where practice = $1',
    [practice],
  )
  return async () => {
    await owner.rows('delete from ledger.entry where practice = $1 and number > $2', [practice, before!['size']])
    await owner.rows('update ledger.head set size = $2, tree_size = $3, frontier = $4 where practice = $1', [
      practice,
      ...Object.values(before!),
    ])
  }
}

test('P33 a database behind what was signed gets no entry and no signature, says so everywhere, and goes on by the operator’s word under another name', async () => {
  const { database, vault, keysOf, jobs } = candour.parts
  expect(jobs).toBeDefined()
  const [person, other] = people as [Person, Person]
  const putBack = await cut(person)
  await enter(person, 3)
  await untilOver()
  await sequenceOnce(database.sequencer, await fence())
  const told = await person.browser.call(checkpointRoutes.sign, {})
  await putBack()
  const refused = await person.browser.try(checkpointRoutes.sign, {})
  expect([refused.status, (refused.body as { error: { code: string } }).error.code]).toEqual([503, 'ledger.behind'])

  // Another node starts on it.
  const { startCandour } = await import('../../src/main.ts')
  const lines: string[] = []
  const { createLog } = await import('../../src/platform/log.ts')
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const node = await startCandour(candour.config, connection, {
    log: createLog('error', { write: (line) => lines.push(line) }),
    watches: false,
    signsByItself: false,
  })
  try {
    await expect
      .poll(() => node.parts.sequencer.state().refusal?.practices, { timeout: 15_000 })
      .toEqual([practiceOf(person)])
    expect(await node.parts.publisher.publish()).toBeNull()
    const ready = await fetch(`${node.address}/ready`)
    expect([ready.status, ((await ready.json()) as { parts: object }).parts]).toEqual([
      503,
      { database: true, sequencer: true, ledger: false },
    ])
    expect(lines.filter((line) => line.includes('behind what was signed'))).toHaveLength(1)
    const headings = async ({ browser }: Person) =>
      (await browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)
    await expect.poll(() => headings(person)).toContain('The ledger stands still')
    expect(await headings(other)).not.toContain('The ledger stands still')
    const size = async () =>
      (await owner.rows<{ sum: number }>('select sum(size)::int as sum from ledger.head'))[0]!.sum
    const stands = await size()
    await enter(other, 2)
    node.parts.sequencer.poke()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await size()).toBe(stands)

    const parts = { database, published, vault, keysOf, clock: { now: () => new Date() } }
    const done = await acknowledge(parts, 'The disk died; last night’s backup')
    expect(done!.lost).toEqual([{ practice: practiceOf(person), signed: told.size, found: told.size - 3 }])
    expect(await acknowledge(parts, 'again')).toBeNull()
    await expect.poll(() => node.parts.sequencer.state().refusal, { timeout: 10_000 }).toBeNull()
    await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(stands + 2)
    expect(await headings(person)).toContain('The ledger goes on from an earlier database')
    expect(await headings(person)).not.toContain('The ledger stands still')
    await expectWhole(person)
    const anew = await person.browser.call(checkpointRoutes.sign, {})
    expect(anew.note.split('\n')[0]).not.toBe(told.note.split('\n')[0])
    expect((await node.parts.publisher.publish())!.anchored).toBe(2)
    const kept = told.note.split('/')[1]!
    expect(await readFile(join(candour.config.keys, `ledger-published.${kept}.jsonl`), 'utf8')).toContain(
      `"size":${told.size}`,
    )
    await expectTreeOfAll()
  } finally {
    await node.stop()
  }
}, 60_000)

test('P33 a tree of all that was cut or rewritten, and a lost note of what was signed, stop the ledger as well', async () => {
  const { lookForRefusal } = await import('../../src/platform/ledger/guard.ts')
  const { sequencer } = candour.parts.database
  expect(await lookForRefusal(sequencer, published)).toBeNull()
  const [was] = await owner.rows<{ frontier: Buffer }>('select frontier from ledger.global')
  await owner.rows(`update ledger.global set frontier = sha256('x') || substring(frontier from 33)`)
  expect((await lookForRefusal(sequencer, published))?.what).toContain('tree of all')
  await owner.rows('update ledger.global set frontier = $1', [was!.frontier])
  await owner.rows(
    `update ledger.global_tile set hashes = sha256('x') || substring(hashes from 33) where level = 0 and index = 0`,
  )
  expect((await lookForRefusal(sequencer, published))?.what).toContain('tree of all')
  const text = await readFile(file, 'utf8')
  await rm(file)
  expect((await lookForRefusal(sequencer, published))?.what).toContain('is gone')
  await writeFile(file, text)
})
