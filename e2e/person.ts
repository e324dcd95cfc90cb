/** Somebody at a browser: a fresh context of Chromium, signed in through the door when the journey isn't about that. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { inject, onTestFailed } from 'vitest'
import { memberRoutes } from '@candour/contract/members.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { Browser as Client } from '../server/test/browser.ts'

export const password = 'harbour lantern quilt 9'
/**
 * Without the first, to close a window while it goes to another page hangs for ever, 2 times of 60 (Playwright issue
 * 42068, Chromium issue 536385539). The others Playwright switches off by itself; Chromium takes the last list alone.
 */
const features = [
  'RenderDocument',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${features.join(',')}`,
]

let running: Promise<Browser> | undefined

export function launch(): Promise<Browser> {
  running ??= chromium.launch({ executablePath: inject('chromium'), args: flags })
  return running
}

export async function closeBrowser(): Promise<void> {
  await (await running)?.close()
  running = undefined
}

export interface View {
  context: BrowserContext
  page: Page
  /** Errors of the page itself, and what its content security policy refused. */
  complaints: string[]
}

export async function openView(
  options: { width?: number; height?: number; dark?: boolean; cookie?: string | null } = {},
): Promise<View> {
  const { width = 1440, height = 900, dark = false, cookie } = options
  const address = inject('address')
  const context = await (
    await launch()
  ).newContext({
    baseURL: address,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    acceptDownloads: true,
  })
  if (cookie !== undefined && cookie !== null) {
    const [name, value] = cookie.split('=')
    await context.addCookies([{ name: name!, value: value!, url: address, httpOnly: true, sameSite: 'Strict' }])
  }
  await slowDown(context)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  try {
    onTestFailed(() => tellOf(page))
  } catch {
    // Opened before the tests: it is of none of them.
  }
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // A refused request (401 before sign-in, 409 on a conflict) is what the page asked for and shows.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
  })
  return { context, page, complaints }
}

/** What stood on the page when its journey failed: elsewhere nobody can look at it. */
async function tellOf(page: Page): Promise<void> {
  const words = await page
    .locator('body')
    .ariaSnapshot({ timeout: 5_000 })
    .catch((error: unknown) => String(error))
  process.stdout.write(`\nThe page at ${page.url()}:\n${words}\n`)
}

/**
 * With E2E_SLOW set to milliseconds each answer comes later by up to so many, by chance: a journey that holds only on a
 * fast machine shows itself.
 */
async function slowDown(context: BrowserContext): Promise<void> {
  const most = Number(process.env['E2E_SLOW'] ?? 0)
  if (most === 0) return
  await context.route('**/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * most))
    await route.continue().catch(() => {})
  })
}

let count = 0

export interface Signed {
  client: Client
  email: string
  name: string
}

/** A practice with its administrator, made through the door. */
export async function practice(name = 'Tallow Lane Dental', person = 'Imogen Thrale'): Promise<Signed> {
  const client = new Client(inject('address'))
  const email = `journey${Date.now()}p${process.pid}x${count++}@example.org`
  const agreement = await client.call(practiceRoutes.readAgreement, {})
  await client.call(practiceRoutes.signUp, {
    kind: 'dental',
    name,
    town: 'Bristol',
    person: { name: person, role: 'Dentist', email, password },
    agreement: { version: agreement.version, acceptedBy: person },
  })
  client.csrf = (await client.call(sessionRoutes.read, {})).csrf
  return { client, email, name: person }
}

export async function colleague(by: Signed, level: 1 | 2 | 3 | 4, name: string): Promise<Signed> {
  const email = `journey${Date.now()}p${process.pid}x${count++}@example.org`
  const { member, link } = await by.client.call(memberRoutes.invite, { name, role: 'Nurse', email, level })
  const client = new Client(inject('address'))
  await client.call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
  await by.client.call(memberRoutes.approve, { id: member.id })
  await client.call(sessionRoutes.signIn, { email, password })
  client.csrf = (await client.call(sessionRoutes.read, {})).csrf
  return { client, email, name }
}

export async function patient(by: Signed, details: Partial<PatientCard> = {}): Promise<PatientCard> {
  const answer = await by.client.call(patientRoutes.register, {
    family: 'Ashdowne',
    given: 'Margery',
    title: 'Mrs',
    birthDate: '1957-03-04',
    sex: 'female',
    duplicatesSeen: true,
    ...details,
  } as never)
  if (answer.outcome !== 'registered') throw new Error('not registered')
  return answer.patient
}
