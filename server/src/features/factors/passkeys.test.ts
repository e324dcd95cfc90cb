import { entryRoutes } from '@candour/contract/entries.ts'
import { errors } from '@candour/contract/errors.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, enrolApp, enrolPasskey, password, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { softPasskey, type Lies, type SoftPasskey } from '../../../test/soft-passkey.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { passkeySite } from './passkey.ts'

const clock = testClock('2026-11-22T09:00:00Z')
let candour: TestCandour
let owner: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  owner = await signUp(candour)
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const start = (browser = candour.visitor()) => browser.call(sessionRoutes.startPasskey, {})
const send = (signed: object, browser = candour.visitor()) => browser.try(sessionRoutes.signInByPasskey, { signed })
/** Signs in by the passkey alone, with a lie or without. */
const come = async (passkey: SoftPasskey, lies: Lies = {}, browser = candour.visitor()) =>
  send(passkey.sign(await start(browser), lies), browser)
const came = ({ status, body }: { status: number; body: { error?: { code: string } } }) =>
  status === 200 ? 'in' : `${status} ${body.error!.code}`
const refused = '401 factor.passkey_refused'

/** A nurse with a passkey. */
async function nurseWithPasskey(passkey = softPasskey()) {
  const nurse = await colleague(candour, owner, 2)
  await enrolPasskey(nurse, passkey)
  return { nurse, passkey }
}
async function firstStep({ email }: Person) {
  const browser = candour.visitor()
  const outcome = await browser.call(sessionRoutes.signIn, { email, password })
  if (outcome.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  return { browser, ...outcome }
}
const secondStep = (ticket: string, signed: object, browser = candour.visitor()) =>
  browser.try(sessionRoutes.proveFactor, { ticket, proof: { by: 'passkey', signed } })

test('P12 a passkey alone signs in, without an email, counts as second factor, and says when it was used', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  const browser = candour.visitor()
  expect(came(await come(passkey, {}, browser))).toBe('in')
  const session = await whoAmI(browser)
  expect(session.member.id).toBe(nurse.session.member.id)
  expect(session.provesBy).toEqual(['passkey', 'recovery'])
  expect(session.factorDueAt).toBeNull()
  const { rows } = await database.query('select how from gate.session where account = $1 order by created_at', [
    session.account.id,
  ])
  expect(rows.at(-1)).toEqual({ how: 'passkey' })
  const { factors } = await browser.call(factorRoutes.list, {})
  expect(factors).toMatchObject([{ kind: 'passkey', name: 'Laptop' }])
  expect(factors[0]!.lastUsedAt).not.toBeNull()
})

test('P12 the password opens the second step, where the passkey is taken once and for that ticket alone', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  const { ticket, ways, passkey: options, browser } = await firstStep(nurse)
  expect(ways).toEqual(['passkey', 'recovery'])
  const other = await firstStep(nurse)
  expect(came(await secondStep(other.ticket, passkey.sign(options!)))).toBe(refused)
  expect(came(await secondStep(ticket, passkey.sign(await start())))).toBe(refused)
  const signed = passkey.sign(options!)
  expect(came(await secondStep(ticket, signed, browser))).toBe('in')
  expect(came(await secondStep(ticket, signed))).toBe('401 session.ticket_invalid')
  await whoAmI(browser)
})

test('a passkey proves that one is there, by a challenge of this session alone, and gives a new token', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  const prove = (signed: object, browser = nurse.browser) =>
    browser.try(sessionRoutes.prove, { proof: { by: 'passkey', signed } })
  const second = candour.visitor()
  await come(passkey, {}, second)
  await whoAmI(second)
  const elsewhere = await second.call(sessionRoutes.startProof, {})
  expect(came(await prove(passkey.sign(elsewhere)))).toBe(refused)
  const before = nurse.browser.cookie
  const signed = passkey.sign(await nurse.browser.call(sessionRoutes.startProof, {}))
  expect(came(await prove(signed))).toBe('in')
  expect(nurse.browser.cookie).not.toBe(before)
  await whoAmI(nurse.browser)
  expect(came(await prove(signed))).toBe(refused)
  // A challenge to prove oneself signs nobody in.
  const proof = passkey.sign(await nurse.browser.call(sessionRoutes.startProof, {}))
  expect(came(await send(proof))).toBe(refused)
})

test('what another site, another key or nobody signed is refused, and a key that is not verified', async () => {
  const { passkey } = await nurseWithPasskey()
  const { passkey: others } = await nurseWithPasskey()
  const theirs = others.sign(await start()).userHandle
  const lies: Record<string, Lies> = {
    'another origin': { origin: 'https://candour.example' },
    'the same name, another port': { origin: 'http://localhost:3001' },
    'another site': { site: 'candour.example' },
    'not verified': { isUserVerified: false },
    'in a frame': { crossOrigin: true },
    'another account': { userHandle: theirs },
    'no account': { userHandle: null },
    'another passkey': { id: others.id },
    'an unknown passkey': { id: softPasskey().id },
    'a challenge of its own': { challenge: Buffer.alloc(54, 7).toString('base64url') },
    'a challenge too short': { challenge: 'AAAA' },
  }
  for (const [what, lie] of Object.entries(lies))
    expect([what, came(await come(passkey, lie))]).toEqual([what, refused])
  const signed = passkey.sign(await start())
  const signature = Buffer.from(signed.signature, 'base64url')
  signature[signature.length - 1]! ^= 1
  expect(came(await send({ ...signed, signature: signature.toString('base64url') }))).toBe(refused)
  expect(came(await come(passkey))).toBe('in')
})

test('a challenge holds five minutes', async () => {
  const { passkey } = await nurseWithPasskey()
  const [late, intime] = [await start(), await start()]
  clock.advance(5 * 60_000)
  expect(came(await send(passkey.sign(intime)))).toBe('in')
  clock.advance(1)
  expect(came(await send(passkey.sign(late)))).toBe(refused)
})

test('what one passkey signed, forty times at once, opens one session, and none later', async () => {
  const { passkey } = await nurseWithPasskey(softPasskey(false))
  const signed = passkey.sign(await start())
  const answers = await Promise.all(Array.from({ length: 40 }, () => send(signed)))
  expect(answers.map(came).toSorted()).toEqual([...Array.from({ length: 39 }, () => refused), 'in'])
  expect(came(await send(signed))).toBe(refused)
  expect(came(await come(passkey))).toBe('in')
})

test('a passkey that counts backwards is refused and entered: it may be a copy', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  expect(came(await come(passkey, { counter: 7 }))).toBe('in')
  expect(came(await come(passkey, { counter: 7 }))).toBe('401 factor.passkey_copied')
  expect(came(await come(passkey, { counter: 3 }))).toBe('401 factor.passkey_copied')
  expect(came(await come(passkey, { counter: 0 }))).toBe('401 factor.passkey_copied')
  expect(came(await come(passkey, { counter: 8 }))).toBe('in')
  expect(await refusalsOf(nurse)).toContain(errors['factor.passkey_copied'][1])
})

/** In words, as the activity shows them. */
async function refusalsOf({ session }: Person): Promise<(string | null)[]> {
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: session.member.id, kind: 'refused' })
  return entries.map(({ refusal }) => refusal)
}

test('it works while the password is throttled', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  for (let turn = 0; turn < 11; turn++)
    await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password: 'not this one' })
  const byPassword = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect(byPassword.status).toBe(429)
  expect(came(await come(passkey))).toBe('in')
})

test('a new passkey is taken from this session alone, of this site, and once', async () => {
  const nurse = await colleague(candour, owner, 2)
  const other = await colleague(candour, owner, 2)
  const passkey = softPasskey()
  const confirm = (made: object, browser = nurse.browser) =>
    browser.try(factorRoutes.confirmPasskey, { name: 'Key', passkey: made })
  const options = await nurse.browser.call(factorRoutes.startPasskey, {})
  expect(options).toMatchObject({
    attestation: 'none',
    rp: { id: 'localhost' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  expect(
    (options as unknown as { pubKeyCredParams: { alg: number }[] }).pubKeyCredParams.map(({ alg }) => alg),
  ).toEqual([-8, -7, -257])
  for (const lie of [{ origin: 'https://candour.example' }, { site: 'example' }, { isUserVerified: false }])
    expect(came(await confirm(passkey.make(options, lie)))).toBe('400 factor.passkey_not_made')
  expect(came(await confirm(passkey.make(options), other.browser))).toBe('400 factor.passkey_not_made')
  const made = passkey.make(options)
  expect(came(await confirm(made))).toBe('in')
  expect(came(await confirm(made))).toBe('400 factor.passkey_not_made')
  // Somebody else's key is nobody else's.
  const theirs = passkey.make(await other.browser.call(factorRoutes.startPasskey, {}))
  expect(came(await confirm(theirs, other.browser))).toBe('400 factor.passkey_not_made')
})

test('the first passkey ends what the password alone had opened elsewhere, and a mail says so', async () => {
  const nurse = await colleague(candour, owner, 2)
  const elsewhere = candour.visitor()
  await elsewhere.call(sessionRoutes.signIn, { email: nurse.email, password })
  const { recoveryCodes } = await enrolPasskey(nurse)
  expect(recoveryCodes).toHaveLength(10)
  expect((await elsewhere.try(sessionRoutes.read, {})).status).toBe(401)
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  const [mail] = mails.filter(({ to }) => to.address === nurse.email)
  expect(mail!.text).toContain('A passkey, “Laptop”, was added to your account.')
})

test('passkeys get a name, another name, and go; the last factor stays where the practice asks for one', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  const [one] = (await nurse.browser.call(factorRoutes.list, {})).factors
  await nurse.browser.call(factorRoutes.rename, { id: one!.id, name: 'Blue key' })
  expect((await nurse.browser.call(factorRoutes.list, {})).factors[0]!.name).toBe('Blue key')
  expect(came(await come(passkey))).toBe('in')
  expect(came(await nurse.browser.try(factorRoutes.remove, { id: one!.id }))).toBe('409 factor.last')
  const { passkey: second } = await enrolPasskey(nurse)
  await nurse.browser.call(factorRoutes.remove, { id: one!.id })
  expect(came(await come(passkey))).toBe(refused)
  expect(came(await come(second))).toBe('in')
  const other = await colleague(candour, owner, 2)
  expect(came(await other.browser.try(factorRoutes.rename, { id: one!.id, name: 'Mine' }))).toBe('404 factor.not_found')
})

test('twenty factors are enough', async () => {
  const nurse = await colleague(candour, owner, 2)
  for (let turn = 0; turn < 20; turn++) await enrolPasskey(nurse, softPasskey(), `Key ${turn}`)
  expect(came(await nurse.browser.try(factorRoutes.startPasskey, {}))).toBe('409 factor.too_many')
})

test('a passkey of somebody who is out opens nothing', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  await owner.browser.call(memberRoutes.changeLevel, { id: nurse.session.member.id, level: 0, reason: 'Left' })
  expect(came(await come(passkey))).toBe('401 session.sign_in_failed')
})

test('passkeys belong to names: a bare number has none', () => {
  expect(passkeySite(['http://localhost:3000', 'http://127.0.0.1:3000'])).toEqual({
    id: 'localhost',
    origins: ['http://localhost:3000'],
  })
  expect(passkeySite(['https://records.example.nhs.uk'])!.id).toBe('records.example.nhs.uk')
  for (const bare of ['https://192.0.2.7', 'https://[2001:db8::7]:3000']) expect(passkeySite([bare])).toBeNull()
})

test('P16 no credential id or public key lies in the database in the clear', async () => {
  const passkey = softPasskey()
  await nurseWithPasskey(passkey)
  const { rows } = await database.query<{ row: string }>('select f::text as row from gate.factor f')
  const text = rows.map(({ row }) => row).join('\n')
  for (const one of [passkey.id, Buffer.from(passkey.id, 'base64url').toString('hex')]) expect(text).not.toContain(one)
})

/** What a right password comes to then: no session, and no way to one but by colleagues. */
const closed = { outcome: 'factor-needed', ways: [], passkey: null }

const alterations: Record<string, string> = {
  'all are taken away': 'delete from gate.factor where account = $1',
  'one is taken away': "delete from gate.factor where account = $1 and kind = 'totp'",
  'a recovery code is taken away':
    "delete from gate.factor where factor = (select factor from gate.factor where account = $1 and kind = 'recovery' and used_at is null limit 1)",
  'a used recovery code is brought back':
    "update gate.factor set used_at = null where account = $1 and kind = 'recovery'",
  'a counter is set back': "update gate.factor set counter = 0 where account = $1 and kind = 'totp'",
  'one that never counted is made to': 'update gate.factor set confirmed_at = now() where account = $1',
  'one is another account’s':
    "update gate.factor set account = (select account from gate.account where account <> $1 limit 1) where account = $1 and kind = 'totp'",
  'what binds them is taken away': 'update gate.account set factors_bound = null where account = $1',
  'what binds them is another account’s':
    'update gate.account set factors_bound = (select factors_bound from gate.account where account <> $1 limit 1) where account = $1',
}

test.each(Object.entries(alterations))(
  'P12 P33 when %s, nobody signs in, and the practice is told',
  async (_what, sql) => {
    const { nurse, passkey } = await nurseWithPasskey()
    const { recoveryCodes } = await enrolPasskey(nurse).then(() =>
      nurse.browser.call(factorRoutes.makeRecoveryCodes, {}),
    )
    await enrolApp(nurse, clock.now())
    await nurse.browser.call(factorRoutes.startTotp, { name: 'Begun, never confirmed' })
    const browser = candour.visitor()
    const { ticket } = await firstStep(nurse)
    await browser.call(sessionRoutes.proveFactor, { ticket, proof: { by: 'recovery', code: recoveryCodes[0]! } })
    expect(came(await come(passkey))).toBe('in')
    const { ticket: open } = await firstStep(nurse)
    const { account } = nurse.session
    await database.query(sql, [account.id])
    const byPassword = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
    expect(byPassword.body).toMatchObject(closed)
    const code = recoveryCodes[1]!
    const byCode = await candour
      .visitor()
      .try(sessionRoutes.proveFactor, { ticket: open, proof: { by: 'recovery', code } })
    expect(came(byCode)).toBe('403 account.altered')
    expect(came(await come(passkey))).toMatch(/403 account.altered|401 factor.passkey_refused/)
    expect(came(await nurse.browser.try(factorRoutes.list, {}))).toBe('500 record.altered')
    const notices = await owner.browser.send('GET', '/api/notices')
    expect(JSON.stringify(notices.body)).toContain('It was found when somebody signed in')
    expect(await refusalsOf(nurse)).toContain(errors['account.altered'][1])
  },
)

test('P12 P33 a factor that was removed and is brought back closes the account', async () => {
  const { nurse, passkey } = await nurseWithPasskey()
  const { passkey: stolen } = await enrolPasskey(nurse, softPasskey(), 'Lost key')
  const { account } = nurse.session
  await database.query(
    'create table if not exists public.kept_factor as select * from gate.factor where account = $1',
    [account.id],
  )
  const { factors } = await nurse.browser.call(factorRoutes.list, {})
  const lost = factors.find(({ name }) => name === 'Lost key')!
  await nurse.browser.call(factorRoutes.remove, { id: lost.id })
  expect(came(await come(stolen))).toBe(refused)
  await database.query('insert into gate.factor select * from public.kept_factor where factor = $1', [lost.id])
  await database.query('drop table public.kept_factor')
  expect(came(await come(stolen))).toBe('403 account.altered')
  expect(came(await come(passkey))).toBe('403 account.altered')
})

test('who has no second factor and is given one by the database is closed, too', async () => {
  const nurse = await colleague(candour, owner, 2)
  const { nurse: other, passkey } = await nurseWithPasskey()
  await database.query('update gate.factor set account = $1 where account = $2', [
    nurse.session.account.id,
    other.session.account.id,
  ])
  const byPassword = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect(byPassword.body).toMatchObject(closed)
  expect(came(await come(passkey))).toBe('403 account.altered')
})

test('an account from before the binding is bound once; taken away later, the binding does not come back', async () => {
  const nurse = await colleague(candour, owner, 2)
  await nurse.browser.call(patientRoutes.recent, {})
  await database.query('update gate.account set factors_bound = null where account = $1', [nurse.session.account.id])
  const byPassword = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect(byPassword.body).toMatchObject(closed)
})
