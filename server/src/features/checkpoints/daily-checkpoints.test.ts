import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { entriesAfter } from '../../../test/walls/ledger-entries.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { publishedFile } from '../../platform/ledger/published.ts'
import { checkpointText, openNote, originOf, signNote } from '../../platform/ledger/signing.ts'
import { createLog } from '../../platform/log.ts'
import { dailyCheckpoints } from './daily-checkpoints.ts'
import { signedTree } from './sign-checkpoint.ts'

let candour: TestCandour
let owner: Owner
let person: Person
let practice: string
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await connectOwner(candour)
  person = await signUp(candour)
  practice = person.session.practice.id
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

async function runDaily(): Promise<void> {
  const { database, vault, keysOf } = candour.parts
  await candour.settle()
  const clock = { now: () => new Date() }
  const parts = { gate: database.gate, published: publishedFile(candour.config.keys) }
  await dailyCheckpoints(practiceWork({ database, vault, keysOf, clock }), parts, createLog('silent'))
  await candour.settle()
}

async function mails(): Promise<{ to: { address: string }; subject: string; text: string }[]> {
  const { body } = await candour.visitor().send('GET', '/api/mails')
  return (body.mails as { to: { address: string }; subject: string; text: string }[]).filter(({ subject }) =>
    subject.startsWith('Checkpoint of'),
  )
}

test('P28 whom a practice named is mailed the checkpoint of the day, once a day, as it was signed', async () => {
  const { revision } = await person.browser.call(checkpointRoutes.read, {})
  const page = await person.browser.call(checkpointRoutes.setMail, {
    mailedTo: ['auditor@example.org', 'partner@example.org'],
    baseRevision: revision,
  })
  expect(page.mailedTo).toEqual(['auditor@example.org', 'partner@example.org'])
  await runDaily()
  await runDaily()
  const sent = await mails()
  expect(sent.map(({ to }) => to.address).toSorted()).toEqual(page.mailedTo)
  const { newest, key } = await person.browser.call(checkpointRoutes.read, {})
  for (const { text } of sent) {
    expect(text).toContain(newest!.note.trimEnd())
    expect(text.replaceAll('\n', ' ')).toContain(key)
    expect(text).not.toMatch(/Imogen|Thrale/)
  }
  const days = (await entriesAfter(candour, owner, practice, 0)).filter(({ verb }) => verb === 'checkpoint.daily')
  expect(days).toHaveLength(1)
})

test('P33 the addresses are sealed, and altered, swapped for older ones or taken away they open nothing', async () => {
  const [older] = await owner.rows<{ revision: number; sealed: Buffer }>(
    'select revision, sealed from candour.checkpoint_mail',
  )
  expect(older!.sealed.toString()).not.toContain('auditor')
  await person.browser.call(checkpointRoutes.setMail, {
    mailedTo: ['auditor@example.org'],
    baseRevision: older!.revision,
  })
  const [now] = await owner.rows<{ revision: number; sealed: Buffer }>(
    'select revision, sealed from candour.checkpoint_mail',
  )
  for (const { revision, sealed } of [older!, { ...now!, sealed: now!.sealed.subarray(1) }]) {
    await owner.rows('update candour.checkpoint_mail set revision = $1, sealed = $2', [revision, sealed])
    expect(codeOf(await person.browser.try(checkpointRoutes.read, {}))).toBe('record.altered')
  }
  await owner.rows('delete from candour.checkpoint_mail')
  expect(codeOf(await person.browser.try(checkpointRoutes.read, {}))).toBe('record.altered')
  await owner.rows('insert into candour.checkpoint_mail (practice, revision, sealed) values ($1, $2, $3)', [
    practice,
    now!.revision,
    now!.sealed,
  ])
  expect((await person.browser.call(checkpointRoutes.read, {})).mailedTo).toEqual(['auditor@example.org'])
})

test('who decides on the addresses decides on those that they saw; a manager sees them and decides nothing', async () => {
  const manager = await colleague(candour, person, 3)
  const { revision, mailedTo, mayChange } = await manager.browser.call(checkpointRoutes.read, {})
  expect([mailedTo, mayChange]).toEqual([['auditor@example.org'], false])
  const asked = { mailedTo: ['other@example.org'], baseRevision: revision }
  expect((await manager.browser.try(checkpointRoutes.setMail, asked)).status).toBe(403)
  const stale = await person.browser.try(checkpointRoutes.setMail, { ...asked, baseRevision: revision - 1 })
  expect(codeOf(stale)).toBe('record.changed_meanwhile')
})

test('P28 what was signed within the minute, of a tree that has not grown, is given as it is; anything else is signed anew', async () => {
  await candour.settle()
  const parts = { gate: candour.parts.database.gate, published: publishedFile(candour.config.keys) }
  const ask = () => inPractice(candour, practice, (inside) => signedTree({ ...inside, now: new Date() }, parts))
  const count = async () => (await owner.rows('select 1 from ledger.checkpoint where practice = $1', [practice])).length
  const first = await ask()
  const before = await count()
  expect([await ask(), await ask(), await count()]).toEqual([first, first, before])
  const origin = originOf(first.installation, practice)
  const inHand = (note: string) =>
    owner.rows('update ledger.checkpoint set note = $2 where practice = $1 and size = $3', [
      practice,
      Buffer.from(note),
      first.size,
    ])
  await inHand(first.note.replace('\ntime 2', '\ntime 3'))
  expect(openNote(candour.parts.vault, origin, (await ask()).note)).toMatch(/\ntime 2/)
  expect(await count()).toBe(before + 1)
  // As if it had been signed 61 seconds ago, here and apart from the database.
  const state = {
    size: first.size,
    root: Buffer.from(first.note.split('\n')[2]!, 'base64'),
    at: new Date(first.at.getTime() - 61_000),
  }
  const old = signNote(candour.parts.vault, origin, checkpointText(origin, state))
  await parts.published.add([{ tree: practice, installation: first.installation, ...state }])
  await owner.rows('update ledger.checkpoint set at = $2 where practice = $1', [practice, state.at])
  await inHand(old)
  expect((await ask()).at.getTime()).toBeGreaterThan(state.at.getTime())
  expect(await count()).toBe(before + 2)
  await registerPatient(person)
  await candour.settle()
  expect((await ask()).size).toBeGreaterThan(first.size)
  expect(await count()).toBe(before + 3)
})
