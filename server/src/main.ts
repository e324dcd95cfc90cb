/** The only composition root: config, then platform, then features. Nothing else puts parts together. */
import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endpointTable } from './endpoints.ts'
import { rounds } from './rounds.ts'
import { openInstallation } from './features/accounts/installation.ts'
import { hiddenFrom } from './features/compartments/hidden-from.ts'
import { openCompartment } from './features/compartments/open-compartment.ts'
import { watchAccess, type AccessWatch } from './features/alerts/watch-access.ts'
import { integrityChecks } from './features/checks/integrity-checks.ts'
import { openChecks, type Checks } from './features/checks/open-checks.ts'
import { ownStates, watchChecks } from './features/checks/watch-checks.ts'
import { ledgerSigned } from './features/checkpoints/ledger-signed.ts'
import { tellOfBroken, tellOfRefusal } from './features/checkpoints/tell-of-ledger.ts'
import { createDemos } from './features/demo/demos.ts'
import { openDemoHere, type DemoHere, type DemoHereAsked } from './features/demo/open-demo-here.ts'
import { bindAllFactors } from './features/factors/factor-set.ts'
import { passkeySite } from './features/factors/passkey.ts'
import { deliverMails, type Delivery } from './features/mails/deliver-mails.ts'
import { standingCheck } from './features/members/check-standing.ts'
import { markMembers } from './features/members/mark-members.ts'
import { patientLinkGate } from './features/access-links/visit.ts'
import { raiseAlarm } from './features/notices/raise-alarm.ts'
import { createDirectory } from './features/directory/directory.ts'
import { mendDirectories } from './features/directory/mend-directories.ts'
import { refuseWeakPasswords } from './features/passwords/refuse-weak-password.ts'
import { openChecker } from './features/resources/resource-checker.ts'
import { keptChecks } from './features/promises/live-checks.ts'
import { wallChecks } from './features/promises/checks/wall-checks.ts'
import { packSigning } from './features/promises/pack-signing.ts'
import { giveRulesToAll } from './features/rules/give-first-rules.ts'
import { knownRules } from './features/rules/known-rules.ts'
import { runWaiting } from './features/transfers/run-waiting.ts'
import { sessions } from './features/sessions/sessions.store.ts'
import { supportGate } from './features/support/let-in.ts'
import { witnessCheck } from './features/witnesses/witness-check.ts'
import { witnessesOf } from './features/witnesses/collect-cosignatures.ts'
import { stillSignedIn } from './features/sessions/still-signed-in.ts'
import { verbWords } from './features/entries/words.ts'
import { authenticator } from './platform/access/authenticate.ts'
import { practiceKeySource, type PracticeKeySource } from './platform/access/practice-keys.ts'
import { openBlobStore } from './platform/blobs/blob-store.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import type { Config, DatabaseConnection } from './platform/config.ts'
import { openDatabase, type Database } from './platform/database/database.ts'
import { isInUse, migrate } from './platform/database/migrate.ts'
import { credentialsFrom, keepRoleFile } from './platform/database/role-file.ts'
import { openDoor } from './platform/http/door.ts'
import type { Endpoint } from './platform/http/endpoint.ts'
import { addOperations } from './platform/http/operations.ts'
import { addPublicLedger } from './platform/http/public-ledger.ts'
import { closeServer, createServer } from './platform/http/server.ts'
import { serveWebApp } from './platform/http/web-app.ts'
import { openProviders } from './platform/sign-on/providers.ts'
import { practiceWork } from './platform/jobs/practice-work.ts'
import { startJobs, type Jobs } from './platform/jobs/jobs.ts'
import { openLedger } from './platform/ledger/open-ledger.ts'
import type { Publisher } from './platform/ledger/publisher.ts'
import type { Sequencer } from './platform/ledger/sequencer.ts'
import { createLog, type Log } from './platform/log.ts'
import { doneOnce } from './platform/done-once.ts'
import { createMailer } from './platform/mail/mailer.ts'
import { createMetrics } from './platform/metrics.ts'
import { breachRange } from './platform/vault/breach-range.ts'
import { openLocalVault } from './platform/vault/keep-root-key.ts'
import { spaceOf, type SpaceOf } from './platform/space-of.ts'
import { startTracing } from './platform/tracing/start-tracing.ts'
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
    publisher: Publisher
    jobs: Jobs
    accessWatch: AccessWatch
    checks: Checks
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
  /** Whether what is unusual is looked for, and checks are run, by themselves; yes unless given. */
  watches?: boolean
  /** Whether the trees are signed every minute and every day; yes unless given. */
  signsByItself?: boolean
  /** How much room a file system has. */
  spaceOf?: SpaceOf
}

const version = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
  .version
const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
const verifierPage = fileURLToPath(new URL('../../verifier/page/candour-verify.html', import.meta.url))

export async function startCandour(
  config: Config,
  connection: DatabaseConnection,
  injected: Injected = {},
): Promise<Candour> {
  const {
    clock = systemClock,
    log = createLog(config.logLevel),
    poolSize,
    watches = true,
    signsByItself = true,
  } = injected
  await migrate(connection, keepRoleFile(config.keys))
  const traced = await startTracing(config.tracesTo, version, log)
  const vault = traced.vault(await openLocalVault(config.keys, await isInUse(connection)))
  const onBroken = (error: Error) => log.warn({ part: 'database', err: error }, 'a connection broke')
  const database = traced.database(openDatabase(connection, credentialsFrom(config.keys), onBroken, poolSize))
  const blobs = await openBlobStore(config.blobs, vault, injected.disk)
  const metrics = createMetrics()
  const keysOf = practiceKeySource(vault)
  const tokenKey = await openInstallation(database.gate, vault)
  const decidedBy = knownRules({ inPractice: database.inPractice, keysOf, vault })
  const offersPasskeys = passkeySite(config.origins) !== null
  let stopping = false
  /** The checks run once there is an address. */
  let lookAtNew: () => void = () => undefined
  const publicOrigin = config.origins[0]

  const work = practiceWork({ database, vault, keysOf, clock })
  const { gate } = database
  const witnesses = witnessesOf({ witnesses: config.witnesses, log, now: () => new Date() })
  const cosign = config.witnesses.length === 0 ? null : witnesses.collect
  const everyMs = signsByItself ? 60_000 : null
  /** What Candour looks at by itself. */
  const everyCheck = [...integrityChecks, ...wallChecks, ledgerSigned, witnessCheck(config.witnesses, witnesses)]
  const ledger = await openLedger(
    { database, vault, keysDirectory: config.keys, log, everyMs, cosign },
    {
      onRefusal: (refusal) => void tellOfRefusal({ gate, work, log }, refusal),
      onBroken: (practice) => void tellOfBroken({ gate, work, log }, practice),
    },
  )
  const { sequencer, published } = ledger
  const mending = mendDirectories(work, log)
  const directory = createDirectory({ budget: config.finderMemory, mend: mending.mend })
  const jobs = await startJobs({
    database,
    vault,
    work,
    log,
    poke: sequencer.poke,
    ...rounds({ config, connection, database, vault, blobs, clock, log, work, published, signsByItself }),
  })

  const checker = openChecker()
  const { inPractice } = database
  await markMembers(database.gate, work, log)
  await giveRulesToAll(database.gate, work, log)
  await doneOnce(config.keys, 'factors-bound', () => bindAllFactors(database.gate, vault))
  const transfers = runWaiting(
    { inPractice, keysOf, vault, blobs, clock, log, poke: sequencer.poke, checker },
    database.jobs,
  )

  const post: Delivery | null =
    config.mailServer === null ? null : deliverMails({ database, vault, keysOf, log }, createMailer(config.mailServer))

  const accessWatch = watchAccess({ jobs: database.jobs, work, log, publicOrigin, directory }, watches)
  const demos = createDemos({ tokenKey, blobs, work, clock, log, poke: sequencer.poke })
  const endpoints = endpointTable({
    tokenKey,
    demos,
    checker,
    offersDemo: config.demo,
    directory,
    publicOrigin,
    refuseWeak: refuseWeakPasswords(
      config.breachCheckUrl === null
        ? () => Promise.resolve(false)
        : breachRange(config.breachCheckUrl, (error) =>
            log.warn({ part: 'passwords', err: error }, 'the list of stolen passwords was not reached'),
          ),
    ),
    site: passkeySite(config.origins),
    providers: openProviders(log),
    signInIssuers: config.signInIssuers,
    offersOutbox: config.mailServer === null && config.trustedProxies.length === 0,
    lookAtNew: () => lookAtNew(),
    lookForTransfers: transfers.look,
    checks: everyCheck,
    jobs: database.jobs,
    decidedBy,
    ledger: { gate, published, inPractice, keysOf, witnesses: config.witnesses.map(({ vkey }) => vkey) },
    proof: { live: keptChecks(database.jobs, everyCheck), version, signing: packSigning(vault, { gate, published }) },
    listening: {
      inPractice: database.inPractice,
      stillSignedIn: stillSignedIn({ gate: database.gate, decidedBy, clock, offersPasskeys }),
      isStopping: () => stopping,
      now: () => clock.now(),
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
    tracing: traced.tracing,
  })
  openDoor(app, endpoints, {
    database,
    vault,
    blobs,
    clock,
    log,
    authenticator: authenticator(database.gate, {
      vault,
      grantsOf: standingCheck({ inPractice, keysOf, vault }),
      decidedBy,
      now: () => clock.now(),
      offersPasskeys,
      onForged: ({ practice, session }) => {
        log.error({ part: 'gate' }, 'a session was altered outside Candour')
        void raiseAlarm(work, practice, { about: session, found: 'came with a session' }).catch((error: unknown) => {
          log.error({ part: 'alarm', err: error }, 'the practice could not be told of an altered session')
        })
      },
    }),
    patientLinkGate: patientLinkGate({ vault, keysOf, decidedBy, clock }),
    supportGate: supportGate({ gate: database.gate, inPractice, keysOf, vault, decidedBy, clock }),
    keysOf,
    secure,
    publicOrigins: new Set(config.origins),
    publicOrigin,
    offersPasskeys,
    poke: sequencer.poke,
    openCompartment: (tx, compartment) => openCompartment({ tx, vault }, compartment),
    hiddenFrom: (tx) => hiddenFrom({ tx, vault }),
    alarm: (practice, verb, about) =>
      raiseAlarm(work, practice, {
        about,
        found: (verbWords[verb] ?? verb).toLowerCase().replace(/ (of|to|under)$/, ' $1 a patient'),
      }),
  })
  addOperations(
    app,
    async () => ({
      database: await answers(() => sessions.standing(database.gate, noSession, 1)),
      sequencer: !stopping,
      ledger: sequencer.state().refusal === null,
    }),
    metrics,
    version,
    () => ownStates({ database, clock }, everyCheck),
    config,
  )
  addPublicLedger(app, gate, vault)
  if (config.webApp) await serveWebApp(app, webFolder, verifierPage)
  metrics.gauge(
    'candour_database_connections',
    'Connections by role: open, and requests that wait for one.',
    database.counts,
  )
  metrics.gauge('candour_ledger_numbered', 'Entries numbered by this process.', () => sequencer.state().numbered)
  metrics.gauge('candour_ledger_leading', '1 while this process numbers the entries.', () =>
    Number(sequencer.state().leading),
  )
  watchChecks(metrics, { database, clock }, everyCheck)
  metrics.gauge('candour_directory', 'The resident directory.', () => ({ ...directory.size() }))

  const address = await app.listen({ host: config.host, port: config.port })
  const place = { database, vault, blobs, clock, config, address, spaceOf: injected.spaceOf ?? spaceOf }
  const checks = openChecks({ ...place, work, log, publicOrigin, patience: 30_000 }, everyCheck, watches)
  lookAtNew = checks.lookAtNew
  log.info({ address, version }, 'ready')

  return {
    address,
    parts: {
      app,
      database,
      vault,
      keysOf,
      sequencer,
      publisher: ledger.publisher,
      jobs,
      accessWatch,
      checks,
      endpoints,
    },
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
      await accessWatch.stop()
      await checks.stop()
      await jobs.stop()
      await checker.close()
      await ledger.publisher.stop()
      await sequencer.stop()
      await database.close()
      await vault.close()
      await traced.stop()
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
