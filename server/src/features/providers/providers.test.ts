/** Signing in by another organisation's provider: a real one, from a package, on this machine. */
import { entryRoutes } from '@candour/contract/entries.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { providerRoutes } from '@candour/contract/providers.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { signInRoutes } from '@candour/contract/sign-ins.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, enrolApp, enrolPasskey, password, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { clientSecret, goThere, type RealProvider } from '../../../test/real-provider.ts'
import { mailsTo } from '../../../test/mails.ts'
import { addressOf } from './address.ts'
import { comeBy, link, setProvider, startSignOn } from '../../../test/sign-on.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import type { Owner } from '../../../test/walls/owner.ts'

let candour: TestCandour
let owner: Owner
let provider: RealProvider
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ provider, candour, owner, stop } = await startSignOn())
})
afterAll(() => stop())

let count = 0
const at = (practice: string) => addressOf(candour.parts.vault, practice)
const practiceOf = ({ session }: Person) => session.practice.id
const open = (person: Pick<Person, 'browser'>) => person.browser.try(patientRoutes.recent, {})

/** A practice whose members may come by the provider; and its nurse, linked. */
async function practiceWithNurse(different: Parameters<typeof setProvider>[2] = {}) {
  const admin = await signUp(candour)
  expect(codeOf(await setProvider(admin, provider.issuer, different))).toBe('no error')
  const nurse = await colleague(candour, admin, 2)
  provider.who = { sub: `nurse-${count++}` }
  expect(codeOf(await link(candour, nurse))).toBe('no error')
  return { admin, nurse, practice: practiceOf(admin) }
}

test('a member who has linked the account of the provider signs in by it, and the practice’s ledger says how', async () => {
  const { admin, nurse, practice } = await practiceWithNurse()
  const { browser, answer } = await comeBy(candour, practice)
  expect(answer.body).toMatchObject({ outcome: 'signed-in', session: { member: { name: nurse.session.member.name } } })
  expect(codeOf(await open({ browser }))).toBe('no error')
  await candour.settle()
  const { signIns } = await admin.browser.call(signInRoutes.list, { member: nurse.session.member.id })
  expect(signIns.map(({ what }) => what)).toEqual(
    expect.arrayContaining([expect.stringContaining('by the single sign-on'), 'Linked a single sign-on']),
  )
})

test('an invitation is accepted by the provider instead of a password, and opens nothing before the practice approves', async () => {
  const admin = await signUp(candour)
  await setProvider(admin, provider.issuer)
  provider.who = { sub: `invited-${count++}` }
  const email = `invited${count}@example.org`
  const asked = { name: 'Nkem Adeyfield', role: 'Nurse', email, level: 2 as const }
  const { member, link: address } = await admin.browser.call(memberRoutes.invite, asked)
  const invitation = address.split('#')[1]!
  const shown = await candour.visitor().call(memberRoutes.readInvitation, { token: invitation })
  expect(shown.provider).toEqual({ name: 'Harbour Trust', isRequired: false })
  const browser = candour.visitor()
  const { url } = await browser.call(providerRoutes.start, { invitation })
  const came = await browser.call(providerRoutes.finish, await goThere(url))
  expect(came).toEqual({ outcome: 'accepted', practice: 'Tallow Lane Dental' })
  expect(codeOf((await comeBy(candour, practiceOf(admin))).answer)).toBe('member.awaiting_approval')
  await admin.browser.call(memberRoutes.approve, { id: member.id })
  const { answer } = await comeBy(candour, practiceOf(admin))
  expect(answer.body).toMatchObject({ outcome: 'signed-in', session: { account: { email } } })
  // The invitation was used up.
  expect(codeOf(await candour.visitor().try(providerRoutes.start, { invitation }))).toBe('member.invitation_invalid')
})

test('nobody is linked by email: who has the same one at the provider, and no link, is refused in words', async () => {
  const { admin, practice } = await practiceWithNurse()
  provider.who = { sub: admin.email }
  const { answer } = await comeBy(candour, practice)
  expect([answer.status, codeOf(answer)]).toEqual([403, 'provider.not_linked'])
  expect(answer.body.error.message).toContain('linked to nobody here')
  const { link: address } = await admin.browser.call(memberRoutes.invite, {
    name: 'Another',
    role: 'Nurse',
    email: (await signUp(candour)).email,
    level: 2,
  })
  const refused = await candour.visitor().try(providerRoutes.start, { invitation: address.split('#')[1] })
  expect(codeOf(refused)).toBe('provider.account_first')
})

test('a second factor is still asked for where the provider has said nothing of one', async () => {
  const { nurse, practice } = await practiceWithNurse({ strong: ['two-factors'], freshMinutes: 60 })
  const { recoveryCodes } = await enrolApp(nurse)
  const { browser, answer } = await comeBy(candour, practice)
  expect(answer.body).toMatchObject({ outcome: 'factor-needed', ways: ['totp', 'recovery'] })
  const proof = { by: 'recovery', code: recoveryCodes[0]! } as const
  await browser.call(sessionRoutes.proveFactor, { ticket: answer.body.ticket, proof })
  await whoAmI(browser)
  const { sessions } = await browser.call(sessionRoutes.list, {})
  expect(sessions.find(({ isThis }) => isThis)?.how).toBe('provider+recovery')
})

test('what the provider says of strength counts only as the practice wrote it, and with a fresh time', async () => {
  const { nurse, practice } = await practiceWithNurse({ strong: ['two-factors'], freshMinutes: 60 })
  await enrolApp(nurse)
  const { sub } = provider.who
  const outcomes = []
  for (const who of [
    { sub, acr: 'two-factors' },
    { sub, acr: 'one-factor' },
    { sub, acr: 'two-factors', ago: 7200 },
  ]) {
    provider.who = who
    const { answer } = await comeBy(candour, practice).catch((error: unknown) => ({ answer: { body: String(error) } }))
    outcomes.push(answer.body.outcome ?? 'refused')
  }
  expect(outcomes).toEqual(['signed-in', 'factor-needed', 'refused'])
})

test('a sign-in by a provider alone counts as a password alone: the second factor falls due, and nothing else opens', async () => {
  const { nurse, practice } = await practiceWithNurse()
  await owner.rows("update candour.member set approved_at = now() - interval '8 days' where member = $1", [
    nurse.session.member.id,
  ])
  const { browser } = await comeBy(candour, practice)
  expect(codeOf(await browser.try(rulesRoutes.read, {}))).toBe('session.factor_needed')
})

test('P22 the secret of the client is sealed with the practice’s rules, and no answer, entry or mail has it', async () => {
  const { admin, practice } = await practiceWithNurse()
  const page = await admin.browser.call(providerRoutes.read, {})
  expect(page.provider).toMatchObject({ name: 'Harbour Trust', mode: 'allowed', linked: 1, isListed: true })
  await candour.settle()
  const list = await admin.browser.call(entryRoutes.list, {})
  const [row] = await owner.rows<{ sealed: Buffer }>('select sealed from candour.rules where practice = $1', [practice])
  for (const text of [JSON.stringify(page), JSON.stringify(list), row!.sealed.toString('latin1')])
    expect(text).not.toContain(clientSecret)
  // Kept when it is not given again; needed when the client is another.
  expect(codeOf(await setProvider(admin, provider.issuer, { clientSecret: null, name: 'The Trust' }))).toBe('no error')
  expect(codeOf(await setProvider(admin, provider.issuer, { clientSecret: null, clientId: 'other' }))).toBe(
    'provider.secret_needed',
  )
  expect((await comeBy(candour, practice)).answer.body.outcome).toBe('signed-in')
})

test('P23 revoking the provider ends what it opened at the next request, and no link counts any more, for good', async () => {
  const { admin, nurse, practice } = await practiceWithNurse()
  const { browser } = await comeBy(candour, practice)
  const setOut = candour.visitor()
  const { url } = await setOut.call(providerRoutes.start, { address: at(practice) })
  const midway = await goThere(url)
  expect(await admin.browser.call(providerRoutes.revoke, { reason: 'The contract ended' })).toEqual({ ended: 1 })
  expect(codeOf(await open({ browser }))).toBe('session.ended')
  expect(codeOf(await setOut.try(providerRoutes.finish, midway))).toBe('provider.not_offered')
  expect(codeOf(await candour.visitor().try(providerRoutes.start, { address: at(practice) }))).toBe(
    'provider.not_offered',
  )
  expect(codeOf(await open(nurse))).toBe('no error')
  // Set up once more, it is another one.
  await setProvider(admin, provider.issuer)
  expect(codeOf((await comeBy(candour, practice)).answer)).toBe('provider.not_linked')
})

test('P23 revoking is not lost to rules that are changed at that moment', async () => {
  const { admin, practice } = await practiceWithNurse()
  const { browser } = await comeBy(candour, practice)
  const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
  const changing = Array.from({ length: 20 }, (_, one) =>
    admin.browser.try(rulesRoutes.change, { rules, baseRevision: revision + one, reason: 'A test' }),
  )
  expect(codeOf(await admin.browser.try(providerRoutes.revoke, { reason: 'The contract ended' }))).toBe('no error')
  await Promise.all(changing)
  expect(codeOf(await open({ browser }))).toBe('session.ended')
})

test('P23 switched off, who came by it is out at once and for good; switched on again, links hold', async () => {
  const { admin, practice } = await practiceWithNurse()
  const { browser } = await comeBy(candour, practice)
  await setProvider(admin, provider.issuer, { mode: 'off' })
  expect(codeOf(await open({ browser }))).toBe('session.ended')
  expect(codeOf(await candour.visitor().try(providerRoutes.start, { address: at(practice) }))).toBe(
    'provider.not_offered',
  )
  await setProvider(admin, provider.issuer, { mode: 'allowed' })
  expect((await comeBy(candour, practice)).answer.body.outcome).toBe('signed-in')
  expect(codeOf(await open({ browser }))).toBe('session.ended')
})

test('where it is required, no password opens the practice; an administrator’s passkey does, so that it stays open', async () => {
  const { admin, nurse, practice } = await practiceWithNurse()
  expect(codeOf(await setProvider(admin, provider.issuer, { mode: 'required' }))).toBe('provider.passkey_first')
  const { passkey } = await enrolPasskey(admin)
  expect(codeOf(await setProvider(admin, provider.issuer, { mode: 'required' }))).toBe('no error')
  expect(codeOf(await open(nurse))).toBe('session.ended')
  const refused = await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password })
  expect([refused.status, codeOf(refused), refused.headers.getSetCookie()]).toEqual([403, 'provider.required', []])
  const options = await admin.browser.call(sessionRoutes.startPasskey, {})
  expect(codeOf(await candour.visitor().try(sessionRoutes.signInByPasskey, { signed: passkey.sign(options) }))).toBe(
    'no error',
  )
  const came = await comeBy(candour, practice)
  expect(came.answer.body.outcome).toBe('signed-in')
  const links = await came.browser.call(providerRoutes.links, {})
  expect(codeOf(await came.browser.try(providerRoutes.unlink, { id: links.links[0]!.id }))).toBe('provider.last_way')
})

test('one practice’s provider opens no other practice of the same person, and proves nothing that reaches there', async () => {
  const { nurse, practice } = await practiceWithNurse()
  const other = await signUp(candour, 'Sallowfield Surgery')
  const { member, link: address } = await other.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Nurse',
    email: nurse.email,
    level: 2,
  })
  await candour.visitor().call(memberRoutes.acceptInvitation, { token: address.split('#')[1]!, password })
  await other.browser.call(memberRoutes.approve, { id: member.id })
  const { browser, answer } = await comeBy(candour, practice)
  expect(answer.body.session).toMatchObject({ otherPractices: [], provedForSeconds: 0 })
  const refused = await browser.try(sessionRoutes.switchPractice, { practice: practiceOf(other) })
  expect(codeOf(refused)).toBe('provider.other_practice')
  expect(codeOf(await browser.try(factorRoutes.startTotp, { name: 'Phone' }))).toBe('session.proof_needed')
  expect(codeOf((await comeBy(candour, practiceOf(other)).catch(() => null))?.answer ?? refused)).toBe(
    'provider.other_practice',
  )
})

test('a link is taken away with a proof, told by mail, and opens nothing from then on', async () => {
  const { nurse, practice } = await practiceWithNurse()
  const { links } = await nurse.browser.call(providerRoutes.links, {})
  expect(links).toMatchObject([{ provider: 'Harbour Trust', works: true, practice }])
  expect(codeOf(await nurse.browser.try(providerRoutes.unlink, { id: links[0]!.id }))).toBe('no error')
  expect(codeOf((await comeBy(candour, practice)).answer)).toBe('provider.not_linked')
  const told = (await mailsTo(candour, nurse.email)).map(({ text }) => text).join('\n')
  expect(told).toContain('A sign-in by “Harbour Trust” was linked to your account.')
  expect(told).toContain('The sign-in by “Harbour Trust” was removed')
})

test('an account of the provider is linked to one person, and one that the database’s owner puts in or repoints to nobody', async () => {
  const { admin, nurse, practice } = await practiceWithNurse()
  expect(codeOf(await link(candour, admin))).toBe('provider.already_linked')
  const [row] = await owner.rows<{ factor: string }>(
    "select factor from gate.factor where account = $1 and kind = 'provider'",
    [nurse.session.account.id],
  )
  await owner.rows('update gate.factor set account = $1 where factor = $2', [admin.session.account.id, row!.factor])
  expect(codeOf((await comeBy(candour, practice)).answer)).toBe('account.altered')
})

test('forty returns of the same code at once open one session', async () => {
  const { practice } = await practiceWithNurse()
  const browser = candour.visitor()
  const { url } = await browser.call(providerRoutes.start, { address: at(practice) })
  const came = await goThere(url)
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => {
      const same = candour.visitor()
      same.flow = browser.flow
      return same.try(providerRoutes.finish, came)
    }),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(answers.filter(({ status }) => status !== 200).map(codeOf))).toEqual(new Set(['provider.failed']))
  // Later it is no more use than at once.
  expect(codeOf(await browser.try(providerRoutes.finish, came))).toBe('provider.failed')
})

test('what came back counts only at the browser that set out, with its own state', async () => {
  const { nurse, practice } = await practiceWithNurse()
  const [one, two] = [candour.visitor(), candour.visitor()]
  const ours = await goThere((await one.call(providerRoutes.start, { address: at(practice) })).url)
  const theirs = await goThere((await two.call(providerRoutes.start, { address: at(practice) })).url)
  // Somebody has another person's browser finish the sign-in that they began themselves.
  expect(codeOf(await candour.visitor().try(providerRoutes.finish, ours))).toBe('provider.failed')
  expect(codeOf(await two.try(providerRoutes.finish, ours))).toBe('provider.failed')
  expect(codeOf(await one.try(providerRoutes.finish, { ...theirs, state: ours.state }))).toBe('provider.failed')
  // A link that was begun in a session is finished in no other, and by no sign-in.
  const { url } = await nurse.browser.call(providerRoutes.startLink, { address: at(practice) })
  const linking = await goThere(url)
  expect(codeOf(await nurse.browser.try(providerRoutes.finish, linking))).toBe('provider.failed')
  expect((await two.try(providerRoutes.finish, theirs)).body.outcome).toBe('signed-in')
})

test('a page of another site begins and ends nothing', async () => {
  const { practice } = await practiceWithNurse()
  const browser = candour.visitor()
  const elsewhere = { origin: 'https://elsewhere.example' }
  expect(codeOf(await browser.try(providerRoutes.start, { address: at(practice) }, elsewhere))).toBe(
    'request.cross_site',
  )
  const came = await goThere((await browser.call(providerRoutes.start, { address: at(practice) })).url)
  expect(codeOf(await browser.try(providerRoutes.finish, came, elsewhere))).toBe('request.cross_site')
})

test('the sign-in page says what a practice’s address or this browser offers, and nothing of who has an account', async () => {
  const { nurse, practice } = await practiceWithNurse()
  const offer = { address: at(practice), practiceName: 'Tallow Lane Dental', provider: 'Harbour Trust' }
  const ask = async (browser = candour.visitor(), input: object = {}) =>
    (await browser.try(providerRoutes.offers, input)).body
  expect(await ask()).toEqual({ offers: [] })
  expect(await ask(undefined, { address: at(practice) })).toEqual({ offers: [offer] })
  expect(await ask(undefined, { address: at(practice).replace(/^./, '_') })).toEqual({ offers: [] })
  expect(await ask(nurse.browser)).toEqual({ offers: [offer] })
  // What was altered in the database is offered to nobody, and keeps no sign-in page from being shown.
  const flip = 'update candour.rules set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where practice = $1'
  await owner.rows(flip, [practice])
  expect(await ask(nurse.browser)).toEqual({ offers: [] })
  expect(codeOf(await candour.visitor().try(providerRoutes.offers, { email: nurse.email }))).toBe('input.invalid')
})

test('only administrators decide about it, each with a fresh proof, and of the issuers that the operator allows', async () => {
  const { admin, nurse } = await practiceWithNurse()
  expect(codeOf(await nurse.browser.try(providerRoutes.read, {}))).toBe('access.refused')
  for (const issuer of [
    'http://169.254.169.254/latest',
    'https://example.org',
    `${provider.issuer}/`,
    'file:///etc/passwd',
  ])
    expect([issuer, codeOf(await setProvider(admin, issuer))]).toEqual([issuer, 'provider.issuer_refused'])
  expect(codeOf(await setProvider(admin, provider.issuer, { baseRevision: 1 }))).toBe('record.changed_meanwhile')
  const nonsense = [
    { strong: ['two factors'] },
    { freshMinutes: 4 },
    { strong: ['mfa'], freshMinutes: null },
    { name: '' },
  ]
  for (const one of nonsense) expect(codeOf(await setProvider(admin, provider.issuer, one))).toBe('input.invalid')
  await changeSessions(
    owner.rows,
    candour.parts.vault,
    admin.session.member.id,
    "proved_at = now() - interval '6 minutes'",
  )
  expect(codeOf(await setProvider(admin, provider.issuer))).toBe('session.proof_needed')
  expect(codeOf(await admin.browser.try(providerRoutes.revoke, { reason: 'A test' }))).toBe('session.proof_needed')
})
