/** The only composition root: config, then platform, then features. Nothing else puts parts together. */
import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endpointTable } from './endpoints.ts'
import { openInstallation } from './features/accounts/installation.ts'
import { openCompartment } from './features/compartments/open-compartment.ts'
import { tidyGate } from './features/accounts/tidy-gate.ts'
import { createDemos } from './features/demo/demos.ts'
import { openDemoHere, type DemoHere, type DemoHereAsked } from './features/demo/open-demo-here.ts'
import { emptyBin } from './features/drafts/empty-bin.ts'
import { collectLeftovers } from './features/files/collect-leftovers.ts'
import { deliverMails, type Delivery } from './features/mails/deliver-mails.ts'
import { mails } from './features/mails/mails.store.ts'
import { standingCheck } from './features/members/check-standing.ts'
import { markMembers } from './features/members/mark-members.ts'
import { raiseAlarm } from './features/notices/raise-alarm.ts'
import { createDirectory } from './features/directory/directory.ts'
import { foldDirectories } from './features/directory/fold-directories.ts'
import { foldAsJob } from './features/directory/fold-directory.ts'
import { mendDirectories } from './features/directory/mend-directories.ts'
import { remindOfTrial } from './features/practices/remind-of-trial.ts'
import { openChecker } from './features/resources/resource-checker.ts'
import { expireRefused, expireTransfers } from './features/transfers/expire-transfers.ts'
import { runWaiting } from './features/transfers/run-waiting.ts'
import { sessions } from './features/sessions/sessions.store.ts'
import { verbWords } from './features/entries/words.ts'
import { authenticator, idleMinutes } from './platform/access/authenticate.ts'
import { practiceKeySource, type PracticeKeySource } from './platform/access/practice-keys.ts'
import { openBlobStore } from './platform/blobs/blob-store.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import type { Config, DatabaseConnection } from './platform/config.ts'
import { openDatabase, type Database } from './platform/database/database.ts'
import { isInUse, migrate } from './platform/database/migrate.ts'
import { keepRolePasswords } from './platform/database/roles.ts'
import { openDoor } from './platform/http/door.ts'
import type { Endpoint } from './platform/http/endpoint.ts'
import { addOperations } from './platform/http/operations.ts'
import { closeServer, createServer } from './platform/http/server.ts'
import { serveWebApp } from './platform/http/web-app.ts'
import { practiceWork } from './platform/jobs/practice-work.ts'
import { startJobs, type Jobs } from './platform/jobs/jobs.ts'
import { startSequencer, type Sequencer } from './platform/ledger/sequencer.ts'
import { createLog, type Log } from './platform/log.ts'
import { createMailer } from './platform/mail/mailer.ts'
import { createMetrics } from './platform/metrics.ts'
import { openLocalVault } from './platform/vault/keep-root-key.ts'
import type { Disk } from './platform/vault/disk.ts'
import type { Vault } from './platform/vault/vault.ts'

export interface Candour {
  /** Where it listens, for example `http://127.0.0.1:3000`. */
  address: string
  /** Opens the demonstration of this installation, or finds it, and fills it. */
  openDemo(asked: DemoHereAsked): Promise<DemoHere>
  stop(): Promise<void>
  /** The parts, for tests that look behind the door. */
  parts: {
    app: FastifyInstance
    database: Database
    vault: Vault
    keysOf: PracticeKeySource
    sequencer: Sequencer
    jobs: Jobs
    endpoints: readonly Endpoint[]
  }
}

export interface Injected {
  /** Where files are written. */
  disk?: Disk
  clock?: Clock
  log?: Log
  /** Connections of the application, and as many of the gate; 10 unless given. */
  poolSize?: number
}

const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
  .version
const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

export async function startCandour(
  config: Config,
  connection: DatabaseConnection,
  injected: Injected = {},
): Promise<Candour> {
  const { clock = systemClock, log = createLog(config.logLevel), poolSize } = injected
  const passwords = await keepRolePasswords(config.keys)
  await migrate(connection, passwords)
  const vault = await openLocalVault(config.keys, await isInUse(connection))
  const onBroken = (error: Error) => log.warn({ part: 'database', err: error }, 'a connection broke')
  const database = openDatabase(connection, passwords, onBroken, poolSize)
  const blobs = await openBlobStore(config.blobs, vault, injected.disk)
  const metrics = createMetrics()
  const keysOf = practiceKeySource(vault)
  const tokenKey = await openInstallation(database.gate, vault)
  let stopping = false

  const sequencer = startSequencer(database.sequencer, log)
  const work = practiceWork({ database, vault, keysOf, clock })
  const mending = mendDirectories(work, log)
  const directory = createDirectory({ budget: config.finderMemory, mend: mending.mend })
  const jobs = await startJobs({
    database,
    vault,
    work,
    log,
    poke: sequencer.poke,
    jobs: { 'trial.remind': remindOfTrial, 'directory.fold': foldAsJob },
    tidies: [
      () => tidyGate(database.gate),
      () => emptyBin(database.jobs, work),
      () => foldDirectories(database.jobs, work),
      () => expireTransfers(blobs, database.jobs, work),
      () => mails.tidy(database.jobs),
      () => expireRefused(database.jobs, work),
    ],
    errands: [() => collectLeftovers(blobs, database.jobs, work, clock.now())],
  })

  const checker = openChecker()
  const { inPractice } = database
  await markMembers(database.gate, work, log)
  const transfers = runWaiting(
    { inPractice, keysOf, vault, blobs, clock, log, poke: sequencer.poke, checker },
    database.jobs,
  )

  const post: Delivery | null =
    config.mailServer === null ? null : deliverMails({ database, vault, keysOf, log }, createMailer(config.mailServer))

  const publicOrigin = config.origins[0]
  const demos = createDemos({ tokenKey, blobs, work, clock, log, poke: sequencer.poke })
  const endpoints = endpointTable({
    tokenKey,
    demos,
    checker,
    offersDemo: config.demo,
    directory,
    publicOrigin,
    offersOutbox: config.mailServer === null && config.trustedProxies.length === 0,
    lookForTransfers: transfers.look,
    listening: {
      inPractice: database.inPractice,
      stillSignedIn: ({ actor }) => sessions.isOpen(database.gate, actor.session, idleMinutes),
      isStopping: () => stopping,
    },
  })
  const secure = publicOrigin.startsWith('https:')
  const app = await createServer({
    secure: secure && config.tls?.isLocal !== true,
    tls:
      config.tls === null
        ? null
        : { cert: readFileSync(config.tls.certificate, 'utf8'), key: readFileSync(config.tls.key, 'utf8') },
    trustedProxies: config.trustedProxies.length === 0 ? null : [...config.trustedProxies],
    log,
    metrics,
  })
  openDoor(app, endpoints, {
    database,
    vault,
    blobs,
    clock,
    log,
    authenticator: authenticator(database.gate, standingCheck({ inPractice, keysOf, vault })),
    keysOf,
    secure,
    publicOrigins: new Set(config.origins),
    publicOrigin,
    poke: sequencer.poke,
    openCompartment: (tx, compartment) => openCompartment({ tx, vault }, compartment),
    alarm: (practice, verb, about) =>
      raiseAlarm(work, practice, {
        about,
        found: (verbWords[verb] ?? verb).toLowerCase().replace(/ (of|to|under)$/, ' $1 a patient'),
      }),
  })
  addOperations(
    app,
    async () => ({
      database: await answers(() => sessions.isOpen(database.gate, noSession, idleMinutes)),
      sequencer: !stopping,
    }),
    metrics,
    version,
  )
  if (config.webApp) await serveWebApp(app, webFolder)
  metrics.gauge(
    'candour_database_connections',
    'Connections by role: open, and requests that wait for one.',
    database.counts,
  )
  metrics.gauge('candour_ledger_numbered', 'Entries numbered by this process.', () => sequencer.state().numbered)
  metrics.gauge('candour_ledger_leading', '1 while this process numbers the entries.', () =>
    Number(sequencer.state().leading),
  )
  metrics.gauge('candour_directory', 'The resident directory.', () => ({ ...directory.size() }))

  const address = await app.listen({ host: config.host, port: config.port })
  log.info({ address, version }, 'ready')

  return {
    address,
    parts: { app, database, vault, keysOf, sequencer, jobs, endpoints },
    openDemo: (asked) =>
      openDemoHere(
        { demos, tokenKey, atGate: database.atGate, vault, keysOf, keys: config.keys, now: clock.now() },
        asked,
      ),
    async stop() {
      stopping = true
      await closeServer(app)
      await demos.stop()
      await transfers.stop()
      await post?.stop()
      await mending.stop()
      await jobs.stop()
      await checker.close()
      await sequencer.stop()
      await database.close()
      await vault.close()
    },
  }
}

/** No session has this id; asking for it shows that the gate answers. */
const noSession = '00000000-0000-0000-0000-000000000000'

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch {
    return false
  }
}
