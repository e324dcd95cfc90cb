import type { ProviderPage, providerRoutes } from '@candour/contract/providers.ts'
import type { InputOf } from '@candour/contract/route.ts'
import { whyNotThisWay } from '../../platform/access/decided.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing, Within } from '../../platform/http/endpoint.ts'
import { isAllowedIssuer } from '../../platform/sign-on/issuers.ts'
import { newId } from '../../platform/vault/ids.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { readAccount } from '../accounts/find-account.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { holdRules, openRules, type SealedSignOn } from '../rules/sealed-rules.ts'
import { findSignOn, writeSignOn } from '../rules/sign-on.ts'
import { endSessionsByProvider, endSessionsNotByProvider } from '../sessions/end-sessions-of-practice.ts'
import { addressOf } from './address.ts'
import { returnAddress, type Parts } from './flow.ts'
import { isStillLinked } from './live-link.ts'
import { tellOfProvider } from './tell-of-provider.ts'

type Set = InputOf<typeof providerRoutes.set>

async function withinOf({ gate, vault, keysOf, actor, now }: GateCall<unknown>): Promise<Within> {
  const tx = gate.within(actor.practice)
  return { tx, vault, keys: await keysOf(tx), now }
}

/** What the practice has decided, without the secret, and who could come in by it. */
export function readProvider({ issuers, publicOrigin }: Parts) {
  return async (call: GateCall<unknown>): Promise<Outcome<ProviderPage>> => {
    const { actor } = call
    const within = await withinOf(call)
    const { signOn, revision } = await openRules(within)
    const page = {
      revision,
      issuers: [...issuers],
      returnAddress: returnAddress(publicOrigin),
      signInAddress: `${publicOrigin}/sign-in/with/${addressOf(call.vault, actor.practice)}`,
    }
    if (signOn === null) return { output: { provider: null, ...page }, subjects: [] }
    const { id: _id, clientSecret: _secret, ...shown } = signOn
    const isListed = isAllowedIssuer(issuers, signOn.issuer)
    const who = await whoIsLinked(call, within, signOn)
    return { output: { provider: { ...shown, ...who, isListed }, ...page }, subjects: [] }
  }
}

async function whoIsLinked(call: GateCall<unknown>, within: Within, { id }: SealedSignOn) {
  const notLinked: { member: string; name: string }[] = []
  let linked = 0
  for (const { member, name, account } of await approvedMembers(within)) {
    if (account === null) continue
    if (await isLinked(call, account, id)) linked++
    else notLinked.push({ member, name })
  }
  return { linked, notLinked }
}

/** An account that was altered is entered by nothing. */
async function isLinked(call: GateCall<unknown>, account: string, provider: string): Promise<boolean> {
  const { gate, vault, actor } = call
  try {
    const opened = await readAccount(gate, vault, account)
    return await isStillLinked(gate, call, opened, { practice: actor.practice, provider })
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

/** A provider that is new here is asked what it is. Throws `provider.issuer_refused` before, and `provider.unreachable`. */
export function prepareSet({ issuers, providers }: Parts) {
  return async ({ atGate, vault, keysOf, actor, input }: Preparing<Set>): Promise<void> => {
    if (!isAllowedIssuer(issuers, input.issuer)) throw new AppError('provider.issuer_refused')
    const before = await atGate((gate) => findSignOn(gate, vault, keysOf, actor.practice))
    if (before?.issuer !== input.issuer) await providers.look(input.issuer)
  }
}

/**
 * Holds from the next request of everybody. Throws `record.changed_meanwhile`, `provider.secret_needed`, and for `required`
 * `provider.passkey_first`.
 */
export async function setProvider(call: GateCall<Set>): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, actor, input, now } = call
  const { clientSecret, baseRevision, reason, ...decided } = input
  const within = await withinOf(call)
  const { signOn: before, revision } = await holdRules(within)
  if (revision !== baseRevision) throw new AppError('record.changed_meanwhile')
  if (decided.strong.length > 0 && decided.freshMinutes === null)
    throw new AppError('input.invalid', [{ path: 'freshMinutes', message: 'Needed where a second factor counts.' }])
  const same = before?.issuer === decided.issuer && before.clientId === decided.clientId ? before : null
  const secret = clientSecret ?? same?.clientSecret
  if (secret === undefined) throw new AppError('provider.secret_needed')
  if (decided.mode === 'required') {
    const ways = await waysToProve(gate, vault, actor.account)
    if (actor.level < 4 || !ways.includes('passkey')) throw new AppError('provider.passkey_first')
  }
  const known = same === null ? { id: newId(), since: now.toISOString() } : { id: same.id, since: same.since }
  const signOn = { ...decided, ...known, clientSecret: secret }
  // Else the session that decides would end with the decision.
  if (whyNotThisWay(signOn, actor.level, actor) === 'provider.required') throw new AppError('provider.passkey_first')
  await writeSignOn(within, revision, signOn)
  if (before !== null && (same === null || signOn.mode === 'off')) await endSessionsByProvider(gate, actor.practice)
  if (signOn.mode === 'required' && before?.mode !== 'required') await endSessionsNotByProvider(gate, actor.practice)
  await tellOfProvider(within, actor.member, reason, signOn)
  const facts = { mode: signOn.mode, provider: same === null ? 'new' : 'same' }
  return { output: {}, subjects: [], reason, facts }
}

/** The third party is out at once, and for good (P23). Throws `provider.none`. */
export async function revokeProvider(call: GateCall<{ reason: string }>): Promise<Outcome<{ ended: number }>> {
  const { gate, actor, input } = call
  const within = await withinOf(call)
  const { signOn, revision } = await holdRules(within)
  if (signOn === null) throw new AppError('provider.none')
  await writeSignOn(within, revision, null)
  const ended = await endSessionsByProvider(gate, actor.practice)
  await tellOfProvider(within, actor.member, input.reason, { ...signOn, mode: 'revoked' })
  return { output: { ended }, subjects: [], reason: input.reason, facts: { mode: 'revoked' } }
}
