import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import bcrypt from 'bcryptjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { mailsTo, tokenIn } from '../../../test/mails.ts'
import { password as ownPassword, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { openInstallation } from '../accounts/installation.ts'
import { findAccount } from '../accounts/find-account.ts'
import { isPasswordOutdated } from '../accounts/account.ts'
import { importMembers, type LineOutcome } from './import-members.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour, 'Wych Surgery', 'Imogen Thrale')
})
afterAll(() => candour.stop())

const old = 'as it was with 1 lantern'
const nurse = {
  name: 'Nkem Adeyfield',
  role: 'Nurse',
  email: 'nkem@example.org',
  level: 2,
  passwordHash: bcrypt.hashSync(old, 4),
}

async function bring(lines: unknown[], isDryRun = false): Promise<LineOutcome[]> {
  const { database, vault, keysOf } = candour.parts
  const tokenKey = await openInstallation(database.gate, vault)
  const found: LineOutcome[] = []
  async function* texts() {
    for (const line of lines) yield typeof line === 'string' ? line : JSON.stringify(line)
  }
  const parts = { atGate: database.atGate, vault, keysOf, tokenKey }
  await importMembers(parts, owner.session.practice.id, texts(), isDryRun, (one) => found.push(one))
  return found
}

const signIn = (email: string, password: string) => candour.visitor().try(sessionRoutes.signIn, { email, password })
const team = async () => (await owner.browser.call(memberRoutes.list, {})).members

test('P15 P06 members come with the passwords of another system: they wait for approval, and are hashed anew as they sign in', async () => {
  const other = { ...nurse, email: owner.email }
  const elsewhere = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const known = { ...nurse, email: elsewhere.email, name: 'Yann Zell' }
  const lines = [nurse, other, known, '{', { ...nurse, level: 9 }, { ...nurse, passwordHash: '$2b$31$x' }]
  const dry = await bring(lines, true)
  expect(dry.map(({ outcome }) => outcome)).toEqual([
    'added',
    'member-already',
    'known',
    'refused',
    'refused',
    'refused',
  ])
  expect(await team()).toHaveLength(1)
  expect(await bring(lines)).toEqual(dry)
  expect(
    (await bring([nurse])).map(({ outcome }) => outcome),
    'once more',
  ).toEqual(['member-already'])
  expect(JSON.stringify(dry)).not.toContain('$2b$31')

  const pending = (await team()).filter(({ state }) => state === 'pending')
  expect(pending.map(({ email }) => email).toSorted()).toEqual([elsewhere.email, nurse.email].toSorted())
  expect(codeOf(await signIn(nurse.email, 'something else'))).toBe('session.sign_in_failed')
  expect(codeOf(await signIn(nurse.email, old))).toBe('member.awaiting_approval')
  expect((await signIn(elsewhere.email, ownPassword)).status, 'who had an account keeps its password').toBe(200)
  expect((await signIn(elsewhere.email, old)).status).toBe(401)

  const { database, vault } = candour.parts
  const tokenKey = await openInstallation(database.gate, vault)
  const row = await database.atGate((gate) => findAccount(gate, vault, tokenKey, nurse.email))
  expect(await isPasswordOutdated(vault, row!), 'hashed anew').toBe(false)
  await owner.browser.call(memberRoutes.approve, { id: pending.find(({ email }) => email === nurse.email)!.id })
  expect((await signIn(nurse.email, old)).status).toBe(200)
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, {})
  expect(entries.filter(({ what }) => what === 'Took members over from another system')).toHaveLength(2)
})

test('P18 a password that came from another system and is easily guessed opens nothing: its person sets another one by mail', async () => {
  const otto = {
    ...nurse,
    name: 'Otto Fenwick',
    email: 'otto@example.org',
    passwordHash: bcrypt.hashSync('fenwick1', 4),
  }
  await bring([otto])
  const pending = (await team()).find(({ email }) => email === otto.email)!
  await owner.browser.call(memberRoutes.approve, { id: pending.id })
  expect(codeOf(await signIn(otto.email, 'fenwick2'))).toBe('session.sign_in_failed')
  for (let one = 0; one < 2; one++)
    expect(codeOf(await signIn(otto.email, 'fenwick1'))).toBe('password.taken_over_weak')
  const links = (await mailsTo(candour, otto.email)).filter(({ subject }) => subject === 'Set a new Candour password')
  expect(links, 'one mail in five minutes').toHaveLength(1)
  const token = await tokenIn(candour, otto.email, /Set a new/)
  await candour.visitor().call(passwordRoutes.reset, { token, password: 'gravel tunnel opera fig' })
  expect((await signIn(otto.email, 'gravel tunnel opera fig')).status).toBe(200)
})
