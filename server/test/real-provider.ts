/** For tests: a real OpenID provider of this machine, whose people sign in by one click, and a browser that goes there. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error -- the package brings no types; what is used of it stands below
import { Provider as UntypedProvider } from 'oidc-provider'
import type { Came } from '@candour/contract/providers.ts'

interface Provider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
}
const Provider = UntypedProvider as new (issuer: string, configuration: object) => Provider

export const clientId = 'candour-at-tallow-lane'
export const clientSecret = 'a-secret-of-the-practice-and-the-provider'

export interface Person {
  sub: string
  /** What the provider says of how they signed in. */
  acr?: string
  /** Seconds ago. */
  ago?: number
}

export interface RealProvider {
  issuer: string
  /** Who clicks there next. */
  who: Person
  stop(): Promise<void>
}

export async function startProvider(returnAddress = 'http://localhost:3000/sign-in/return'): Promise<RealProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'one' }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [returnAddress],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['only-for-tests'] },
    acrValues: ['one-factor', 'two-factors'],
    scopes: ['openid'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/sign-in-there/${uid}` },
    findAccount: (_ctx: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: 'same@example.org' }),
    }),
    loadExistingGrant: async (ctx: any) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const running: RealProvider = {
    issuer,
    who: { sub: 'nobody-yet' },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const answer = provider.callback()
  server.on('request', (request, response) => {
    const url = new URL(request.url!, issuer)
    if (!url.pathname.startsWith('/sign-in-there/')) return answer(request, response)
    if (request.method === 'GET' && request.headers.accept?.includes('text/html') === true) {
      response.setHeader('content-type', 'text/html')
      return response.end(
        '<!doctype html><title>Harbour Trust</title><h1>Harbour Trust</h1><form method="post"><button>Sign in as Nkem</button></form>',
      )
    }
    const { sub, acr, ago = 0 } = running.who
    const login = { accountId: sub, ts: Math.floor(Date.now() / 1000) - ago, ...(acr === undefined ? {} : { acr }) }
    return void provider.interactionFinished(request, response, { login })
  })
  return running
}

/** Goes where Candour sends the browser, signs in there, and answers what the address holds when it comes back. */
export async function goThere(url: string): Promise<Came> {
  const jar = new Map<string, string>()
  let at = url
  for (let steps = 0; steps < 10; steps++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [pair] = set.split(';')
      const [name, ...value] = pair!.split('=')
      jar.set(name!, value.join('='))
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`)
    const to = new URL(next, at)
    if (to.pathname === '/sign-in/return')
      return { state: '', code: null, iss: null, error: null, ...Object.fromEntries(to.searchParams) }
    at = to.href
  }
  throw new Error('the provider sends in circles')
}
