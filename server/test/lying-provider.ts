/** For tests: a provider that says what a test has it say: other issuers, unsigned tokens, nothing at all. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Lies {
  /** Put into its metadata. */
  metadata?: object
  /** Put into the ID token, in place of what is right. */
  claims?: object
  header?: object
  /** By which key the token is signed. */
  signedBy?: 'own' | 'another' | 'nobody' | 'the secret'
  /** Answers a request by itself. */
  answer?: (path: string, response: ServerResponse) => boolean
}

export interface LyingProvider {
  issuer: string
  lies: Lies
  /** What it was asked, by path. */
  asked: string[]
  /** Its right ID token for a flow: what the browser would have brought the nonce of. */
  nonce: string
  stop(): Promise<void>
}

const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const another = generateKeyPairSync('rsa', { modulusLength: 2048 })
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

function sign(by: NonNullable<Lies['signedBy']>, text: string, secret: string): string {
  if (by === 'nobody') return ''
  if (by === 'the secret') return createHmac('sha256', secret).update(text).digest('base64url')
  return createSign('sha256')
    .update(text)
    .sign((by === 'own' ? own : another).privateKey, 'base64url')
}

export async function startLyingProvider(client: { id: string; secret: string }): Promise<LyingProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: LyingProvider = {
    issuer,
    lies: {},
    asked: [],
    nonce: '',
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('request', (request, response) => {
    const path = new URL(request.url!, issuer).pathname
    running.asked.push(path)
    const { lies } = running
    if (lies.answer?.(path, response) === true) return
    response.setHeader('content-type', 'application/json')
    if (path === '/.well-known/openid-configuration')
      return void response.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          token_endpoint_auth_methods_supported: ['client_secret_post'],
          ...lies.metadata,
        }),
      )
    if (path === '/keys')
      return void response.end(
        JSON.stringify({
          keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
        }),
      )
    void answerToken(request, response, lies)
  })

  async function answerToken(request: IncomingMessage, response: ServerResponse, lies: Lies): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    // A code may say of which flow it is, and of whom.
    const [nonce, sub] = (new URLSearchParams(Buffer.concat(parts).toString()).get('code') ?? '').split(' ')
    const now = Math.floor(Date.now() / 1000)
    const header = { alg: 'RS256', kid: 'one', ...lies.header }
    const claims = {
      iss: issuer,
      sub: sub ?? 'somebody',
      aud: client.id,
      iat: now,
      exp: now + 300,
      nonce: sub === undefined ? running.nonce : nonce,
      auth_time: now,
      ...lies.claims,
    }
    const text = `${encode(header)}.${encode(claims)}`
    const token = `${text}.${sign(lies.signedBy ?? 'own', text, client.secret)}`
    response.end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: token }))
  }
  server.unref()
  return running
}
