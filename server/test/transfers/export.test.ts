import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { Decrypter } from 'age-encryption'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digest } from '../../src/platform/vault/digest.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../people.ts'
import { addFile, newNhsNumber, putResource, writeNote } from '../walls/house.ts'
import { connectOwner } from '../walls/owner.ts'
import { inPractice } from '../walls/practice-keys.ts'
import { startQuickCandour } from '../walls/quick-passwords.ts'
import { foldDirectory } from '../../src/features/directory/fold-directory.ts'
import { expireTransfers } from '../../src/features/transfers/expire-transfers.ts'
import { folderSource } from '../../src/features/transfers/folder-source.ts'
import type { SourceFile } from '../../src/features/transfers/source.ts'
import { practiceWork } from '../../src/platform/jobs/practice-work.ts'
import { exportFolder, folderOf, importFolder, readFolder, unstamped, workshopOf } from './by-command.ts'
import { checkedImport, doneExport, doneImport, downloadExport, settled } from './by-web.ts'
import { unzip, zipOf } from './unzip.ts'

let candour: TestCandour
let admin: Person
let patient: string
let file: string
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour, 'Export <b>House</b>')
  patient = (await registerPatient(admin, { family: 'Harrow <img src=x>', nhsNumber: newNhsNumber() })).id
  await writeNote(admin, patient, 'Seen, and well & cheerful <script>alert(1)</script>.')
  file = await addFile(admin, patient, 'Contents of a letter.', '../../etc/letter.TXT')
  // Ids that are no UUIDs: their order is that of the ids, not of what the database knows of them.
  for (const id of ['b-2', 'b-10', 'a-1', '...']) {
    await putResource(admin, 'Patient', id, { name: [{ family: `Elsewhere ${id}` }] })
    await putResource(admin, 'Observation', `o${id}`, {
      status: 'final',
      code: { text: 'Weight' },
      subject: { reference: `Patient/${id}` },
    })
  }
})
afterAll(() => candour.stop())

test('an export holds every record, the contents of documents, pages to read, and a manifest that is right', async () => {
  const { id, download } = await doneExport(admin)
  expect(download).toMatchObject({ name: expect.stringMatching(/^candour-export-\d{4}-\d\d-\d\d\.zip$/) })
  const { status, bytes, headers } = await downloadExport(admin, id)
  expect([status, bytes.length, headers.get('content-type')]).toEqual([200, download!.size, 'application/zip'])
  const files = unzip(bytes)
  const ids = (type: string) =>
    files
      .get(`${type}.ndjson`)!
      .toString()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids('Patient')).toEqual([...ids('Patient')].toSorted())
  expect(ids('Patient')).toEqual(expect.arrayContaining([patient, '...', 'a-1', 'b-10', 'b-2']))
  expect(ids('Observation')).toEqual(['o...', 'oa-1', 'ob-10', 'ob-2'])
  expect(files.get(`files/${file}.txt`)!.toString()).toBe('Contents of a letter.')
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as {
    patients: number
    resources: Record<string, number>
    files: { path: string; size: number; sha256: string; name?: string }[]
  }
  expect(manifest).toMatchObject({ patients: 5, resources: { Patient: 5, Observation: 4, Composition: 1 } })
  expect(manifest.files.map(({ path }) => path)).toEqual(
    [...files.keys()].filter((path) => path !== 'manifest.json').toSorted(),
  )
  for (const { path, size, sha256 } of manifest.files) {
    expect([path, size, sha256]).toEqual([path, files.get(path)!.length, digest(files.get(path)!).toString('hex')])
    expect(path).toMatch(/^[A-Za-z0-9./-]+$/)
    expect(path.split('/')).not.toContain('..')
  }
  expect(manifest.files.find(({ path }) => path.startsWith('files/'))!.name).toBe('../../etc/letter.TXT')
})

test('its pages open without a network, and nothing that somebody typed becomes markup', async () => {
  const files = unzip((await downloadExport(admin, (await doneExport(admin)).id)).bytes)
  const index = files.get('index.html')!.toString()
  expect(index).toContain('Records of Export &lt;b&gt;House&lt;/b&gt;')
  expect(index).toContain(`href="patients/${patient}.html"`)
  expect(index).toContain('HARROW &lt;IMG SRC=X&gt;, Margery (Mrs)')
  const page = files.get(`patients/${patient}.html`)!.toString()
  expect(page).toContain('well &amp; cheerful &lt;script&gt;')
  expect(page).toContain(`href="../files/${file}.txt"`)
  for (const html of [index, page]) {
    expect(html).not.toMatch(/<script|<img|https?:\/\//i)
    expect(html).toContain("default-src 'none'")
  }
})

test('one patient alone: theirs and nobody else’s, in their access log, from level 3', async () => {
  const manager = await colleague(candour, admin, 3, 'Practice Manager')
  const { id } = await doneExport(manager, { patient: 'b-2' })
  const files = unzip((await downloadExport(manager, id)).bytes)
  expect([...files.keys()].toSorted()).toEqual([
    'Observation.ndjson',
    'Patient.ndjson',
    'index.html',
    'manifest.json',
    'patients/b-2.html',
  ])
  expect(files.get('Patient.ndjson')!.toString().trim().split('\n')).toHaveLength(1)
  expect((await manager.browser.try(transferRoutes.startExport, {})).status).toBe(403)
  const clinician = await colleague(candour, admin, 2, 'A Clinician')
  expect((await clinician.browser.try(transferRoutes.exportPatient, { id: patient })).status).toBe(403)
  // What somebody else exported is not theirs to see.
  const whole = await doneExport(admin)
  expect((await manager.browser.try(transferRoutes.read, { id: whole.id })).status).toBe(404)
  expect((await downloadExport(manager, whole.id)).status).toBe(404)
  await candour.settle()
  const { entries } = await admin.browser.call(entryRoutes.list, { kind: 'opened', member: manager.session.member.id })
  const mine = entries.filter(({ patient: of }) => of?.family === 'Elsewhere b-2').map(({ verb }) => verb)
  expect(mine).toEqual(expect.arrayContaining(['transfer.export', 'transfer.download']))
})

test('an export of the practice reaches every patient’s access log before it can be downloaded', async () => {
  const { id } = await doneExport(admin)
  await candour.settle()
  const owner = await connectOwner(candour)
  const rows = await owner.rows<{ compartment: string }>(
    `select distinct p.compartment from ledger.posting p join ledger.entry e using (practice, number)
     where p.practice = $1 and e.verb = 'transfer.export'
       and e.at >= (select created_at from candour.transfer where transfer = $2)`,
    [admin.session.practice.id, id],
  )
  await owner.end()
  expect(rows).toHaveLength(5)
})

test('sealed with a passphrase it opens with that alone, and Candour keeps neither the passphrase nor the pieces', async () => {
  const { id, passphrase, download } = await doneExport(admin, { passphrase: 'harbour lantern quilt' })
  expect([passphrase, download!.name.endsWith('.zip.age')]).toEqual([true, true])
  const { bytes } = await downloadExport(admin, id)
  const opener = new Decrypter()
  opener.addPassphrase('harbour lantern quilt')
  expect(unzip(Buffer.from(await opener.decrypt(bytes))).has('manifest.json')).toBe(true)
  const owner = await connectOwner(candour)
  const [row] = await owner.rows<{ parts: number; blobs: number }>(
    `select (select count(*)::int from candour.transfer_part where transfer = $1) as parts,
       (select count(*)::int from candour.blob b join candour.transfer t using (practice, compartment) where t.transfer = $1) as blobs`,
    [id],
  )
  await owner.end()
  expect(row).toEqual({ parts: 0, blobs: 1 })
})

test('an export that had its 24 hours is gone, and its key with it', async () => {
  const { id } = await doneExport(admin)
  const owner = await connectOwner(candour)
  await owner.rows(`update candour.transfer set expires_at = now() - interval '1 minute' where transfer = $1`, [id])
  const { status, bytes } = await downloadExport(admin, id)
  expect([status, JSON.parse(bytes.toString()).error.code]).toEqual([410, 'transfer.expired'])
  expect((await admin.browser.call(transferRoutes.read, { id })).download).toBeNull()
  const compartmentOf = `select t.compartment, c.wrapped is null as gone from candour.transfer t
    left join candour.compartment c on c.practice = t.practice and c.compartment = $2 where t.transfer = $1`
  const [before] = await owner.rows<{ compartment: string }>(compartmentOf, [id, null])
  const { blobs, keysOf, clock, vault } = await workshopOf(candour)
  const { database } = candour.parts
  await expireTransfers(blobs, database.jobs, practiceWork({ database, vault, keysOf, clock }))
  expect(await owner.rows(compartmentOf, [id, before!.compartment])).toEqual([{ compartment: null, gone: true }])
  expect(await owner.rows('select 1 from candour.blob where compartment = $1', [before!.compartment])).toEqual([])
  await owner.end()
})

test('export, import into an empty practice, export: the same, contents of documents too', async () => {
  const empty = (await signUp(candour, 'An empty practice')).session.practice.id
  const [first, second] = [await folderOf({}), await folderOf({})]
  await exportFolder(candour, admin.session.practice.id, first)
  const { refused } = await importFolder(candour, empty, first)
  expect(refused).toEqual([])
  await exportFolder(candour, empty, second)
  const [mine, theirs] = [await readFolder(first), await readFolder(second)]
  expect([...theirs.keys()].toSorted()).toEqual([...mine.keys()].toSorted())
  for (const [path, bytes] of mine) {
    if (path === 'manifest.json' || path === 'index.html') continue
    const plain = (all: Buffer) => all.toString('latin1').split('\n').map(unstamped)
    expect([path, plain(theirs.get(path)!)]).toEqual([path, plain(bytes)])
  }
  const names = (files: Map<string, Buffer>) =>
    (JSON.parse(files.get('manifest.json')!.toString()) as { files: { path: string; name?: string }[] }).files.map(
      ({ path, name }) => [path, name],
    )
  expect(names(theirs)).toEqual(names(mine))
  for (const folder of [first, second]) await rm(folder, { recursive: true })
})

test('the ZIP of an export goes into another practice through the web app, contents of documents too', async () => {
  const other = await signUp(candour, 'Another empty practice')
  const { id } = await doneExport(admin)
  const { bytes } = await downloadExport(admin, id)
  const checked = await checkedImport(other, { 'candour-export.zip': bytes })
  expect(checked).toMatchObject({ state: 'paused', step: 'check', can: ['keep', 'cancel'] })
  expect(checked.done).toBe(checked.total)
  await other.browser.call(transferRoutes.keep, { id: checked.id })
  const kept = await settled(other, checked.id)
  expect(kept).toMatchObject({ state: 'done', problem: null })
  expect(kept.kept.every(({ refused, created }) => refused === 0 && created > 0)).toBe(true)
  const { response } = await other.browser.fetch('GET', `/api/files/${file}/content`)
  expect([response.status, await response.text()]).toEqual([200, 'Contents of a letter.'])
  const again = await doneImport(other, { 'candour-export.zip': bytes })
  expect(again.kept.every(({ unchanged, created, updated }) => unchanged > 0 && created + updated === 0)).toBe(true)
})

test('on the command line a ZIP is the folder that it was packed from', async () => {
  const { id } = await doneExport(admin)
  const { bytes } = await downloadExport(admin, id)
  const [folder, zipped] = [await folderOf({}), await folderOf({ 'export.zip': bytes })]
  await exportFolder(candour, admin.session.practice.id, folder)
  const told = async (path: string) => {
    const { files, contents } = await folderSource([path])
    const plain = (all: SourceFile[]) => all.map((one) => ({ ...one, read: null }))
    return [plain(files), plain(contents)]
  }
  expect(await told(join(zipped, 'export.zip'))).toEqual(await told(folder))
  for (const one of [folder, zipped]) await rm(one, { recursive: true })
})

test('a ZIP that is damaged, without records, or sealed stops the import with words, and changes nothing', async () => {
  const other = await signUp(candour, 'A third practice')
  const { id } = await doneExport(admin)
  const { bytes } = await downloadExport(admin, id)
  for (const [name, contents, words] of [
    ['half.zip', bytes.subarray(0, bytes.length / 2), 'This is not a whole ZIP.'],
    ['letters.zip', await zipOf({ 'letter.docx': Buffer.from('x') }), 'There are no FHIR files'],
    ['export.zip.age', bytes, 'is sealed with a passphrase'],
  ] as const) {
    const failed = await checkedImport(other, { [name]: contents })
    expect([name, failed.state, failed.problem]).toEqual([name, 'failed', expect.stringContaining(words)])
  }
  expect((await other.browser.call(transferRoutes.list, {})).transfers).toHaveLength(3)
})

test('an export that was stopped goes on where it was, and holds everything once', async () => {
  const folder = await folderOf({})
  const practice = admin.session.practice.id
  const stop = new AbortController()
  let chunks = 0
  const onProgress = () => void (++chunks === 1 && stop.abort(new Error('stopped')))
  await expect(exportFolder(candour, practice, folder, { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
  expect(await readdir(folder)).toEqual([])
  await exportFolder(candour, practice, folder)
  const lines = (await readFolder(folder)).get('Patient.ndjson')!.toString().trim().split('\n')
  expect(lines).toHaveLength(5)
  expect(await readdir(join(folder, 'patients'))).toHaveLength(5)
  await rm(folder, { recursive: true })
})

test('the directory’s blocks are no resources: a practice whose directory was folded is exported', async () => {
  await inPractice(candour, admin.session.practice.id, (inside) => foldDirectory({ ...inside, now: new Date() }))
  expect(await doneExport(admin)).toMatchObject({ state: 'done', problem: null })
})

test('a document that names the contents of another patient’s does not take them along', async () => {
  const { id: other } = await registerPatient(admin, { family: 'Other' })
  await putResource(admin, 'DocumentReference', 'names-another', {
    status: 'current',
    subject: { reference: `Patient/${other}` },
    content: [{ attachment: { url: `/api/files/${file}/content` } }],
  })
  const files = unzip((await downloadExport(admin, (await doneExport(admin, { patient: other })).id)).bytes)
  expect([...files.keys()].filter((path) => path.startsWith('files/'))).toEqual([])
  expect(files.get(`patients/${other}.html`)!.toString()).not.toContain(file)
})

test('an administrator who became less has no more to do with the practice’s export that they asked for', async () => {
  const second = await colleague(candour, admin, 4, 'Second Administrator')
  const { id } = await doneExport(second)
  expect((await downloadExport(second, id)).status).toBe(200)
  await admin.browser.call(memberRoutes.changeLevel, { id: second.session.member.id, level: 3, reason: 'less' })
  expect((await downloadExport(second, id)).status).toBe(404)
  expect((await second.browser.call(transferRoutes.list, {})).transfers).toEqual([])
  const { id: one } = await doneExport(second, { patient })
  expect((await downloadExport(second, one)).status).toBe(200)
})

test('an export by command that nobody went on with for a week is let go of, key and all; the next one begins anew', async () => {
  const folder = await folderOf({})
  const practice = admin.session.practice.id
  const stop = new AbortController()
  const onProgress = () => stop.abort(new Error('stopped'))
  await expect(exportFolder(candour, practice, folder, { signal: stop.signal, onProgress })).rejects.toThrow('stopped')
  const owner = await connectOwner(candour)
  const left = `from candour.transfer where practice = $1 and place = 'command' and compartment is not null`
  const [row] = await owner.rows<{ compartment: string; days: number }>(
    `select compartment, extract(epoch from expires_at - now())::float8 / 86400 as days ${left}`,
    [practice],
  )
  expect(row!.days).toBeCloseTo(7, 1)
  await owner.rows(`update candour.transfer set expires_at = now() - interval '1 minute' where compartment = $1`, [
    row!.compartment,
  ])
  const { blobs, keysOf, clock, vault } = await workshopOf(candour)
  const { database } = candour.parts
  await expireTransfers(blobs, database.jobs, practiceWork({ database, vault, keysOf, clock }))
  expect(await owner.rows(`select 1 ${left}`, [practice])).toEqual([])
  await exportFolder(candour, practice, folder)
  expect((await readFolder(folder)).has('manifest.json')).toBe(true)
  await owner.end()
  await rm(folder, { recursive: true })
})
