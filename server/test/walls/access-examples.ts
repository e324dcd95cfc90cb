/** Examples of the calls about what is unusual, and of the reviews of sign-ins and access. */
import { reviewRoutes, reviewSections, type ReviewSection } from '@candour/contract/reviews.ts'
import { alertRoutes } from '@candour/contract/alerts.ts'
import { raiseAlert } from '../../src/features/alerts/raise-alert.ts'
import type { Example } from './factor-examples.ts'
import type { House } from './house.ts'
import { inPractice } from './practice-keys.ts'

let count = 0

/** Of nobody in particular, so that everybody who settles alerts may. */
export async function raisedAlert({ candour, practice, admin }: House): Promise<string> {
  const before = new Set((await admin.browser.call(alertRoutes.list, {})).alerts.map(({ id }) => id))
  const found = {
    rule: 'many-failures' as const,
    member: null,
    // No entry of any review's period: what is prepared stays as it is.
    number: 1_000_000_000 + ++count,
    at: Date.now(),
    entries: [1],
    facts: { kind: 'spray', count: 5, network: '203.0.0.0/16' },
  }
  await inPractice(candour, practice, (inside) => raiseAlert({ ...inside, now: new Date() }, found, 'http://localhost'))
  return (await admin.browser.call(alertRoutes.list, {})).alerts.find(({ id }) => !before.has(id))!.id
}

/** A review that can be signed. */
async function prepared({ candour, admin }: House) {
  await candour.settle()
  const { reviewed, seen } = await admin.browser.call(reviewRoutes.prepare, {})
  const looked = Object.keys(reviewSections) as ReviewSection[]
  return { to: reviewed.to, seen, looked, note: 'Seen with the team' }
}

const signed = new WeakMap<House, Promise<string>>()

/** One of a practice; it is there before another is prepared, which would be outdated by it. */
function signedReview(house: House): Promise<string> {
  const sign = async () => (await house.admin.browser.call(reviewRoutes.sign, await prepared(house))).id
  const known = signed.get(house) ?? sign()
  signed.set(house, known)
  return known
}

const input = (fields: Record<string, unknown>) => Promise.resolve({ input: fields })

export const accessExamples: Record<string, Example> = {
  'alert.list': () => input({}),
  'alert.read': async (house) => ({ input: { id: await raisedAlert(house) } }),
  'alert.settle': async (house) => ({
    input: { id: await raisedAlert(house), verdict: 'harmless', note: 'Seen with the team', quietDays: null },
  }),
  'alert.reopen': async (house) => {
    const id = await raisedAlert(house)
    await house.admin.browser.call(alertRoutes.settle, { id, verdict: 'harmless', note: 'Seen with the team' })
    return { input: { id, note: 'It was more than that' } }
  },
  'review.list': () => input({}),
  'review.prepare': async (house) => {
    await signedReview(house)
    return { input: { to: (await prepared(house)).to } }
  },
  'review.sign': async (house) => {
    await signedReview(house)
    return { input: await prepared(house) }
  },
  'review.read': async (house) => ({ input: { id: await signedReview(house) } }),
  'review.export': async (house) => ({ input: { id: await signedReview(house) } }),
}
