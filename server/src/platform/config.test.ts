import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { ConfigInvalid, readConfig, type Flags } from './config.ts'
import type { Machine } from './config/machine.ts'

const machine: Machine = {
  defaultHome: '/srv/candour',
  everywhere: '::',
  names: ['surgery', 'surgery.local', '192.168.1.20'],
  isTerminal: false,
}
const read = (env: Record<string, string>, flags: Flags = {}) => readConfig(env, flags, machine)

function problemsOf(env: Record<string, string>, flags: Flags = {}): string {
  try {
    read(env, flags)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigInvalid)
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

test('without any setting it serves this machine only, with the embedded database', () => {
  expect(read({})).toEqual({
    home: '/srv/candour',
    data: '/srv/candour/data',
    blobs: '/srv/candour/data/blobs',
    keys: '/srv/candour/keys',
    host: '127.0.0.1',
    port: 3000,
    origins: ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'],
    tls: null,
    trustedProxies: [],
    database: {
      kind: 'embedded',
      directory: '/srv/candour/data/postgres',
      passwordFile: '/srv/candour/keys/database-owner',
      programs: '/srv/candour/programs',
    },
    webApp: true,
    finderMemory: 64_000_000,
    breachCheckUrl: null,
    signInIssuers: [],
    witnesses: [],
    tracesTo: null,
    mailServer: null,
    demo: true,
    logLevel: 'info',
  })
})

test('it cannot be changed afterwards', () => {
  const config = read({})
  expect(() => Object.assign(config.database, { kind: 'server' })).toThrow(TypeError)
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError)
})

test('flags go before variables, and an empty variable is not set', () => {
  const config = read({ CANDOUR_PORT: '4000', CANDOUR_HOME: '/a', CANDOUR_KEYS: '' }, { port: '5000', home: '/b' })
  expect(config).toMatchObject({ port: 5000, home: '/b', keys: '/b/keys' })
  expect(read({ CANDOUR_PORT: '', CANDOUR_HOST: '' })).toMatchObject({ port: 3000, host: '127.0.0.1' })
})

test('--https serves the network, under every name of this machine', () => {
  const config = read({}, { https: true })
  expect(config.host).toBe('::')
  expect(config.tls).toEqual({
    certificate: '/srv/candour/keys/local-certificate.pem',
    key: '/srv/candour/keys/local-certificate.key',
    isLocal: true,
  })
  expect(config.origins[0]).toBe('https://localhost:3000')
  expect(config.origins).toContain('https://192.168.1.20:3000')
  expect(config.origins).toContain('https://surgery.local:3000')
})

test('the standard port of a scheme is left out of the origin, as browsers do', () => {
  expect(read({ CANDOUR_PORT: '443' }, { https: true }).origins[0]).toBe('https://localhost')
})

test.each([
  '0.0.0.0',
  '::',
  '192.168.1.20',
  'records.example.nhs.uk',
  '128.0.0.1',
  '::ffff:10.0.0.1',
  'localhost.evil',
])('listening on %s in the clear is refused', (host) => {
  expect(problemsOf({ CANDOUR_HOST: host })).toContain('in the clear')
  expect(problemsOf({ CANDOUR_HOST: host })).toContain('--https')
})

test.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('listening on %s needs no TLS', (host) => {
  expect(read({ CANDOUR_HOST: host }).host).toBe(host)
})

test('a certificate or a trusted proxy opens it, with the origin that people type', () => {
  const origin = { CANDOUR_ORIGIN: 'https://records.example.nhs.uk' }
  const tls = { CANDOUR_TLS_CERT: '/c.pem', CANDOUR_TLS_KEY: '/k.pem' }
  expect(read({ CANDOUR_HOST: '0.0.0.0', ...tls, ...origin })).toMatchObject({
    tls: { certificate: '/c.pem', key: '/k.pem', isLocal: false },
    origins: ['https://records.example.nhs.uk'],
  })
  const proxy = { CANDOUR_TRUSTED_PROXY: '10.0.0.0/8, fd00::/8,192.0.2.7' }
  expect(read({ CANDOUR_HOST: '0.0.0.0', ...proxy, ...origin }).trustedProxies).toEqual([
    '10.0.0.0/8',
    'fd00::/8',
    '192.0.2.7',
  ])
  expect(problemsOf({ CANDOUR_HOST: '0.0.0.0', ...tls })).toContain('CANDOUR_ORIGIN is needed')
  expect(problemsOf(proxy)).toContain('CANDOUR_ORIGIN is needed')
})

test.each([
  ['CANDOUR_PORT', '0'],
  ['CANDOUR_PORT', '65536'],
  ['CANDOUR_PORT', '99999'],
  ['CANDOUR_PORT', '80a'],
  ['CANDOUR_PORT', '-1'],
  ['CANDOUR_PORT', '3e3'],
  ['CANDOUR_HOST', 'http://127.0.0.1'],
  ['CANDOUR_HOST', 'a b'],
  ['CANDOUR_ORIGIN', 'records.example.nhs.uk'],
  ['CANDOUR_ORIGIN', 'https://records.example.nhs.uk/path'],
  ['CANDOUR_ORIGIN', 'https://user:secret@records.example.nhs.uk'],
  ['CANDOUR_ORIGIN', 'http://records.example.nhs.uk'],
  ['CANDOUR_ORIGIN', 'ftp://localhost'],
  ['CANDOUR_TRUSTED_PROXY', '0.0.0.0/0'],
  ['CANDOUR_TRUSTED_PROXY', '::/0'],
  ['CANDOUR_TRUSTED_PROXY', '10.0.0.0/33'],
  ['CANDOUR_TRUSTED_PROXY', 'proxy'],
  ['CANDOUR_TRUSTED_PROXY', '10.0.0.1/'],
  ['CANDOUR_LOG_LEVEL', 'loud'],
  ['CANDOUR_LOG_LEVEL', 'toString'],
  ['CANDOUR_TLS_CERT', '/c.pem'],
  ['CANDOUR_TLS_KEY', '/k.pem'],
  ['CANDOUR_KEYS', '/srv/candour/data/keys'],
  ['CANDOUR_KEYS', '/srv/candour/data'],
  ['DATABASE_URL', 'mysql://a:b@localhost/c'],
])('%s=%s is refused by its name', (name, value) => {
  expect(problemsOf({ [name]: value })).toContain(name)
})

test('a flag that is wrong is named as the flag', () => {
  expect(problemsOf({}, { port: 'many' })).toBe('--port must be a whole number from 1 to 65535, not "many".')
})

test('a misspelt variable is refused instead of ignored', () => {
  expect(problemsOf({ CANDOUR_PROT: '4000' })).toContain('CANDOUR_PROT is not a setting')
})

test('all problems are told at once, a line each', () => {
  const told = problemsOf({ CANDOUR_PORT: 'x', CANDOUR_LOG_LEVEL: 'y', CANDOUR_HOST: '0.0.0.0' })
  expect(told.split('\n')).toHaveLength(3)
})

test('a certificate of its own and --https exclude each other', () => {
  expect(problemsOf({ CANDOUR_TLS_CERT: '/c', CANDOUR_TLS_KEY: '/k' }, { https: true })).toContain('use one of them')
})

test('a terminal is left calm', () => {
  expect(readConfig({}, {}, { ...machine, isTerminal: true }).logLevel).toBe('warn')
})

test('printing it shows no password, in any way', () => {
  const config = read({ DATABASE_URL: 'postgres://owner:canary%20secret@localhost/records' })
  expect(config.database).toMatchObject({ kind: 'server', connection: { password: 'canary secret' } })
  for (const printed of [JSON.stringify(config), inspect(config, { depth: 9 }), `${JSON.stringify({ ...config })}`]) {
    expect(printed).not.toContain('canary')
  }
})

test('demonstrations are opened from this machine alone, unless CANDOUR_DEMO says otherwise', () => {
  expect(read({ CANDOUR_DEMO: 'off' }).demo).toBe(false)
  const proxied = { CANDOUR_TRUSTED_PROXY: '10.1.2.3', CANDOUR_ORIGIN: 'https://records.example.nhs.uk' }
  expect(read(proxied).demo).toBe(false)
  expect(read({ ...proxied, CANDOUR_DEMO: 'on' }).demo).toBe(true)
  expect(problemsOf({ CANDOUR_DEMO: 'maybe' })).toContain('CANDOUR_DEMO must be on or off, not "maybe"')
})

test('CANDOUR_WEB=off leaves the web app out, and nothing else than on or off is taken', () => {
  expect(read({ CANDOUR_WEB: 'off' }).webApp).toBe(false)
  expect(problemsOf({ CANDOUR_WEB: 'no' })).toContain('CANDOUR_WEB must be on or off, not "no"')
})

test('the finder’s memory is a whole number of megabytes', () => {
  expect(read({ CANDOUR_FINDER_MB: '256' }).finderMemory).toBe(256_000_000)
  for (const text of ['0', '1.5', '-4', 'much'])
    expect(() => read({ CANDOUR_FINDER_MB: text })).toThrow('CANDOUR_FINDER_MB must be a whole number of megabytes')
})

test('P39 P64 traces go where the operator says, by https or on this machine, and nowhere unless they are asked for', () => {
  const to = (url: string) => read({ OTEL_EXPORTER_OTLP_ENDPOINT: url }).tracesTo
  expect(to('')).toBeNull()
  expect(to('http://127.0.0.1:4318')).toBe('http://127.0.0.1:4318/')
  expect(to('https://traces.example.org/otlp')).toBe('https://traces.example.org/otlp')
  for (const url of ['http://traces.example.org', 'https://user:word@traces.example.org', 'nonsense'])
    expect(() => to(url)).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT')
})
