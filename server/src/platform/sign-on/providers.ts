/**
 * Promise: whoever comes back from a provider is who its signed ID token says, asked for by this browser, for this client, a
 * moment ago: code flow with PKCE, state, nonce, issuer and audience checked, the signature always (OpenID Connect Core,
 * section 3.1.3.7; RFC 9207, 9700). Of the tokens nothing is kept and nothing leaves this file.
 */
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  type IDToken,
  type ServerMetadata,
} from 'openid-client'
import { AppError } from '../app-error.ts'
import type { Log } from '../log.ts'
import { askerOf } from './ask-provider.ts'

export interface Client {
  issuer: string
  clientId: string
  clientSecret: string
  /** What of `acr`, `amr` or `acrs` says that a second factor was asked for. */
  strong: readonly string[]
  freshMinutes: number | null
}

/** What only the browser that begins a flow may bring back; sealed there. */
export interface FlowSecrets {
  state: string
  nonce: string
  verifier: string
}

export interface Came {
  code: string | null
  iss: string | null
  error: string | null
}

/** Who it was, by the provider's own name for them, which is never given to anybody else. */
export interface Shown {
  sub: string
  /** A second factor was asked for there, and the time of it is known. */
  isStrong: boolean
}

export interface Providers {
  /** Throws `provider.unreachable`. */
  begin(client: Client, returnAddress: string, kind: 'in' | 'link'): Promise<{ url: string; secrets: FlowSecrets }>
  /** Throws `provider.failed`, `provider.cancelled`, `provider.unreachable`, `provider.misconfigured`. */
  finish(client: Client, returnAddress: string, secrets: FlowSecrets, came: Came): Promise<Shown>
  /** Asks it what it is. Throws `provider.unreachable`. */
  look(issuer: string): Promise<void>
}

const knownForMs = 5 * 60_000
const mostKnown = 200

export function openProviders(log: Log, patienceMs?: number): Providers {
  const known = new Map<string, { metadata: Promise<ServerMetadata>; until: number }>()

  /** The provider of an issuer says what it is at its well-known address, and says that it is that issuer. */
  async function discover(issuer: string): Promise<ServerMetadata> {
    const answer = await askerOf(issuer, patienceMs)(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      method: 'GET',
      headers: { accept: 'application/json' },
    })
    if (answer.status !== 200) throw new Error(`the provider answered ${answer.status}`)
    const metadata = (await answer.json()) as ServerMetadata
    if (metadata.issuer !== issuer) throw new Error('the provider says that it is another one')
    const page = URL.parse(String(metadata.authorization_endpoint))
    if (page === null || page.origin !== new URL(issuer).origin || page.username !== '')
      throw new Error('the provider sends people elsewhere')
    return metadata
  }

  function metadataOf(issuer: string): Promise<ServerMetadata> {
    const found = known.get(issuer)
    if (found !== undefined && found.until > performance.now()) return found.metadata
    const metadata = discover(issuer).catch((error: unknown) => {
      known.delete(issuer)
      return unreachable(error)
    })
    known.delete(issuer)
    known.set(issuer, { metadata, until: performance.now() + knownForMs })
    if (known.size > mostKnown) known.delete(known.keys().next().value!)
    return metadata
  }

  function unreachable(error: unknown): never {
    log.warn({ part: 'sign-on', err: error }, 'a provider of sign-ins did not answer as one')
    throw new AppError('provider.unreachable')
  }

  async function configurationOf({ issuer, clientId, clientSecret }: Client): Promise<Configuration> {
    const metadata = await metadataOf(issuer)
    const takesPost = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true
    const by = (takesPost ? ClientSecretPost : ClientSecretBasic)(clientSecret)
    const configuration = new Configuration(metadata, clientId, {}, by)
    configuration[customFetch] = askerOf(issuer, patienceMs)
    enableNonRepudiationChecks(configuration)
    // On this machine alone: see isIssuer.
    if (issuer.startsWith('http:')) allowInsecureRequests(configuration)
    return configuration
  }

  return {
    async look(issuer) {
      known.delete(issuer)
      await metadataOf(issuer)
    },
    async begin(client, returnAddress, kind) {
      const configuration = await configurationOf(client)
      const secrets = { state: `${kind}.${randomState()}`, nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: returnAddress,
        scope: 'openid',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        ...(client.freshMinutes === null ? {} : { max_age: String(client.freshMinutes * 60) }),
        ...(client.strong.length === 0 ? {} : { acr_values: client.strong.join(' ') }),
      })
      return { url: url.href, secrets }
    },
    async finish(client, returnAddress, { state, nonce, verifier }, came) {
      const configuration = await configurationOf(client)
      const url = new URL(returnAddress)
      for (const [name, value] of Object.entries({ ...came, state }))
        if (value !== null) url.searchParams.set(name, value)
      try {
        const answered = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(client.freshMinutes === null ? {} : { maxAge: client.freshMinutes * 60 }),
        })
        const claims = answered.claims()
        if (claims === undefined || claims.sub === '' || claims.sub.length > 255) throw new AppError('provider.failed')
        return { sub: claims.sub, isStrong: isStrong(client, claims) }
      } catch (error) {
        throw faultOf(error)
      }
    },
  }

  function faultOf(error: unknown): AppError {
    if (error instanceof AppError) return error
    log.warn({ part: 'sign-on', err: error }, 'a sign-in by a provider was refused')
    if (error instanceof AuthorizationResponseError)
      return new AppError(error.error === 'access_denied' ? 'provider.cancelled' : 'provider.failed')
    if (error instanceof ResponseBodyError)
      return new AppError(
        ['invalid_client', 'unauthorized_client'].includes(error.error) ? 'provider.misconfigured' : 'provider.failed',
      )
    const code = (error as { code?: unknown }).code
    const isAnswer = typeof code === 'string' && code.startsWith('OAUTH_') && !noAnswer.includes(code)
    return new AppError(isAnswer ? 'provider.failed' : 'provider.unreachable')
  }
}

/** It broke off, or what came is no answer of a provider. */
const noAnswer = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]

/** What is not said is taken as one factor: without `auth_time` nobody knows when a second one was shown. */
function isStrong({ strong, freshMinutes }: Client, claims: IDToken): boolean {
  if (strong.length === 0 || freshMinutes === null || typeof claims.auth_time !== 'number') return false
  const said = [claims.acr, claims['amr'], claims['acrs']].flat()
  return said.some((value) => typeof value === 'string' && strong.includes(value))
}
