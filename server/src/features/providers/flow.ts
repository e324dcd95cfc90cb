import type { Came } from '@candour/contract/providers.ts'
import { takesProvider } from '../../platform/access/decided.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction, Transactions } from '../../platform/database/transaction.ts'
import type { FlowSecrets, Providers } from '../../platform/sign-on/providers.ts'
import { isAllowedIssuer } from '../../platform/sign-on/issuers.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { useChallenge } from '../factors/challenge.ts'
import type { Identity } from '../factors/provider-link.ts'
import type { SealedSignOn } from '../rules/sealed-rules.ts'
import { findSignOn } from '../rules/sign-on.ts'

/** What the feature works with. */
export interface Parts {
  tokenKey: CompartmentKey
  providers: Providers
  /** Of which practices may choose; the operator's list. */
  issuers: readonly string[]
  publicOrigin: string
}

/** What somebody set out for, at the provider of this practice. */
export type Purpose =
  | { for: 'sign-in'; practice: string }
  | { for: 'invitation'; practice: string; token: string }
  | { for: 'link'; practice: string; session: string }

type Flow = Purpose & FlowSecrets & { provider: string; at: number }

const lifetimeMs = 10 * 60_000

/** To be registered at the provider. */
export const returnAddress = (publicOrigin: string): string => `${publicOrigin}/sign-in/return`

/** Bound to the state: what another flow brings back does not open it. */
function place(state: string) {
  return { table: 'gate.flow', field: 'sealed', record: state, revision: 1, schema: 1 }
}

/** The practice's provider, where it takes one and the operator still allows it. Throws `provider.not_offered`. */
export function needSignOn({ issuers }: Pick<Parts, 'issuers'>, signOn: SealedSignOn | null): SealedSignOn {
  if (signOn === null || !takesProvider(signOn) || !isAllowedIssuer(issuers, signOn.issuer))
    throw new AppError('provider.not_offered')
  return signOn
}

/**
 * Where the browser goes, and what it holds until it comes back: sealed, so that the server keeps nothing of those who never do.
 * Throws `provider.unreachable`.
 */
export async function begin(
  { tokenKey, providers, publicOrigin }: Parts,
  vault: Vault,
  now: Date,
  signOn: SealedSignOn,
  purpose: Purpose,
): Promise<{ url: string; flow: string }> {
  const kind = purpose.for === 'link' ? 'link' : 'in'
  const { url, secrets } = await providers.begin(signOn, returnAddress(publicOrigin), kind)
  const kept: Flow = { ...purpose, ...secrets, provider: signOn.id, at: now.getTime() }
  const flow = vault.seal(tokenKey, place(secrets.state), Buffer.from(JSON.stringify(kept))).toString('base64url')
  return { url, flow }
}

interface Returning {
  atGate: Transactions['atGate']
  vault: Vault
  keysOf: PracticeKeySource
  now: Date
  flow: string | undefined
  input: Came
}

export interface CameBack {
  purpose: Purpose
  signOn: SealedSignOn
  identity: Identity
  isStrong: boolean
}

/**
 * Who came back: only at the browser that set out, within ten minutes, once, and while the practice takes that provider. Throws
 * `provider.failed`, `provider.not_offered`, and what the provider's answer throws.
 */
export async function comeBack(parts: Parts, call: Returning): Promise<CameBack> {
  const { vault, now, input } = call
  const flow = openFlow(parts, vault, input.state, call.flow)
  if (flow === null || now.getTime() - flow.at > lifetimeMs || now.getTime() < flow.at - lifetimeMs)
    throw new AppError('provider.failed')
  const { practice, provider } = flow
  const signOn = await call.atGate(async (gate) => {
    const found = needSignOn(parts, await findSignOn(gate, vault, call.keysOf, practice))
    if (found.id !== provider || !(await useState(gate, flow.state))) throw new AppError('provider.failed')
    return found
  })
  const { code, iss, error } = input
  const shown = await parts.providers.finish(signOn, returnAddress(parts.publicOrigin), flow, { code, iss, error })
  const identity = { practice, provider, issuer: signOn.issuer, sub: shown.sub }
  return { purpose: flow, signOn, identity, isStrong: shown.isStrong }
}

/** Of forty who bring the same one at once, one gets true. */
function useState(gate: GateTransaction, state: string): Promise<boolean> {
  return useChallenge(gate, Buffer.from(state).toString('base64url'))
}

function openFlow({ tokenKey }: Parts, vault: Vault, state: string, held: string | undefined): Flow | null {
  if (held === undefined || !/^[\w-]{80,3000}$/.test(held)) return null
  try {
    return JSON.parse(vault.open(tokenKey, place(state), Buffer.from(held, 'base64url')).toString()) as Flow
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}
