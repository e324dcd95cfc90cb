/** Somebody of the operator's support, made by the operator and let in by a practice, through the door like everything else. */
import type { Route, InputOf } from '@candour/contract/route.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { supportHeader, supportRoutes, type SupportRequest } from '@candour/contract/support.ts'
import { openInstallation } from '../src/features/accounts/installation.ts'
import { addSupport } from '../src/features/support/support-by-operator.ts'
import { systemClock } from '../src/platform/clock.ts'
import type { Answer, Browser } from './browser.ts'
import type { TestCandour } from './candour.ts'
import type { Person } from './people.ts'
import { softPasskey, type SoftPasskey } from './soft-passkey.ts'

export interface Support {
  browser: Browser
  passkey: SoftPasskey
  name: string
  email: string
}

let count = 0

type Node = Pick<TestCandour, 'parts' | 'visitor'>

export async function operatorOf({ parts }: Pick<Node, 'parts'>) {
  const { vault, keysOf, database } = parts
  const tokenKey = await openInstallation(database.gate, vault)
  return { atGate: database.atGate, keysOf, vault, clock: systemClock, tokenKey }
}

export async function linkFor(candour: Node, email: string, name: string | null = null): Promise<string> {
  return (await addSupport(await operatorOf(candour), { email, name }))!.token
}

/** With a passkey, and signed in. */
export async function supportPerson(candour: Node, name = 'Ada Quill'): Promise<Support> {
  const email = `support${count++}@example.org`
  const token = await linkFor(candour, email, name)
  const browser = candour.visitor()
  const passkey = softPasskey()
  const asked = await browser.call(supportRoutes.startEnrolment, { token })
  const made = passkey.make(asked.passkey)
  browser.csrf = (await browser.call(supportRoutes.enrol, { token, passkey: made, name: 'Blue key' })).csrf
  return { browser, passkey, name, email }
}

export async function switchSupport(admin: Person, supportAllowed: boolean): Promise<void> {
  const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
  const changed = { ...rules, supportAllowed }
  await admin.browser.call(rulesRoutes.change, { rules: changed, baseRevision: revision, reason: 'A test' })
}

/** Waits for an answer; the practice has switched support on. */
export async function askedBy(
  by: Person,
  { browser }: Support,
  minutes: 15 | 30 | 60 = 30,
  reason = 'The letters print twice',
): Promise<string> {
  const { code } = await by.browser.call(supportRoutes.makeCode, {})
  return (await browser.call(supportRoutes.ask, { code, reason, minutes })).id
}

export async function letIn(by: Person, support: Support, minutes: 15 | 30 | 60 = 30): Promise<SupportRequest> {
  return by.browser.call(supportRoutes.approve, { id: await askedBy(by, support, minutes) })
}

/** By the contract, in the practice that let them in. */
export function tryInside<R extends Route>(
  { browser }: Support,
  request: string,
  route: R,
  input: InputOf<R>,
): Promise<Answer<any>> {
  return browser.try(route, input, { [supportHeader]: request })
}
