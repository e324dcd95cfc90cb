import { readFileSync } from 'node:fs'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { listCredentials, type Credential } from '../features/keys/credentials.ts'
import { readConfig } from '../platform/config.ts'
import { acknowledging } from '../platform/ledger/guard.ts'
import { exitCodes, homeFlag, jsonFlag, type Command } from './command.ts'
import { section } from './help.ts'
import { findRunning, type Running } from './running.ts'
import type { Terminal } from './terminal.ts'

export const status: Command = {
  name: 'status',
  summary: 'says whether Candour runs, since when, and whether it is well',
  flags: { home: homeFlag, json: jsonFlag },
  examples: [
    ['candour status', 'the Candour of this checkout, or as root that of /var/lib/candour'],
    ['candour status --home /tmp/try', 'another one'],
    ['candour status --json', '{"running":true,"healthy":true,"ready":true,...}'],
  ],
  notes: () =>
    section('Exit codes', [
      ['0', 'it runs and is well'],
      ['1', 'it runs, but does not answer, cannot reach its database or its ledger stands still'],
      ['3', 'it does not run'],
    ]),
  async run(flags, terminal) {
    const home = typeof flags['home'] === 'string' ? flags['home'] : undefined
    // Only where it is kept matters here; what else is set may be another shell's affair.
    const { CANDOUR_HOME, CANDOUR_KEYS } = process.env
    const config = readConfig({ CANDOUR_HOME, CANDOUR_KEYS }, { home })
    const running = findRunning(config.data)
    if (running === undefined) {
      terminal.tell({ running: false, home: config.home })
      terminal.say(`Candour is not running in ${config.home}.`)
      return exitCodes.notRunning
    }
    const [{ status: alive }, { status: served, body }] = await Promise.all([
      ask(running, '/health'),
      ask(running, '/ready'),
    ])
    const [healthy, ready] = [alive === 200, served === 200]
    const parts = partsIn(body)
    const checks = healthy ? await readChecks(running) : []
    // Whoever may not read the keys learns the rest.
    const credentials = await listCredentials(config.keys, new Date()).catch(() => [])
    terminal.tell({ running: true, healthy, ready, parts, home: config.home, ...running, credentials, checks })
    terminal.say(describe(running, config.home, { healthy, ready, parts }, terminal))
    if (checks.length > 0) terminal.say(`\n${section('Checks', checks.map(describeCheck))}`)
    if (credentials.length > 0) terminal.say(`\n${section('Keys and passwords', credentials.map(describeCredential))}`)
    return healthy && ready ? exitCodes.done : exitCodes.failed
  },
}

function describe(running: Running, home: string, { healthy, ready, parts }: Wellbeing, { bold }: Terminal): string {
  const state = healthy ? (ready ? 'is running' : 'runs, but is not ready') : 'runs, but does not answer'
  const isReachable = parts['database'] ?? ready
  return section(`Candour ${state}: ${bold(running.origin)}`, [
    ['Since', `${formatTime(running.since)} (process ${running.process})`],
    ['Version', running.version],
    [
      'Database',
      `${running.database === 'embedded' ? 'embedded' : 'DATABASE_URL'}, ${isReachable ? 'reachable' : 'not reachable'}`,
    ],
    ...(parts['ledger'] === false ? [['Ledger', ledgerStands] as const] : []),
    ['Home', home],
  ])
}

function describeCredential({ name, since, next, isOverdue }: Credential): [string, string] {
  const [from, until] = [formatTime(since.toISOString()), formatTime(next.toISOString())].map((time) =>
    time.slice(0, 11),
  )
  return [name, `of ${from}, ${isOverdue ? 'OVERDUE since' : 'replaced on'} ${until}`]
}

const ledgerStands = `STANDS STILL: the database is not what was signed of it. ${acknowledging}`
interface OwnCheck {
  name: string
  state: 'well' | 'failing'
  what: string
}

function describeCheck({ name, state, what }: OwnCheck): [string, string] {
  return [name, state === 'well' ? what : `FAILING: ${what}`]
}

/** Those of the installation; none where they can't be read. */
async function readChecks(running: Running): Promise<OwnCheck[]> {
  const { status, body } = await ask(running, '/checks')
  try {
    return status === 200 ? (JSON.parse(body) as { checks: OwnCheck[] }).checks : []
  } catch {
    return []
  }
}

interface Wellbeing {
  healthy: boolean
  ready: boolean
  /** What it says of its parts; empty where it says nothing. */
  parts: Record<string, boolean>
}

function partsIn(body: string): Record<string, boolean> {
  try {
    return (JSON.parse(body) as { parts?: Record<string, boolean> }).parts ?? {}
  } catch {
    return {}
  }
}

/** dd-Mmm-yyyy and the time, as it is in the United Kingdom. */
function formatTime(instant: string): string {
  const options = { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'Europe/London' })
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts['day']}-${parts['month']?.slice(0, 3)}-${parts['year']} ${parts['hour']}:${parts['minute']}`
}

/** By whoever holds the key of the expected certificate; status 0 when nobody answers within three seconds. */
function ask({ address, certificate }: Running, path: string): Promise<{ status: number; body: string }> {
  const url = new URL(path, address)
  const ca = certificate === null ? undefined : readCertificate(certificate)
  const nobody = { status: 0, body: '' }
  return new Promise((resolve) => {
    // The certificate is for the name that people type, not for the loopback address that is asked here.
    const trust = { ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined }
    const send =
      url.protocol === 'https:' ? requestTls(url, { timeout: 3000, ...trust }) : requestPlain(url, { timeout: 3000 })
    send.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
      response.on('error', () => resolve(nobody))
    })
    send.on('timeout', () => send.destroy())
    send.on('error', () => resolve(nobody))
    send.on('close', () => resolve(nobody))
    send.end()
  })
}

function readCertificate(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
