/** After a fault: is everything there that was acknowledged, whole, once, and in the ledger? Throws with what is not. */
import { draftRoutes } from '@candour/contract/drafts.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import pg from 'pg'
import { expect } from 'vitest'
import { practiceKeySource } from '../../src/platform/access/practice-keys.ts'
import type { DatabaseConnection } from '../../src/platform/config.ts'
import type { Statement } from '../../src/platform/database/statement.ts'
import type { Transaction } from '../../src/platform/database/transaction.ts'
import { openDetail, type EntryDetail } from '../../src/platform/ledger/entry.ts'
import { splitHashes } from '../../src/platform/ledger/tiles.ts'
import { rootOf } from '../../src/platform/ledger/tree.ts'
import { digest } from '../../src/platform/vault/digest.ts'
import { openLocalVault } from '../../src/platform/vault/keep-root-key.ts'
import type { Browser } from '../browser.ts'
import { naiveRoot } from '../walls/naive-tree.ts'
import { sendFile, sendResource, type People, type Written } from './workload.ts'

/** Asks through the door for everything that was sent. What nobody was told of is sent again, as a client would. */
export async function checkKept(browser: Browser, { nurse }: People, written: Written): Promise<void> {
  for (const one of written.registrations) {
    // Behind them the finder offers similar names.
    const named = async () =>
      (await browser.call(patientRoutes.find, { text: one.family })).matches.filter(
        ({ family }) => family === one.family,
      )
    expect((await named()).length, `patients named ${one.family}`).toBeGreaterThanOrEqual(one.told ? 1 : 0)
    const again = await browser.try(patientRoutes.register, one.body, { 'idempotency-key': one.key })
    expect(again.status).toBe(200)
    const { id } = (again.body as { patient: { id: string } }).patient
    if (one.told) expect(id).toBe(one.id)
    expect(
      (await named()).map((match) => match.id),
      'sent twice, registered once',
    ).toEqual([id])
    expect((await browser.call(patientRoutes.read, { id })).family).toBe(one.family)
  }
  for (const one of written.drafts) {
    const draft = await browser.try(draftRoutes.read, { id: one.id })
    if (one.note !== null) {
      expect(draft.status, 'a finished draft is gone').toBe(404)
      const note = await browser.call(noteRoutes.read, { id: one.note })
      expect(note.sections).toEqual([{ heading: 'Plan', text: one.texts.at(-1) }])
    } else if (draft.status === 404) {
      expect(one.toldRevision === 0 || one.finishing, 'an acknowledged draft is there').toBe(true)
    } else {
      expect(draft.status).toBe(200)
      const { revision, sections } = draft.body as { revision: number; sections: { text: string }[] }
      expect(revision).toBeGreaterThanOrEqual(one.toldRevision)
      expect(sections[0]!.text).toBe(one.texts[revision - 1])
    }
  }
  for (const one of written.resources) {
    const again = await sendResource(browser, one)
    expect(again.status).toBe(201)
    if (one.told) expect(again.body.id, 'sent twice, created once').toBe(one.id)
    const kept = await browser.send('GET', `/fhir/R4/DocumentReference/${again.body.id}`)
    expect(kept.status).toBe(200)
    expect(kept.body).toMatchObject(JSON.parse(one.bytes))
  }
  for (const one of written.files) {
    if (!one.announced) continue
    const read = () => readBytes(browser, one.id)
    const first = await read()
    if (one.told) expect(first, `the file ${one.id} is what was sent`).toBe(one.sha256)
    else {
      expect([404, one.sha256], 'whole or absent').toContain(first)
      const again = await sendFile(browser, one)
      expect(again.status, 'sent again').toBe(first === 404 ? 201 : 409)
      expect(await read()).toBe(one.sha256)
    }
  }
  const { members } = await browser.call(memberRoutes.list, {})
  const level = members.find((member) => member.id === nurse)!.level
  const last = written.levels.findLastIndex((one) => one.told)
  const possible = written.levels.slice(Math.max(last, 0)).map((one) => one.level)
  expect(written.levels.length === 0 ? [level] : [...possible, ...(last === -1 ? [2] : [])]).toContain(level)
}

/** Status, or the SHA-256 of the bytes that came. */
async function readBytes(browser: Browser, id: string): Promise<number | string> {
  const { response } = await browser.fetch('GET', `/api/files/${id}/content`)
  if (response.status !== 200) {
    await response.text()
    return response.status
  }
  return digest(Buffer.from(await response.arrayBuffer())).toString('hex')
}

interface Entry {
  number: number
  verb: string
  outcome: string
  detail: EntryDetail
}

/** Past all walls, with the owner's connection and the practice's key. */
export async function checkLedger(
  browser: Browser,
  owner: DatabaseConnection,
  keys: string,
  practice: string,
  written: Written,
): Promise<{ entries: number }> {
  await settle(owner)
  const client = new pg.Client(owner)
  await client.connect()
  const vault = await openLocalVault(keys, true)
  try {
    const tx = {
      practice,
      run: async <Row>({ text }: Statement<Row>, ...values: unknown[]) =>
        (await client.query(text, values)).rows as Row[],
    } as Partial<Transaction> as Transaction
    const practiceKeys = await practiceKeySource(vault)(tx)
    const { rows } = await client.query<{ number: string; verb: string; outcome: string; detail: Buffer }>(
      'select number, verb, outcome, detail from ledger.entry where practice = $1 order by number',
      [practice],
    )
    const entries = rows.map((row): Entry => ({
      ...row,
      number: Number(row.number),
      detail: openDetail(vault, practiceKeys, row.detail),
    }))
    expect(
      entries.map((entry) => entry.number),
      'no gap, no double',
    ).toEqual(entries.map((_, place) => place + 1))
    await checkTree(client, practice)
    const { total } = await browser.call(entryRoutes.list, {})
    expect(total).toBeGreaterThanOrEqual(entries.length)
    expect(new Set(entries.map((entry) => entry.detail.id)).size, 'each entry once').toBe(entries.length)

    const inLedger = entries
      .filter((entry) => entry.outcome === 'changed')
      .flatMap(writtenBy)
      .toSorted()
    const kept = await client.query<{ name: string }>(
      `select type || '/' || id || '/' || version as name from candour.resource where practice = $1`,
      [practice],
    )
    expect(inLedger, 'each version has one entry, each entry its version').toEqual(
      kept.rows.map(({ name }) => name).toSorted(),
    )

    for (const one of written.levels) {
      const times = entries.filter((entry) => entry.detail.reason === one.reason).length
      if (one.told) expect(times, one.reason).toBe(1)
      else expect(times, one.reason).toBeLessThanOrEqual(1)
    }
    const count = (verb: string) => entries.filter((entry) => entry.verb === verb && entry.outcome === 'changed').length
    const told = written.drafts.filter((one) => one.toldRevision > 0)
    const least = told.reduce((sum, one) => sum + one.toldRevision, 0)
    const most = written.drafts.reduce((sum, one) => sum + one.texts.length, 0)
    expect(count('draft.start') + count('draft.save')).toBeGreaterThanOrEqual(least)
    expect(count('draft.start') + count('draft.save')).toBeLessThanOrEqual(most)
    await everythingOpens(browser, client, practice)
    return { entries: entries.length }
  } finally {
    await vault.close()
    await client.end()
  }
}

/** The practice's tree is the one that all its entries make, by its definition. */
async function checkTree(client: pg.Client, practice: string): Promise<void> {
  const { rows } = await client.query<{ leaf_hash: Buffer; size: string; tree_size: string; frontier: Buffer }>(
    `select e.leaf_hash, h.size, h.tree_size, h.frontier from ledger.head h join ledger.entry e on e.practice = h.practice
     where h.practice = $1 order by e.number`,
    [practice],
  )
  const { size, tree_size: treeSize, frontier } = rows[0]!
  expect([Number(size), Number(treeSize)], 'every entry is in the tree').toEqual([rows.length, rows.length])
  const root = rootOf({ hashes: splitHashes(frontier) })
  expect(root, 'the tree is that of its entries').toEqual(naiveRoot(rows.map((row) => row.leaf_hash)))
}

/** An entry's detail lists what was opened on the way too: of each record the newest version is the one written. */
function writtenBy({ detail, verb }: Entry): string[] {
  if (detail.facts?.['repeated'] === 1) return []
  const newest = new Map<string, number>()
  for (const { type, id, version } of detail.touched ?? []) {
    if (verb.startsWith('draft.') && verb !== 'draft.finish') continue
    newest.set(`${type}/${id}`, Math.max(version, newest.get(`${type}/${id}`) ?? 0))
  }
  return [...newest].map(([record, version]) => `${record}/${version}`)
}

/** Every version of every record, and every file that a row names. */
async function everythingOpens(browser: Browser, client: pg.Client, practice: string): Promise<void> {
  const versions = await client.query<{ path: string }>(
    `select type || '/' || id || '/_history/' || version as path from candour.resource where practice = $1`,
    [practice],
  )
  const files = await client.query<{ blob: string }>(
    `select blob from candour.blob where practice = $1 and state = 'kept'`,
    [practice],
  )
  for (const { path } of versions.rows) expect((await browser.send('GET', `/fhir/R4/${path}`)).status, path).toBe(200)
  for (const { blob } of files.rows) expect(await readBytes(browser, blob), blob).toBeTypeOf('string')
}

/** Until everything that waits is numbered. */
export async function settle(owner: DatabaseConnection, patience = 20_000): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    for (const end = Date.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const { rows } = await client.query<{ waiting: boolean }>(
        'select exists (select from ledger.queue where xid >= (select xid from ledger.position)) as waiting',
      )
      if (!rows[0]!.waiting) return
      if (Date.now() > end) throw new Error('the sequencer does not come to an end')
    }
  } finally {
    await client.end()
  }
}
