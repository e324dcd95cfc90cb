/** Every other way to come in, to lose the way, and to say why: each secret, name and reason carries a canary. */
import { execFile } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { emailRoutes } from '@candour/contract/emails.ts'
import { factorRoutes } from '@candour/contract/factors.ts'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { recoveryRoutes } from '@candour/contract/recoveries.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { expect } from 'vitest'
import { Browser } from '../browser.ts'
import { totpCode } from '../people.ts'
import type { Canaries } from './canaries.ts'
import { MarkedBrowser, type Day } from './plant.ts'

interface Who {
  email: string
  password: string
}

/** Six digits lie by chance in any hex: as they would stand in a payload they do not. */
function digits(canaries: Canaries, what: string, given?: string): string {
  const code = given ?? String(randomInt(100_000, 1_000_000))
  for (const around of ['"', ' ', "'"]) canaries.secret(what, `${around}${code}${around}`)
  canaries.secret(what, `pin=${code}`)
  canaries.secret(what, `number=${code}`)
  return code
}

/** The token of the newest mail's link, which becomes a canary. */
async function linkTo(browser: MarkedBrowser, address: string, what: string): Promise<string> {
  const { mails } = await new Browser(browser.address).call(mailRoutes.outbox, {})
  const token = mails.find(({ to, action }) => to.address === address && action !== null)?.action?.url.split('#')[1]
  if (token === undefined) throw new Error(`no link in a mail: ${what}`)
  browser.keepSecret(what, token)
  return token
}

async function colleague({ owner }: Day, canaries: Canaries): Promise<MarkedBrowser & { who: Who; member: string }> {
  const { text } = canaries
  const who = {
    email: `${text('second colleague email')}@example.org`,
    password: `one more ${text('password')} phrase`,
  }
  const named = { name: text('second colleague'), role: text('second role'), email: who.email, level: 4 as const }
  const { member, link } = await owner.call(memberRoutes.invite, named)
  const browser = new MarkedBrowser(owner.address, canaries)
  await browser.call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password: who.password })
  await owner.call(memberRoutes.approve, { id: member.id })
  await browser.call(sessionRoutes.signIn, who)
  await browser.enter()
  return Object.assign(browser, { who, member: member.id })
}

export async function workOnIdentity(day: Day, canaries: Canaries, home: string): Promise<void> {
  const { text } = canaries
  const { owner, patient } = day
  const lead = await colleague(day, canaries)
  const grant = { id: lead.member, permission: 'record.export', until: null } as const
  await owner.call(memberRoutes.take, { ...grant, reason: text('reason of a withdrawal') })
  await owner.call(memberRoutes.endGrant, {
    id: grant.id,
    permission: grant.permission,
    reason: text('reason of its end'),
  })
  await lead.call(memberRoutes.sayOwnRecord, {
    id: lead.member,
    said: {
      family: text('surname of an own record'),
      birthDate: canaries.birthDate('birth date of an own record'),
      nhsNumber: canaries.nhsNumber('NHS number of an own record'),
    },
  })

  await workOnLinks(lead, canaries)
  const code = digits(canaries, 'short code of a seat', '493817')
  await lead.call(seatRoutes.set, { pin: code })
  const { seats } = await lead.call(seatRoutes.list, {})
  const wrong = digits(canaries, 'wrong short code', '581936')
  expect((await lead.try(seatRoutes.unlock, { id: seats[0]!.id, pin: wrong })).status).toBe(401)
  await lead.call(seatRoutes.unlock, { id: seats[0]!.id, pin: code })
  await lead.enter()

  const { member } = await owner.call(sessionRoutes.read, {})
  const restricted = { id: patient, members: [member.id], baseRevision: 0 }
  const { revision } = await owner.call(restrictionRoutes.restrict, {
    ...restricted,
    reason: text('reason of a restriction'),
  })
  const broken = await lead.call(glassRoutes.break, {
    whose: { by: 'patient', patient },
    reason: 'emergency',
    words: `${text('words at a broken glass')} and no more`,
  } as never)
  await owner.call(glassRoutes.list, {})
  await owner.call(glassRoutes.settle, { id: broken.id, verdict: 'right', note: text('note at a broken glass') })
  await owner.call(restrictionRoutes.lift, { id: patient, reason: text('reason of lifting'), baseRevision: revision })

  const { rules, revision: baseRevision } = await owner.call(rulesRoutes.read, {})
  const everywhere = ['0.0.0.0/0', '::/0'].map((range) => ({ range, name: text('name of a network') }))
  const changed = { rules: { ...rules, addresses: everywhere }, baseRevision, reason: text('reason of new rules') }
  await owner.call(rulesRoutes.check, { rules: changed.rules })
  await owner.call(rulesRoutes.change, changed)

  // It takes two who are in, and those who confirm have a second factor.
  const other = await colleague(day, canaries)
  const { id, secret } = await other.call(factorRoutes.startTotp, { name: text('phone of who confirms') })
  await other.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  await workOnLoss(other, lead, canaries)
  await importMembers(day, canaries, home)
}

/** A new password, another email, the way back, a reset. */
async function workOnLinks(lead: MarkedBrowser & { who: Who }, canaries: Canaries): Promise<void> {
  const { text } = canaries
  const { who } = lead
  const second = `a second ${text('changed password')} phrase`
  await lead.call(passwordRoutes.change, { current: who.password, password: second })
  await lead.enter()
  const email = `${text('new email')}@example.org`
  await lead.call(emailRoutes.askChange, { email })
  await lead.call(emailRoutes.change, { token: await linkTo(lead, email, 'link to a new email') })
  await linkTo(lead, who.email, 'link back to the email before')
  const visitor = new MarkedBrowser(lead.address, canaries)
  await visitor.call(passwordRoutes.askReset, { email })
  await visitor.call(passwordRoutes.askReset, { email: `${text('reset of nobody')}@example.org` })
  const poll = { timeout: 10_000, interval: 100 }
  await expect.poll(() => linkTo(visitor, email, 'link of a reset').catch(() => null), poll).not.toBeNull()
  const third = `a third ${text('reset password')} phrase`
  await visitor.call(passwordRoutes.reset, { token: await linkTo(visitor, email, 'link of a reset'), password: third })
  Object.assign(who, { email, password: third })
  await lead.call(sessionRoutes.signIn, who)
  await lead.enter()
}

/** The phone is lost, a number is read out, colleagues confirm it. */
async function workOnLoss(other: MarkedBrowser, lead: MarkedBrowser & { who: Who }, canaries: Canaries): Promise<void> {
  // What a short code opened proves nothing.
  await lead.call(sessionRoutes.signIn, lead.who)
  await lead.enter()
  const { id, secret } = await lead.call(factorRoutes.startTotp, { name: canaries.text('lost phone') })
  canaries.secret('secret of the lost phone', secret)
  const { recoveryCodes } = await lead.call(factorRoutes.confirmTotp, { id, code: totpCode(secret) })
  for (const code of recoveryCodes!) canaries.secret('recovery code of the lost phone', code)
  const visitor = new MarkedBrowser(other.address, canaries)
  const came = await visitor.call(sessionRoutes.signIn, lead.who)
  if (came.outcome !== 'factor-needed') throw new Error('a password alone opened a session')
  const { token, recovery } = await visitor.call(recoveryRoutes.start, { ticket: came.ticket })
  visitor.keepSecret('token of a lost factor', token)
  const number = digits(canaries, 'number of a lost factor', recovery.number)
  const { recoveries } = await other.call(recoveryRoutes.list, {})
  const wrong = number === '112233' ? '332211' : '112233'
  expect((await other.try(recoveryRoutes.confirm, { id: recoveries[0]!.id, number: wrong })).status).not.toBe(200)
  await other.call(recoveryRoutes.confirm, { id: recoveries[0]!.id, number })
}

/** With a hash of another system, by the operator's command, while Candour runs. */
async function importMembers({ practice }: Day, canaries: Canaries, home: string): Promise<void> {
  const { text } = canaries
  const part = (length: number) => randomBytes(length).toString('base64').replaceAll('+', '.').replaceAll('=', '')
  const [salt, tag] = [part(18), part(32)]
  canaries.secret('salt of an imported hash', salt)
  canaries.secret('imported hash', tag)
  const email = `${text('imported email')}@example.org`
  const passwordHash = `$pbkdf2-sha256$i=600000$${salt}$${tag}`
  const line = { name: text('imported name'), role: text('imported role'), email, level: 1, passwordHash }
  const folder = await mkdtemp(join(tmpdir(), 'candour-staff-'))
  try {
    const file = join(folder, 'staff.ndjson')
    await writeFile(file, `${JSON.stringify(line)}\n`)
    const program = join(import.meta.dirname, '../../bin/candour.js')
    const words = ['import-members', '--practice', practice, file, '--yes', '--json', '--home', home]
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], {
      env: { PATH: process.env['PATH'] },
    })
    expect(stdout).toContain('"outcome":"added"')
  } finally {
    await rm(folder, { recursive: true })
  }
}
