/** Examples of the calls about second factors: signing in by them, setting them up, losing them. */
import { factorRoutes } from '@candour/contract/factors.ts'
import { recoveryRoutes } from '@candour/contract/recoveries.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { colleague, enrolApp, enrolPasskey, ticketOf, totpCode, whoAmI, type Person } from '../people.ts'
import { softPasskey, type SoftPasskey } from '../soft-passkey.ts'
import type { Asked } from './call-endpoint.ts'
import type { House } from './house.ts'

export type Example = (house: House, caller: Person) => Promise<Asked>

/** Calls of somebody who has a second factor then, whom nobody else signs in. */
export const needsOwnAccount = new Set([
  'member.leave',
  'session.end-others',
  'session.not-me',
  'password.change',
  'session.start-proof',
  'factor.confirm-totp',
  'factor.confirm-passkey',
  'factor.make-recovery-codes',
  'factor.rename',
  'factor.remove',
  'recovery.confirm',
])

/** With a second factor one signs in otherwise: whom the suites share gets none, somebody else is made for it. */
export function somebodyElse({ candour, admin }: House, { session }: Person): Promise<Person> {
  const { level } = session.member
  return colleague(candour, admin, level === 0 ? 4 : level)
}

async function ownAccount(house: House, caller: Person): Promise<Person> {
  const isShared = [house.admin, ...house.people.values()].some(({ email }) => email === caller.email)
  return isShared ? somebodyElse(house, caller) : caller
}

const input = (fields: Record<string, unknown>): Promise<Asked> => Promise.resolve({ input: fields })

export const factorExamples: Record<string, Example> = {
  'session.prove-factor': async (house) => {
    const person = await somebodyElse(house, house.admin)
    const { recoveryCodes } = await enrolApp(person)
    const ticket = await ticketOf(house.candour, person)
    return { input: { ticket, proof: { by: 'recovery', code: recoveryCodes[0]! } } }
  },
  'session.start-passkey': () => input({}),
  'session.sign-in-by-passkey': async (house) => {
    const person = await somebodyElse(house, house.admin)
    const { passkey } = await enrolPasskey(person)
    const signed = passkey.sign(await person.browser.call(sessionRoutes.startPasskey, {}))
    return { input: { signed, practice: house.practice } }
  },
  'session.start-proof': async (house, caller) => {
    await enrolPasskey(await ownAccount(house, caller))
    return { input: {} }
  },

  'factor.list': () => input({}),
  'factor.start-totp': () => input({ name: 'Phone' }),
  'factor.confirm-totp': async (house, caller) => {
    const { browser } = await ownAccount(house, caller)
    const { id, secret } = await browser.call(factorRoutes.startTotp, { name: 'Phone' })
    return { input: { id, code: totpCode(secret) } }
  },
  'factor.start-passkey': () => input({}),
  'factor.confirm-passkey': async (house, caller) => {
    const { browser } = await ownAccount(house, caller)
    const passkey = softPasskey().make(await browser.call(factorRoutes.startPasskey, {}))
    return { input: { name: 'Laptop', passkey } }
  },
  'factor.make-recovery-codes': async (house, caller) => {
    await enrolApp(await ownAccount(house, caller))
    return { input: {} }
  },
  'factor.rename': async (house, caller) => ({
    input: { id: (await enrolApp(await ownAccount(house, caller))).id, name: 'Old phone' },
  }),
  'factor.remove': async (house, caller) => {
    const person = await ownAccount(house, caller)
    await enrolApp(person)
    return { input: { id: (await enrolApp(person)).id } }
  },

  'recovery.start': async (house) => {
    const person = await somebodyElse(house, house.admin)
    await enrolPasskey(person)
    return { input: { ticket: await ticketOf(house.candour, person) } }
  },
  'recovery.read-own': async (house) => ({ input: { token: (await askForHelp(house)).token } }),
  'recovery.cancel-own': async (house) => ({ input: { token: (await askForHelp(house)).token } }),
  'recovery.finish': async (house) => {
    const { token, id, number } = await askForHelp(house)
    for (const { browser, passkey } of await helpersOf(house)) {
      const signed = passkey.sign(await browser.call(sessionRoutes.startProof, {}))
      await browser.call(sessionRoutes.prove, { proof: { by: 'passkey', signed } })
      await whoAmI(browser)
      await browser.call(recoveryRoutes.confirm, { id, number })
    }
    return { input: { token } }
  },
  'recovery.list': () => input({}),
  'recovery.confirm': async (house, caller) => {
    await enrolPasskey(await ownAccount(house, caller))
    const { id, number } = await askForHelp(house)
    return { input: { id, number } }
  },
  'recovery.cancel': async (house) => ({ input: { id: (await askForHelp(house)).id } }),
}

interface Helper extends Person {
  passkey: SoftPasskey
}

const helpers = new WeakMap<House, Promise<Helper[]>>()

/** Two of the house who can confirm, one of them administrator; made once. */
function helpersOf(house: House): Promise<Helper[]> {
  const known = helpers.get(house) ?? makeHelpers(house)
  helpers.set(house, known)
  return known
}

async function makeHelpers({ candour, admin }: House): Promise<Helper[]> {
  const made: Helper[] = []
  for (const level of [2, 4] as const) {
    const person = await colleague(candour, admin, level)
    made.push({ ...person, passkey: (await enrolPasskey(person)).passkey })
  }
  return made
}

/** Somebody has lost their second factor, and asks the others. */
async function askForHelp(house: House) {
  const { admin, candour } = house
  const [, other] = await helpersOf(house)
  const person = await colleague(candour, admin, 2)
  await enrolPasskey(person)
  const { token, recovery } = await candour
    .visitor()
    .call(recoveryRoutes.start, { ticket: await ticketOf(candour, person) })
  const { recoveries } = await other!.browser.call(recoveryRoutes.list, {})
  return { token, number: recovery.number, id: recoveries.at(-1)!.id }
}
