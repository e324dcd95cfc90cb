/** A patient's link, made and opened through the door like everything else. */
import { accessLinkRoutes, type AccessLink } from '@candour/contract/access-links.ts'
import type { Browser } from './browser.ts'
import { testClock } from '../src/platform/clock.ts'
import type { TestCandour } from './candour.ts'
import { colleague, type Person } from './people.ts'
import { buildHouse, type House } from './walls/house.ts'
import { startQuickCandour } from './walls/quick-passwords.ts'

/** A practice with a nurse, who is looked for, and a manager, who makes the links. */
export interface LinkHouse {
  candour: TestCandour
  clock: ReturnType<typeof testClock>
  house: House
  nurse: Person
  manager: Person
  stop(): Promise<void>
}

export async function buildLinkHouse(): Promise<LinkHouse> {
  const clock = testClock(new Date())
  const candour = await startQuickCandour({ clock })
  const house = await buildHouse(candour, 'Quince')
  const nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  const manager = await colleague(candour, house.admin, 3, 'Manager Tansy')
  const stop = async () => {
    await house.owner.end()
    await candour.stop()
  }
  return { candour, clock, house, nurse, manager, stop }
}

export interface MadeLink {
  link: AccessLink
  token: string
  code: string
}

export const nobodyAtRisk = {
  days: 3,
  isAnybodyAtRisk: false,
  words: 'Asked the whole team; nobody minds',
  hidden: [] as string[],
  allHidden: false,
} as const

export async function makeLink(by: Person, patient: string, safety: object = {}): Promise<MadeLink> {
  const input = { id: patient, ...nobodyAtRisk, ...safety }
  const { link, url, code } = await by.browser.call(accessLinkRoutes.make, input)
  return { link, code, token: url.split('#')[1]! }
}

/** The browser of a patient who had both. */
export async function openLink(
  candour: Pick<TestCandour, 'visitor'>,
  { token, code }: Pick<MadeLink, 'token' | 'code'>,
): Promise<Browser> {
  const browser = candour.visitor()
  await browser.call(accessLinkRoutes.open, { token, code })
  return browser
}

export const wrongCode = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0')
