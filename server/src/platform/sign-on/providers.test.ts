import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startLyingProvider, type LyingProvider } from '../../../test/lying-provider.ts'
import { noLog } from '../log.ts'
import { openProviders, type Client } from './providers.ts'

const returnAddress = 'https://records.example.nhs.uk/sign-in/return'
let liar: LyingProvider
let client: Client
/** Inside the network, where nothing may be asked. */
const innerAsked: string[] = []
const inner = createServer((request, response) => {
  innerAsked.push(request.url!)
  response.end('{}')
})
let innerAddress: string

beforeAll(async () => {
  liar = await startLyingProvider({ id: 'us', secret: 'a secret: of ours' })
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve))
  innerAddress = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`
  client = { issuer: liar.issuer, clientId: 'us', clientSecret: 'a secret: of ours', strong: ['mfa'], freshMinutes: 60 }
})
afterAll(async () => {
  await liar.stop()
  inner.close()
})
beforeEach(() => {
  liar.lies = {}
})

test('a browser is sent to the provider itself, with PKCE, state and nonce that nobody guesses, and for nothing but who it is', async () => {
  const providers = openProviders(noLog)
  const flows = await Promise.all([1, 2].map(() => providers.begin(client, returnAddress, 'in')))
  const [one, two] = flows.map(({ url }) => Object.fromEntries(new URL(url).searchParams))
  expect(new URL(flows[0]!.url).origin).toBe(liar.issuer)
  expect(one).toMatchObject({
    response_type: 'code',
    client_id: 'us',
    redirect_uri: returnAddress,
    scope: 'openid',
    code_challenge_method: 'S256',
    max_age: '3600',
    acr_values: 'mfa',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one![name]).toMatch(/^(in\.)?[\w-]{43}$/)
    expect(one![name]).not.toBe(two![name])
  }
  expect(flows[0]!.url).not.toContain(flows[0]!.secrets.verifier)
})

test('metadata of another issuer are refused, whatever differs', async () => {
  for (const issuer of ['https://accounts.example.org', `${liar.issuer}/`, liar.issuer.toUpperCase(), undefined]) {
    liar.lies = { metadata: { issuer } }
    await expect(openProviders(noLog).look(liar.issuer)).rejects.toMatchObject({ code: 'provider.unreachable' })
  }
})

test('nobody is sent to another host than the one that the operator allows', async () => {
  for (const page of [
    `${innerAddress}/auth`,
    'https://elsewhere.example/auth',
    `http://user@${liar.issuer.slice(7)}/auth`,
    'javascript:alert(1)',
    undefined,
  ]) {
    liar.lies = { metadata: { authorization_endpoint: page } }
    const begun = openProviders(noLog).begin(client, returnAddress, 'in')
    await expect(begun, String(page)).rejects.toMatchObject({ code: 'provider.unreachable' })
  }
})

test('a provider that names addresses inside the network has nothing asked there', async () => {
  for (const metadata of [
    { token_endpoint: `${innerAddress}/token` },
    { token_endpoint: 'https://10.0.0.1/token' },
    { token_endpoint: 'https://[::1]/token' },
    { token_endpoint: 'https://localhost/token' },
    { token_endpoint: 'file:///etc/passwd' },
    { jwks_uri: `${innerAddress}/keys` },
  ]) {
    liar.lies = { metadata }
    const providers = openProviders(noLog)
    const { secrets } = await providers.begin(client, returnAddress, 'in')
    liar.nonce = secrets.nonce
    const finished = providers.finish(client, returnAddress, secrets, { code: 'x', iss: null, error: null })
    await expect(finished, JSON.stringify(metadata)).rejects.toMatchObject({
      code: expect.stringMatching(/^provider\.(failed|unreachable)$/),
    })
  }
  expect(innerAsked).toEqual([])
})

test('strength is what acr, amr or acrs say of those that the practice listed; without a time of it there is none', async () => {
  const strengthOf = async (claims: object, different: Partial<Client> = {}) => {
    const providers = openProviders(noLog)
    const asking = { ...client, ...different }
    const { secrets } = await providers.begin(asking, returnAddress, 'in')
    liar.nonce = secrets.nonce
    liar.lies = { claims }
    return (await providers.finish(asking, returnAddress, secrets, { code: 'x', iss: null, error: null })).isStrong
  }
  expect(await strengthOf({ acr: 'mfa' })).toBe(true)
  expect(await strengthOf({ amr: ['pwd', 'mfa'] })).toBe(true)
  expect(await strengthOf({ acrs: ['mfa'] })).toBe(true)
  for (const claims of [{}, { acr: 'pwd' }, { amr: 'mfa2' }, { amr: [['mfa']] }, { acr: { mfa: true } }])
    expect([claims, await strengthOf(claims)]).toEqual([claims, false])
  expect(await strengthOf({ acr: 'mfa' }, { strong: [] })).toBe(false)
  expect(await strengthOf({ acr: 'mfa', auth_time: undefined }, { freshMinutes: null })).toBe(false)
  expect(await strengthOf({ acr: 'mfa' }, { freshMinutes: null })).toBe(false)
  // It was asked for, and was not said, or is too long ago.
  const long = Math.floor(Date.now() / 1000) - 7200
  for (const claims of [{ auth_time: undefined }, { auth_time: long }])
    await expect(strengthOf({ acr: 'mfa', ...claims })).rejects.toMatchObject({ code: 'provider.failed' })
})

test('what it says of itself is asked once in five minutes, however many come, and a fault is not kept', async () => {
  const providers = openProviders(noLog)
  liar.lies = { metadata: { issuer: 'https://accounts.example.org' } }
  await expect(providers.begin(client, returnAddress, 'in')).rejects.toThrow()
  liar.lies = {}
  liar.asked.length = 0
  await Promise.all(Array.from({ length: 40 }, () => providers.begin(client, returnAddress, 'in')))
  expect(liar.asked).toEqual(['/.well-known/openid-configuration'])
})
