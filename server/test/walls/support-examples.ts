/** Example calls of the entry of support, and of what a practice decides about it. */
import { rulesRoutes } from '@candour/contract/rules.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import { signUp } from '../people.ts'
import { softPasskey } from '../soft-passkey.ts'
import { askedBy, letIn, linkFor, supportPerson, switchSupport, type Support } from '../support.ts'
import type { Example } from './factor-examples.ts'
import { newWord, type House } from './house.ts'

const reason = 'The letters print twice'
const known = new WeakMap<House, Promise<Support>>()

/** The one who works for a house in the suites that call every endpoint; another where it signs out. */
export async function supportOf(house: House, name = ''): Promise<Support> {
  if (name === 'support.sign-out') return supportPerson(house.candour)
  const found = known.get(house) ?? supportPerson(house.candour)
  known.set(house, found)
  return found
}

/** Switched on, if it is not. */
async function allowed({ admin }: House): Promise<void> {
  const { rules } = await admin.browser.call(rulesRoutes.read, {})
  if (!rules.supportAllowed) await switchSupport(admin, true)
}

async function waiting(house: House): Promise<string> {
  await allowed(house)
  return askedBy(house.admin, await supportOf(house))
}

async function opened(house: House): Promise<string> {
  await allowed(house)
  return (await letIn(house.admin, await supportOf(house))).id
}

const newLink = ({ candour }: House) => linkFor(candour, `${newWord()}@example.org`, 'Ada Quill')

export const supportExamples: Record<string, Example> = {
  'support.start-enrolment': async (house) => ({ input: { token: await newLink(house) } }),
  'support.enrol': async (house) => {
    const token = await newLink(house)
    const asked = await house.candour.visitor().call(supportRoutes.startEnrolment, { token })
    return { input: { token, passkey: softPasskey().make(asked.passkey), name: 'Blue key' } }
  },
  'support.start-sign-in': () => Promise.resolve({ input: {} }),
  'support.sign-in': async ({ candour }) => {
    const { passkey } = await supportPerson(candour)
    return { input: { signed: passkey.sign(await candour.visitor().call(supportRoutes.startSignIn, {})) } }
  },
  'support.read-session': () => Promise.resolve({ input: {} }),
  'support.sign-out': () => Promise.resolve({ input: {} }),
  // Of a practice that makes no other code meanwhile.
  'support.ask': async ({ candour }) => {
    const admin = await signUp(candour)
    await switchSupport(admin, true)
    const { code } = await admin.browser.call(supportRoutes.makeCode, {})
    return { input: { code, reason, minutes: 15 } }
  },
  'support.open': async (house) => ({ input: { id: await opened(house) } }),
  'support.close': async (house) => ({ input: { id: await opened(house) } }),
  'support.now': () => Promise.resolve({ input: {} }),
  'support.list': () => Promise.resolve({ input: {} }),
  'support.export': () => Promise.resolve({ input: {} }),
  'support.make-code': async (house) => {
    await allowed(house)
    return { input: {} }
  },
  'support.approve': async (house) => ({ input: { id: await waiting(house) } }),
  'support.refuse': async (house) => ({ input: { id: await waiting(house) } }),
  'support.end': async (house) => ({ input: { id: await opened(house) } }),
  'support.replay': async (house) => ({ input: { id: await opened(house), after: 0 } }),
}
