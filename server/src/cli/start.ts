import { demoPatients } from '@candour/contract/demo.ts'
import { practiceKinds } from '@candour/contract/practices.ts'
import { readConfig, type Config, type DatabaseConnection } from '../platform/config.ts'
import { checkout } from '../platform/config/machine.ts'
import { settings } from '../platform/config/settings.ts'
import { lockDirectory } from '../platform/database/embedded/directory-lock.ts'
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.ts'
import { checkOwnServer } from '../platform/database/embedded/own-server.ts'
import { createLog } from '../platform/log.ts'
import { buildWeb, needsBuild } from './build-web.ts'
import { homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { readDemoFlags, showDemo, type OpenDemo } from './demo.ts'
import { section } from './help.ts'
import { keepCertificate } from './keep-certificate.ts'
import { prepareHome } from './prepare-home.ts'
import { forgetRunning, noteRunning } from './running.ts'
import { listenForTheEnd, stopInTime } from './the-end.ts'
import type { Terminal } from './terminal.ts'
import { readVersion } from './version.ts'
import { describeStart } from './welcome.ts'

export interface Candour {
  /** Where it listens, for example `http://127.0.0.1:3000`. */
  address: string
  openDemo: OpenDemo
  stop(): Promise<void>
}

export type StartCandour = (config: Config, database: DatabaseConnection) => Promise<Candour>

export const start: Command = {
  name: 'start',
  summary: 'starts Candour, with its own PostgreSQL, and prints the address',
  flags: {
    https: { meaning: 'serve the local network too, by TLS with a certificate made here' },
    demo: { meaning: 'open a practice of invented people, with sign-ins for each level' },
    kind: { value: 'kind', meaning: `of the demonstration: ${practiceKinds.join(', ')} (gp)` },
    patients: { value: 'number', meaning: `of the demonstration (${demoPatients})` },
    seed: { value: 'word', meaning: 'of the demonstration: the same one makes the same people (harbour)' },
    port: { value: 'port', meaning: 'port to listen on (CANDOUR_PORT)' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour start', 'for this machine, on http://localhost:3000'],
    ['candour start --demo --kind dental', 'with a dental practice to look at'],
    ['candour start --https', 'for a phone on the same network, too'],
    ['candour start --port 3001 --home /tmp/try', 'a second one, to try things out'],
    ['DATABASE_URL=postgres://owner:...@db/candour candour start', 'with a PostgreSQL of your own'],
  ],
  notes: () =>
    section(
      'Variables',
      Object.entries(settings).map(([name, [meaning, standard]]) => [
        name,
        standard === '' ? meaning : `${meaning} (${standard})`,
      ]),
    ),
  run: (flags, terminal) => runStart(flags, terminal, importCandour, checkout),
}

async function importCandour(): Promise<StartCandour> {
  const { startCandour } = (await import('../main.ts')) as { startCandour: StartCandour }
  return startCandour
}

/** Answers when it was told to stop. Whatever was started is stopped again when something fails on the way. */
export async function runStart(
  flags: GivenFlags,
  terminal: Terminal,
  load: () => Promise<StartCandour>,
  sources: string,
): Promise<number> {
  const { home, port, https } = flags as { home?: string; port?: string; https?: boolean }
  const demo = readDemoFlags(flags)
  const config = readConfig(process.env, { home, port, https })
  const version = readVersion()
  terminal.say(`${terminal.bold(`Candour ${version}`)}\n`)
  prepareHome(config)
  await using running = new AsyncDisposableStack()
  const lock = lockDirectory(config.data)
  running.defer(() => lock.release())
  const log = createLog(config.logLevel)
  const end = listenForTheEnd(log)

  if (config.webApp && needsBuild(sources)) await terminal.step('Building the web app', () => buildWeb(sources))
  const certificate = config.tls?.isLocal === true ? keepCertificate(config.tls, new Date()) : undefined
  const { connection, isNew } = await terminal.step('Starting the database', async () => {
    if (config.database.kind === 'server') {
      await checkOwnServer(config.database.connection)
      return { connection: config.database.connection, isNew: false }
    }
    const postgres = await startEmbeddedPostgres({ ...config.database, log })
    running.defer(() => postgres.stop())
    return postgres
  })
  const candour = await terminal.step('Starting Candour', async () => (await load())(config, connection))
  running.defer(() => candour.stop())
  running.defer(() => forgetRunning(config.data))

  const address = reachableHere(candour.address)
  const origin = config.origins[0]
  const facts = {
    version,
    address,
    origin,
    database: config.database.kind,
    certificate: config.tls?.certificate ?? null,
  }
  noteRunning(config.data, facts)
  terminal.tell({ event: 'ready', process: process.pid, home: config.home, ...facts })
  terminal.say(describeStart(config, terminal, { isNew, certificate }))
  // Not waited for: whoever wants to stop while thousands are written can.
  if (demo !== null)
    void showDemo(candour, demo, config.origins[0], terminal).catch((error: unknown) => terminal.fail(String(error)))
  const code = await end
  terminal.say('\nStopping: what is being written is finished first. Press Ctrl-C again to end at once.')
  return (await stopInTime(() => running.disposeAsync(), log)) ? code : 1
}

/** The address by which this very machine gets there: `::` and `0.0.0.0` are no destinations. */
export function reachableHere(address: string): string {
  return address.replace('//[::]:', '//[::1]:').replace('//0.0.0.0:', '//127.0.0.1:')
}
