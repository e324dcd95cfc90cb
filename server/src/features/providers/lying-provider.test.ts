/** A provider that lies, hangs or is dead: nobody comes in by it, nothing else is asked, and the practice goes on. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { providerRoutes } from '@candour/contract/providers.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { startLyingProvider, type Lies, type LyingProvider } from '../../../test/lying-provider.ts'
import { signUp, type Person } from '../../../test/people.ts'
import { clientId, clientSecret } from '../../../test/real-provider.ts'
import { setProvider } from '../../../test/sign-on.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { createLog } from '../../platform/log.ts'
import { addressOf } from './address.ts'

let candour: TestCandour
let liar: LyingProvider
let other: LyingProvider
let admin: Person
const lines: string[] = []
/** Inside the network, where nothing may be asked. */
const inner = createServer((request, response) => {
  innerAsked.push(request.url!)
  response.end('{}')
})
const innerAsked: string[] = []
let innerAddress: string

beforeAll(async () => {
  liar = await startLyingProvider({ id: clientId, secret: clientSecret })
  other = await startLyingProvider({ id: clientId, secret: clientSecret })
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve))
  innerAddress = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`
  const log = createLog('debug', { write: (line: string) => void lines.push(line) })
  candour = await startQuickCandour({ log }, (config) => ({ ...config, signInIssuers: [liar.issuer, other.issuer] }))
  admin = await signUp(candour)
  expect(codeOf(await setProvider(admin, liar.issuer))).toBe('no error')
})
afterAll(async () => {
  await candour.stop()
  await liar.stop()
  await other.stop()
  inner.close()
})
beforeEach(() => {
  liar.lies = {}
  innerAsked.length = 0
})

const at = ({ session }: Person) => addressOf(candour.parts.vault, session.practice.id)
const start = (browser = candour.visitor()) => browser.try(providerRoutes.start, { address: at(admin) })

/** What comes of a sign-in to which the provider answers with these lies, once the browser was there. */
async function cameOf(lies: Lies, different: object = {}): Promise<string> {
  const browser = candour.visitor()
  const begun = await start(browser)
  if (begun.status !== 200) return codeOf(begun)
  const asked = new URL(begun.body.url as string).searchParams
  liar.nonce = asked.get('nonce')!
  liar.lies = lies
  return codeOf(
    await browser.try(providerRoutes.finish, {
      state: asked.get('state'),
      code: 'the-code',
      iss: null,
      error: null,
      ...different,
    }),
  )
}

/** The truth, of somebody whom nobody has linked. */
const isTaken = 'provider.not_linked'
const now = () => Math.floor(Date.now() / 1000)

test('the truth is taken, so that what is refused below is refused for its lie', async () => {
  expect(await cameOf({})).toBe(isTaken)
  expect(await cameOf({}, { iss: liar.issuer })).toBe(isTaken)
  expect(await cameOf({ claims: { aud: [clientId] } })).toBe(isTaken)
})

test('an ID token that is unsigned, or signed by another key, is refused', async () => {
  expect(await cameOf({ header: { alg: 'none' }, signedBy: 'nobody' })).toBe('provider.failed')
  expect(await cameOf({ signedBy: 'nobody' })).toBe('provider.failed')
  expect(await cameOf({ signedBy: 'another' })).toBe('provider.failed')
  expect(await cameOf({ header: { alg: 'HS256' }, signedBy: 'the secret' })).toBe('provider.failed')
})

test('an ID token of another flow is refused: its nonce is not the one that was sent', async () => {
  for (const nonce of ['another', undefined, '']) expect(await cameOf({ claims: { nonce } })).toBe('provider.failed')
})

test('an ID token for another client is refused', async () => {
  for (const aud of ['somebody-else', undefined, ['somebody-else']])
    expect(await cameOf({ claims: { aud } })).toBe('provider.failed')
  expect(await cameOf({ claims: { aud: [clientId, 'somebody-else'], azp: 'somebody-else' } })).toBe('provider.failed')
})

test('an ID token that is over, of another issuer, or of nobody is refused', async () => {
  expect(await cameOf({ claims: { exp: now() - 600, iat: now() - 900 } })).toBe('provider.failed')
  expect(await cameOf({ claims: { iss: other.issuer } })).toBe('provider.failed')
  expect(await cameOf({ claims: { sub: '' } })).toBe('provider.failed')
  expect(await cameOf({ claims: { sub: undefined } })).toBe('provider.failed')
  expect(await cameOf({ claims: { sub: 'x'.repeat(256) } })).toBe('provider.failed')
})

test('an answer that names another issuer than the one that was asked is refused before its code goes anywhere', async () => {
  liar.asked.length = 0
  expect(await cameOf({}, { iss: other.issuer })).toBe('provider.failed')
  expect(liar.asked).not.toContain('/token')
  expect(other.asked).not.toContain('/token')
})

test('whoever stopped there is told so, and other answers without a code are refused', async () => {
  expect(await cameOf({}, { code: null, error: 'access_denied' })).toBe('provider.cancelled')
  expect(await cameOf({}, { code: null, error: 'server_error' })).toBe('provider.failed')
  expect(await cameOf({}, { code: null })).toBe('provider.failed')
})

test('the same name at two providers is two people: a link to one is none to the other', async () => {
  const { url } = await admin.browser.call(providerRoutes.startLink, { address: at(admin) })
  const asked = new URL(url).searchParams
  liar.nonce = asked.get('nonce')!
  liar.lies = { claims: { sub: 'the-same' } }
  const came = { state: asked.get('state')!, code: 'the-code', iss: null, error: null }
  expect(codeOf(await admin.browser.try(providerRoutes.finishLink, came))).toBe('no error')
  expect(await cameOf({ claims: { sub: 'the-same' } })).toBe('no error')
  const second = await signUp(candour, 'Sallowfield Surgery')
  await setProvider(second, other.issuer)
  const browser = candour.visitor()
  const begun = await browser.call(providerRoutes.start, { address: at(second) })
  const there = new URL(begun.url).searchParams
  other.nonce = there.get('nonce')!
  other.lies = { claims: { sub: 'the-same' } }
  const refused = await browser.try(providerRoutes.finish, {
    state: there.get('state'),
    code: 'the-code',
    iss: null,
    error: null,
  })
  expect(codeOf(refused)).toBe(isTaken)
})

test('a provider that sends elsewhere, is dead, hangs or floods is said not to answer, and nothing inside is asked', async () => {
  const redirect: Lies['answer'] = (_path, response) => {
    response.writeHead(302, { location: `${innerAddress}/secrets` }).end()
    return true
  }
  const fault: Lies['answer'] = (_path, response) => {
    response.writeHead(500).end('no')
    return true
  }
  const flood: Lies['answer'] = (_path, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(`{"x":"${'y'.repeat(1_000_000)}"}`)
    return true
  }
  const words: Lies['answer'] = (_path, response) => {
    response.end('<html>')
    return true
  }
  for (const answer of [redirect, fault, flood, words]) expect(await cameOf({ answer })).toBe('provider.unreachable')
  expect(innerAsked).toEqual([])
})

test('a code that the provider does not know, and a client that it does not take, are told apart', async () => {
  const refusing = (error: string): NonNullable<Lies['answer']> => {
    return (path, response) => {
      if (path !== '/token') return false
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      return true
    }
  }
  expect(await cameOf({ answer: refusing('invalid_grant') })).toBe('provider.failed')
  expect(await cameOf({ answer: refusing('invalid_client') })).toBe('provider.misconfigured')
})

test('the log has no code, state, nonce, token or name of anybody', async () => {
  await cameOf({ claims: { sub: 'a-name-of-theirs' }, signedBy: 'another' }, { code: 'a-secret-code' })
  const { body } = await start()
  const asked = new URL(body.url as string).searchParams
  await candour.visitor().send('GET', `/sign-in/return?code=a-secret-code&state=${asked.get('state')}`)
  const all = lines.join('\n')
  expect(all).toContain('a sign-in by a provider was refused')
  for (const secret of [
    'a-secret-code',
    'a-name-of-theirs',
    clientSecret,
    asked.get('state')!,
    asked.get('nonce')!,
    liar.nonce,
  ])
    expect(all).not.toContain(secret)
})
