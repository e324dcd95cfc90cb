import { createHash, createPublicKey, verify } from 'node:crypto'
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { naiveRoot } from '../../../test/walls/naive-tree.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { hashLeaf, isIncluded } from '../../platform/ledger/tree.ts'

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
  await candour.settle()
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** By C2SP signed-note alone: the lines of text, if the key of `vkey` signed them. */
function verified(note: string, vkey: string): string[] {
  // Base64 may have a plus of its own.
  const [name, id, ...key] = vkey.trim().split('+') as [string, string, ...string[]]
  const bytes = Buffer.from(key.join('+'), 'base64')
  expect(bytes[0]).toBe(1)
  expect(sha256(`${name}\n`, bytes).subarray(0, 4).toString('hex')).toBe(id)
  const [text, signatures] = note.split('\n\n') as [string, string]
  const line = signatures.split('\n').find((one) => one.startsWith(`— ${name} `))!
  const signature = Buffer.from(line.split(' ')[2]!, 'base64')
  expect(signature.subarray(0, 4).toString('hex')).toBe(id)
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  expect(verify(null, Buffer.from(`${text}\n`), publicKey, signature.subarray(4))).toBe(true)
  return text.split('\n')
}

async function leafHashes(of = practice): Promise<Buffer[]> {
  const rows = await owner.rows<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger.entry where practice = $1 order by number',
    [of],
  )
  return rows.map((row) => row.leaf_hash)
}

async function fetched(path: string, by = person.browser): Promise<{ status: number; bytes: Buffer }> {
  const { response } = await by.fetch('GET', path)
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

async function publish() {
  await candour.settle()
  return (await candour.parts.publisher.publish())!
}

test('P28 a checkpoint that a practice asks for is a signed note over the tree of all its entries', async () => {
  await candour.settle()
  const { size, note, at } = await person.browser.call(checkpointRoutes.sign, {})
  const { key, newest } = await person.browser.call(checkpointRoutes.read, {})
  const [origin, count, root, time, ...rest] = verified(note, key)
  expect(origin).toMatch(new RegExp(`^candour-ledger/[0-9a-f-]{36}/${practice}$`))
  expect(Number(count)).toBe(size)
  expect(root).toBe(naiveRoot((await leafHashes()).slice(0, size)).toString('base64'))
  expect(time).toBe(`time ${at.replace('.000Z', 'Z')}`)
  expect(rest).toEqual([])
  expect(newest).toEqual({ size, note, at })
  expect((await fetched('/api/ledger/checkpoint')).bytes.toString()).toBe(note)
  expect((await fetched('/api/ledger/key')).bytes.toString().split('\n')[0]).toBe(key)
})

test('P28 every practice that grew has a leaf in the tree of all, which says nothing to anybody else', async () => {
  const { anchored, note } = await publish()
  expect(anchored).toBe(1)
  const vkey = (await fetched('/ledger/key', candour.visitor())).bytes.toString()
  const served = (await fetched('/ledger/checkpoint', candour.visitor())).bytes.toString()
  expect(served).toBe(note)
  const [, size, root] = verified(served, vkey)
  const { anchors } = await person.browser.call(checkpointRoutes.anchors, {})
  const [anchor] = anchors
  const inner = sha256(Buffer.from(anchor!.nonce, 'base64'), anchor!.text)
  const leaf = `candour/global/1\n${inner.toString('hex')}\n`
  const entries = (await fetched(`/ledger/tile/entries/000.p/${size}`, candour.visitor())).bytes
  const at = anchor!.index * (leaf.length + 2)
  expect(entries.readUInt16BE(at)).toBe(leaf.length)
  expect(entries.subarray(at + 2, at + 2 + leaf.length).toString()).toBe(leaf)
  const tile = (await fetched(`/ledger/tile/0/000.p/${size}`, candour.visitor())).bytes
  const hashes = Array.from({ length: Number(size) }, (_one, place) => tile.subarray(place * 32, place * 32 + 32))
  expect(hashes[anchor!.index]).toEqual(sha256(Buffer.of(0), leaf))
  expect(naiveRoot(hashes).toString('base64')).toBe(root)
  const [, count, practiceRoot] = anchor!.text.split('\n')
  expect(practiceRoot).toBe(naiveRoot((await leafHashes()).slice(0, Number(count))).toString('base64'))
  // Nothing new: no leaf, and no new signature within the hour.
  const again = await publish()
  expect(again.anchored).toBe(1)
  expect((await candour.parts.publisher.publish())!).toEqual({ anchored: 0, note: null })
})

test('what anybody fetches costs the database little: full tiles are kept by whoever has them, and the note for seconds here', async () => {
  await publish()
  const visitor = candour.visitor()
  const header = async (path: string) => (await visitor.fetch('GET', path)).response.headers.get('cache-control')
  const note = async () => (await fetched('/ledger/checkpoint', visitor)).bytes.toString()
  const [{ size, was }] = (await owner.rows('select signed_size as size, note as was from ledger.global')) as [
    { size: number; was: Buffer },
  ]
  expect(await header(`/ledger/tile/0/000.p/${size}`)).toBe('no-store')
  await owner.rows(`insert into ledger.global_tile values (0, 7, decode(repeat('00', 8192), 'hex'))`)
  await owner.rows('update ledger.global set signed_size = 2048')
  expect(await header('/ledger/tile/0/007')).toBe('public, max-age=31536000, immutable')
  await owner.rows('update ledger.global set signed_size = $1', [size])
  await owner.rows('delete from ledger.global_tile where index = 7')
  await expect.poll(note, { timeout: 10_000 }).toBe(was.toString())
  await owner.rows('update ledger.global set note = null')
  expect(await note()).toBe(was.toString())
  await expect.poll(note, { timeout: 10_000 }).toContain('checkpoint.none')
  await owner.rows('update ledger.global set note = $1', [was])
})

test('P28 a practice’s tiles are served to the practice, as C2SP tlog-tiles has them', async () => {
  await candour.settle()
  const leaves = await leafHashes()
  const { bytes } = await fetched(`/api/ledger/tile/0/000.p/${leaves.length}`)
  expect(bytes).toEqual(Buffer.concat(leaves))
  const entries = (await fetched(`/api/ledger/tile/entries/000.p/${leaves.length}`)).bytes
  for (let at = 0, place = 0; at < entries.length; place++) {
    const length = entries.readUInt16BE(at)
    expect(hashLeaf(entries.subarray(at + 2, at + 2 + length))).toEqual(leaves[place])
    at += 2 + length
  }
  for (const path of [
    '0/000',
    '0/001',
    '1/000.p/1',
    '64/000',
    'x/000',
    '0/x000/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/0',
  ])
    expect([path, (await fetched(`/api/ledger/tile/${path}`)).status]).toEqual([path, 404])
})

test('P01 nobody without the right to the activity, and no other practice, comes to a practice’s ledger', async () => {
  const nurse = await colleague(candour, person, 2)
  const other = await signUp(candour, 'Another Practice', 'Ada Another')
  await candour.settle()
  const paths = ['checkpoint', 'key', 'tile/0/000.p/1', 'anchors', 'entries/1/proof', 'bundle', ''].map((one) =>
    `/api/ledger/${one}`.replace(/\/$/, ''),
  )
  for (const path of paths) {
    expect([path, (await fetched(path, nurse.browser)).status]).toEqual([path, 403])
    expect([path, (await fetched(path, candour.visitor())).status]).toEqual([path, 401])
  }
  const own = (await leafHashes(other.session.practice.id)).slice(0, 1)
  expect((await fetched('/api/ledger/tile/0/000.p/1', other.browser)).bytes).toEqual(Buffer.concat(own))
  expect((await fetched('/api/ledger/bundle', other.browser)).bytes.toString()).not.toContain(practice)
})

test('P28 the proof of an entry is under 5 kB and holds by itself', async () => {
  await registerPatient(person)
  await candour.settle()
  const leaves = await leafHashes()
  for (const number of [1, 2, leaves.length]) {
    const { bytes, status } = await fetched(`/api/ledger/entries/${number}/proof`)
    expect(status).toBe(200)
    expect(bytes.length).toBeLessThan(5_000)
    const told = JSON.parse(bytes.toString()) as Record<string, string> & {
      proof: string[]
      keys: string[]
      number: number
    }
    const [origin, size, root] = verified(told['checkpoint']!, told.keys[0]!)
    expect([told['format'], told.number, told['origin']]).toEqual(['candour/proof/1', number, origin])
    const leaf = hashLeaf(Buffer.from(told['leaf']!, 'base64'))
    expect(leaf).toEqual(leaves[number - 1])
    const proof = told.proof.map((part) => Buffer.from(part, 'base64'))
    expect(isIncluded(leaf, number - 1, Number(size), proof, Buffer.from(root!, 'base64'))).toBe(true)
  }
  for (const number of ['0', String(leaves.length + 50), 'x'])
    expect((await fetched(`/api/ledger/entries/${number}/proof`)).status).toBe(404)
})

interface Line {
  [name: string]: any
}

async function bundle(): Promise<Line[]> {
  const { bytes, status } = await fetched('/api/ledger/bundle')
  expect(status).toBe(200)
  return bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** By the description of the leaf alone. */
function leafOf(line: Line): Buffer {
  const fields = [
    'candour/leaf/2',
    Buffer.from(line['nonce'], 'base64'),
    String(line['at']),
    line['actorKind'],
    line['actor'] ?? '',
    line['verb'],
    line['outcome'],
    String(line['subjects']),
    Buffer.from(line['subjectsHash'], 'base64'),
    Buffer.from(line['detailHash'], 'base64'),
  ]
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

test('P28 a bundle is all that somebody needs who checks the ledger elsewhere', async () => {
  await publish()
  const [head, ...rest] = await bundle()
  const end = rest.pop()!
  const anchors = rest.filter((line) => line['anchor'] !== undefined).map((line) => line['anchor'] as Line)
  const entries = rest.slice(0, rest.length - anchors.length)
  expect([head!['format'], head!['practice'], head!['size']]).toEqual(['candour/bundle/1', practice, entries.length])
  const [, size, root] = verified(head!['checkpoint'], head!['keys'][0])
  expect(Number(size)).toBe(entries.length)
  const leaves = entries.map((line) => sha256(Buffer.of(0), leafOf(line)))
  expect(naiveRoot(leaves).toString('base64')).toBe(root)
  expect(end).toEqual({ end: true, entries: entries.length, anchors: anchors.length })
  expect(anchors.length).toBe(1)
  expect(Object.values(head!['names'] as object)).toContain('Imogen Thrale')
  const [, globalSize, globalRoot] = verified(head!['global'], head!['keys'][1])
  for (const { text, nonce, index, proof } of anchors) {
    const inner = sha256(Buffer.from(nonce, 'base64'), text as string).toString('hex')
    const leaf = sha256(Buffer.of(0), `candour/global/1\n${inner}\n`)
    const parts = (proof as string[]).map((part) => Buffer.from(part, 'base64'))
    expect(isIncluded(leaf, index, Number(globalSize), parts, Buffer.from(globalRoot!, 'base64'))).toBe(true)
  }
  expect(JSON.stringify(rest)).not.toMatch(/Ashdowne|Margery|127\.0\.0\.1/)
})

test('P33 an entry, a leaf hash or a tile that was altered is not signed, not proved and ends a bundle', async () => {
  await candour.settle()
  const [{ verb }] = (await owner.rows<{ verb: string }>(
    'select verb from ledger.entry where practice = $1 and number = 2',
    [practice],
  )) as [{ verb: string }]
  const set = (value: string) =>
    owner.rows('update ledger.entry set verb = $2 where practice = $1 and number = 2', [practice, value])
  await set('note.read')
  await expect(fetched('/api/ledger/bundle')).rejects.toThrow()
  expect((await fetched('/api/ledger/entries/2/proof')).status).toBe(500)
  await set(verb)
  const [{ leaf_hash: was }] = (await owner.rows<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger.entry where practice = $1 and number = 2',
    [practice],
  )) as [{ leaf_hash: Buffer }]
  await owner.rows(`update ledger.entry set leaf_hash = sha256('x') where practice = $1 and number = 2`, [practice])
  const refused = await person.browser.try(checkpointRoutes.sign, {})
  expect([refused.status, codeOf(refused)]).toEqual([500, 'record.altered'])
  const before = (await person.browser.call(checkpointRoutes.anchors, {})).anchors.length
  await publish()
  expect((await person.browser.call(checkpointRoutes.anchors, {})).anchors.length).toBe(before)
  await owner.rows('update ledger.entry set leaf_hash = $2 where practice = $1 and number = 2', [practice, was])
  expect((await person.browser.try(checkpointRoutes.sign, {})).status).toBe(200)
})

test('P33 a note that was altered, or put in from another practice, is not shown', async () => {
  const other = await signUp(candour, 'A Third Practice', 'Ada Third')
  await other.browser.call(checkpointRoutes.sign, {})
  await person.browser.call(checkpointRoutes.sign, {})
  for (const note of [
    `(select note from ledger.checkpoint where practice = '${other.session.practice.id}' limit 1)`,
    `convert_to(replace(convert_from(note, 'UTF8'), E'\\ntime 2', E'\\ntime 3'), 'UTF8')`,
  ]) {
    await owner.rows(
      `create temp table kept as select checkpoint, note from ledger.checkpoint where practice = '${practice}'`,
    )
    await owner.rows(`update ledger.checkpoint set note = ${note} where practice = $1`, [practice])
    for (const path of ['/api/ledger', '/api/ledger/checkpoint']) expect((await fetched(path)).status).toBe(500)
    await owner.rows(
      'update ledger.checkpoint c set note = k.note from kept k where k.checkpoint = c.checkpoint and c.practice = $1',
      [practice],
    )
    await owner.rows('drop table kept')
  }
  expect((await fetched('/api/ledger')).status).toBe(200)
})

test('P28 erasing a patient’s key leaves the tree, its proofs and a bundle as they were', async () => {
  const patient = await registerPatient(person)
  await candour.settle()
  const before = await bundle()
  await owner.rows(
    `update candour.compartment set wrapped = null, destroyed_at = now() where practice = $1 and compartment = (select compartment
       from candour.resource where practice = $1 and type = 'Patient' and id = $2 limit 1)`,
    [practice, patient.id],
  )
  await candour.settle()
  const after = await bundle()
  const entriesOf = (lines: Line[]) => lines.filter((line) => line['verb'] !== undefined)
  expect(entriesOf(after).slice(0, entriesOf(before).length)).toEqual(entriesOf(before))
  const [{ number }] = (await owner.rows<{ number: number }>(
    `select max(number) as number from ledger.entry where practice = $1 and verb = 'patient.register'`,
    [practice],
  )) as [{ number: number }]
  expect((await fetched(`/api/ledger/entries/${number}/proof`)).status).toBe(200)
})
