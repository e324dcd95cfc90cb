import { readFileSync } from 'node:fs'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { readConfig } from '../platform/config.ts'
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
      ['1', 'it runs, but does not answer or cannot reach its database'],
      ['3', 'it does not run'],
    ]),
  async run(flags, terminal) {
    const home = typeof flags['home'] === 'string' ? flags['home'] : undefined
    // Only where it is kept matters here; what else is set may be another shell's affair.
    const { CANDOUR_HOME } = process.env
    const config = readConfig({ CANDOUR_HOME }, { home })
    const running = findRunning(config.data)
    if (running === undefined) {
      terminal.tell({ running: false, home: config.home })
      terminal.say(`Candour is not running in ${config.home}.`)
      return exitCodes.notRunning
    }
    const [healthy, ready] = await Promise.all([answers(running, '/health'), answers(running, '/ready')])
    terminal.tell({ running: true, healthy, ready, home: config.home, ...running })
    terminal.say(describe(running, config.home, { healthy, ready }, terminal))
    return healthy && ready ? exitCodes.done : exitCodes.failed
  },
}

function describe(running: Running, home: string, { healthy, ready }: Wellbeing, { bold }: Terminal): string {
  const state = healthy ? (ready ? 'is running' : 'runs, but is not ready') : 'runs, but does not answer'
  return section(`Candour ${state}: ${bold(running.origin)}`, [
    ['Since', `${formatTime(running.since)} (process ${running.process})`],
    ['Version', running.version],
    [
      'Database',
      `${running.database === 'embedded' ? 'embedded' : 'DATABASE_URL'}, ${ready ? 'reachable' : 'not reachable'}`,
    ],
    ['Home', home],
  ])
}

interface Wellbeing {
  healthy: boolean
  ready: boolean
}

/** dd-Mmm-yyyy and the time, as it is in the United Kingdom. */
function formatTime(instant: string): string {
  const options = { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'Europe/London' })
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts['day']}-${parts['month']?.slice(0, 3)}-${parts['year']} ${parts['hour']}:${parts['minute']}`
}

/** Whether the path is answered with 200 within three seconds, by whoever holds the key of the expected certificate. */
function answers({ address, certificate }: Running, path: string): Promise<boolean> {
  const url = new URL(path, address)
  const ca = certificate === null ? undefined : readCertificate(certificate)
  return new Promise((resolve) => {
    // The certificate is for the name that people type, not for the loopback address that is asked here.
    const trust = { ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined }
    const send =
      url.protocol === 'https:' ? requestTls(url, { timeout: 3000, ...trust }) : requestPlain(url, { timeout: 3000 })
    send.on('response', (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    send.on('timeout', () => send.destroy())
    send.on('error', () => resolve(false))
    send.on('close', () => resolve(false))
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
