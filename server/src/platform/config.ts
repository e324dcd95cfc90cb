/** Promise: Candour starts with settings that were all understood, or says which were not and starts nothing. */
import { join, resolve } from 'node:path'
import { readDatabaseUrl, type DatabaseConnection } from './config/database-url.ts'
import { readSmtpUrl, type MailServer } from './config/smtp-url.ts'
import { readWitnesses, type WitnessSetting } from './config/witness-list.ts'
import { isLoopback, isTrustable } from './config/addresses.ts'
import { OperatorError } from './operator-error.ts'
import { logLevels, type LogLevel } from './log.ts'
import { isIssuerPattern } from './sign-on/issuers.ts'
import { settings, type SettingName } from './config/settings.ts'
import { thisMachine, type Machine } from './config/machine.ts'

export type { DatabaseConnection } from './config/database-url.ts'

export interface Config {
  readonly home: string
  /** Everything to back up: the embedded database and the sealed files. */
  readonly data: string
  readonly blobs: string
  /** Root key, keyring, passwords of the database's roles; never inside `data`. */
  readonly keys: string
  readonly host: string
  readonly port: number
  /** Where browsers may come from, for example `https://records.example.nhs.uk`; the first is the public one. */
  readonly origins: readonly [string, ...string[]]
  readonly tls: TlsFiles | null
  /** Addresses and networks whose X-Forwarded headers count; no other may connect then. */
  readonly trustedProxies: readonly string[]
  readonly database: EmbeddedDatabase | { readonly kind: 'server'; readonly connection: DatabaseConnection }
  /** Whether the web app is built and served; the interfaces always are. */
  readonly webApp: boolean
  /** Whether anybody at the sign-up page may open a demonstration. */
  readonly demo: boolean
  readonly logLevel: LogLevel
  /** Bytes that the finder may keep in memory, all practices together. */
  readonly finderMemory: number
  /** Null: no list of stolen passwords is asked but the own one. */
  readonly breachCheckUrl: string | null
  /** From which of them a practice may choose its single sign-on; none: there is none. */
  readonly signInIssuers: readonly string[]
  /** Who is asked to sign each checkpoint of the installation, and how each is known again. */
  readonly witnesses: readonly WitnessSetting[]
  /** Null: mails are not sent, but wait in the outbox. */
  readonly mailServer: MailServer | null
  /** Of an OTLP/HTTP receiver; null: no traces. */
  readonly tracesTo: string | null
}

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
  /** Made by Candour itself for `--https`: browsers warn about it, and it must not be pinned (no HSTS). */
  readonly isLocal: boolean
}

export interface EmbeddedDatabase {
  readonly kind: 'embedded'
  readonly directory: string
  readonly passwordFile: string
  readonly programs: string
}

export interface Flags {
  home?: string | undefined
  port?: string | undefined
  https?: boolean | undefined
}

export class ConfigInvalid extends OperatorError {
  override readonly name = 'ConfigInvalid'
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Flags go before variables. An empty variable counts as not set.
 * Throws ConfigInvalid with every problem that was found, a line each; no value of a secret is in it.
 */
export function readConfig(env: Environment, flags: Flags = {}, machine: Machine = thisMachine()): Config {
  const problems: string[] = unknownSettings(env)
  const read = (name: SettingName) => env[name] || undefined
  const check = <Value>(name: string, value: Value, ok: boolean, problem: string): Value => {
    if (!ok) problems.push(`${name} ${problem}`)
    return value
  }

  const home = resolve(flags.home ?? read('CANDOUR_HOME') ?? machine.defaultHome)
  const data = join(home, 'data')
  const keys = resolve(read('CANDOUR_KEYS') ?? join(home, 'keys'))
  check('CANDOUR_KEYS', keys, !`${keys}/`.startsWith(`${data}/`), `must lie outside of the data directory ${data}`)

  const portText = flags.port ?? read('CANDOUR_PORT') ?? '3000'
  const port = Number(portText)
  const portName = flags.port === undefined ? 'CANDOUR_PORT' : '--port'
  const isPort = /^\d{1,5}$/.test(portText) && port >= 1 && port <= 65_535
  check(portName, port, isPort, `must be a whole number from 1 to 65535, not "${portText}"`)

  const trustedProxies = (read('CANDOUR_TRUSTED_PROXY') ?? '').split(',').flatMap((part) => part.trim() || [])
  for (const proxy of trustedProxies) {
    const problem = `must list addresses or networks such as 10.1.2.3 or 10.1.0.0/16, not "${proxy}"`
    check('CANDOUR_TRUSTED_PROXY', proxy, isTrustable(proxy), problem)
  }

  const tls = readTls(read, flags, keys, problems)
  const host = read('CANDOUR_HOST') ?? (tls?.isLocal === true ? machine.everywhere : '127.0.0.1')
  check('CANDOUR_HOST', host, /^[\w.:-]{1,253}$/.test(host), `must be a name or an address, not "${host}"`)
  const isOpen = !isLoopback(host)
  check(
    'CANDOUR_HOST',
    host,
    !isOpen || tls !== null || trustedProxies.length > 0,
    `is ${host}, which others can reach, so everything would cross the network in the clear. ` +
      'Add --https, or CANDOUR_TLS_CERT and CANDOUR_TLS_KEY, or CANDOUR_TRUSTED_PROXY if a proxy does the TLS',
  )

  const origins = readOrigins(
    read('CANDOUR_ORIGIN'),
    { host, port: isPort ? port : 3000, tls, trustedProxies, isOpen, machine },
    problems,
  )
  const logText = read('CANDOUR_LOG_LEVEL') ?? (machine.isTerminal ? 'warn' : 'info')
  const logLevel = logLevels.find((level) => level === logText) ?? 'info'
  check('CANDOUR_LOG_LEVEL', logLevel, logLevel === logText, `must be one of ${logLevels.join(', ')}, not "${logText}"`)
  const web = read('CANDOUR_WEB') ?? 'on'
  check('CANDOUR_WEB', web, web === 'on' || web === 'off', `must be on or off, not "${web}"`)
  const webApp = web === 'on'
  const finderText = read('CANDOUR_FINDER_MB') ?? '64'
  const isSize = /^[1-9]\d{0,5}$/.test(finderText)
  check('CANDOUR_FINDER_MB', finderText, isSize, `must be a whole number of megabytes, not "${finderText}"`)
  const finderMemory = Number(finderText) * 1_000_000
  // Behind a proxy others come in, too, although it listens here alone.
  const demoText = read('CANDOUR_DEMO') ?? (isOpen || trustedProxies.length > 0 ? 'off' : 'on')
  check('CANDOUR_DEMO', demoText, demoText === 'on' || demoText === 'off', `must be on or off, not "${demoText}"`)
  const demo = demoText === 'on'
  const database = readDatabase(read('DATABASE_URL'), home, keys, problems)
  const breachCheckUrl = readBreachCheckUrl(read('CANDOUR_BREACH_CHECK_URL'), problems)
  const signInIssuers = readIssuers(read('CANDOUR_SIGN_IN_ISSUERS'), problems)
  const witnesses = readWitnesses(read('CANDOUR_WITNESSES'), problems)
  const tracesTo = readTracesTo(read('OTEL_EXPORTER_OTLP_ENDPOINT'), problems)
  const mailServer = readMailServer(read('SMTP_URL'), problems)

  if (problems.length > 0) throw new ConfigInvalid(problems.map((problem) => `${problem}.`).join('\n'))
  const blobs = join(data, 'blobs')
  const files = { home, data, blobs, keys }
  const served = {
    webApp,
    demo,
    logLevel,
    finderMemory,
    breachCheckUrl,
    signInIssuers,
    witnesses,
    mailServer,
    tracesTo,
  }
  return deepFreeze({ ...files, host, port, origins, tls, trustedProxies, database, ...served })
}

type Read = (name: SettingName) => string | undefined

function readTls(read: Read, flags: Flags, keys: string, problems: string[]): TlsFiles | null {
  const certificate = read('CANDOUR_TLS_CERT')
  const key = read('CANDOUR_TLS_KEY')
  if ((certificate === undefined) !== (key === undefined)) {
    problems.push('CANDOUR_TLS_CERT and CANDOUR_TLS_KEY belong together: set both or neither')
  }
  if (certificate !== undefined && key !== undefined) {
    if (flags.https === true)
      problems.push('--https makes a certificate, and CANDOUR_TLS_CERT names one: use one of them')
    return { certificate: resolve(certificate), key: resolve(key), isLocal: false }
  }
  if (flags.https !== true) return null
  return { certificate: join(keys, 'local-certificate.pem'), key: join(keys, 'local-certificate.key'), isLocal: true }
}

interface Listening {
  host: string
  port: number
  tls: TlsFiles | null
  trustedProxies: readonly string[]
  isOpen: boolean
  machine: Machine
}

function readOrigins(given: string | undefined, listening: Listening, problems: string[]): [string, ...string[]] {
  const { host, port, tls, trustedProxies, isOpen, machine } = listening
  const scheme = tls === null ? 'http' : 'https'
  const own = ['localhost', '127.0.0.1', '::1', ...(isOpen && tls?.isLocal === true ? machine.names : [])]
  const origins = own.map((name) => new URL(`${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`).origin)
  if (given !== undefined) {
    const url = URL.parse(given)
    if (url === null || !/^https?:$/.test(url.protocol) || (given !== url.origin && given !== `${url.origin}/`)) {
      problems.push(`CANDOUR_ORIGIN must be an origin such as https://records.example.nhs.uk, not "${given}"`)
    } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      problems.push(`CANDOUR_ORIGIN must begin with https:// unless it is this machine, not "${given}"`)
    } else return [url.origin]
  } else if (trustedProxies.length > 0 || (isOpen && tls?.isLocal === false)) {
    problems.push(`CANDOUR_ORIGIN is needed here: the address that people type, such as https://records.example.nhs.uk`)
  }
  return [origins[0] ?? host, ...origins.slice(1)]
}

function readDatabase(url: string | undefined, home: string, keys: string, problems: string[]): Config['database'] {
  const embedded = {
    kind: 'embedded',
    directory: join(home, 'data', 'postgres'),
    passwordFile: join(keys, 'database-owner'),
    programs: join(home, 'programs'),
  } as const
  if (url === undefined) return embedded
  try {
    return { kind: 'server', connection: readDatabaseUrl(url) }
  } catch (error) {
    problems.push(`DATABASE_URL ${(error as Error).message}`)
    return embedded
  }
}

function readMailServer(url: string | undefined, problems: string[]): MailServer | null {
  try {
    return url === undefined ? null : readSmtpUrl(url)
  } catch (error) {
    problems.push(`SMTP_URL ${(error as Error).message}`)
    return null
  }
}

/** What is asked tells something of a password, so it goes by https, or stays on this machine. */
function readBreachCheckUrl(given: string | undefined, problems: string[]): string | null {
  if (given === undefined) return null
  const url = URL.parse(given)
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname)
  const isWhole = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (isWhole && (url.protocol === 'https:' || isPlain)) return url.href
  problems.push('CANDOUR_BREACH_CHECK_URL must be an address that begins with https://, or lies on this machine')
  return null
}

/** Times tell something of who works when, so they go by https, or stay on this machine. */
function readTracesTo(given: string | undefined, problems: string[]): string | null {
  if (given === undefined) return null
  const url = URL.parse(given)
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname)
  const isWhole = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (isWhole && (url.protocol === 'https:' || isPlain)) return url.href
  problems.push('OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with https://, or lies on this machine')
  return null
}

/** Each is asked by this server when somebody signs in there: https, or on this machine itself. */
function readIssuers(given: string | undefined, problems: string[]): string[] {
  const issuers = (given ?? '').split(',').flatMap((part) => part.trim() || [])
  for (const issuer of issuers)
    if (!isIssuerPattern(issuer))
      problems.push(
        `CANDOUR_SIGN_IN_ISSUERS must list issuers such as https://accounts.google.com or https://login.microsoftonline.com/*/v2.0, not "${issuer}"`,
      )
  return issuers
}

/** A misspelt variable would otherwise be a setting that silently does nothing. */
function unknownSettings(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('CANDOUR_') && !Object.hasOwn(settings, name))
    .map((name) => `${name} is not a setting of Candour; candour start --help lists them`)
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
