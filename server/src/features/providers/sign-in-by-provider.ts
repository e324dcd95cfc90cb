import type { providerRoutes, Came, Offer } from '@candour/contract/providers.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { FlowCookie, PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { accountToken, createAccount } from '../accounts/account.ts'
import { accountsAt, practicesKnownAt } from '../accounts/device.ts'
import { listMemberships, readAccount } from '../accounts/find-account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { accountOfIdentity, addLink, useLink } from '../factors/provider-link.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { findInvitation, takeInvitation } from '../members/take-invitation.ts'
import { findSignOn } from '../rules/sign-on.ts'
import { closeWhenAltered } from '../sessions/close-when-altered.ts'
import { chooseMembership, enterRefused, finishSignIn } from '../sessions/finish-sign-in.ts'
import { askSecondStep } from '../sessions/second-step.ts'
import { practiceAt } from './address.ts'
import { begin, comeBack, needSignOn, type CameBack, type Parts } from './flow.ts'
import { isLive } from './live-link.ts'
import { offerOf } from './offer.ts'

const mostOffers = 10

/**
 * What a sign-in page shows: the providers of the practices for which somebody signed in at this browser (by one's provider:
 * of that one), and of the one that
 * the address names. Who has an account is said to nobody.
 */
export function listOffers(parts: Parts) {
  return (call: PublicCall<{ address?: string | undefined }>): Promise<{ output: { offers: Offer[] } }> =>
    call.atGate(async (gate) => {
      const { vault, deviceToken, input } = call
      const named = input.address === undefined ? null : practiceAt(vault, input.address)
      const asked = new Set(named === null ? [] : [named])
      for (const { account } of await accountsAt(gate, vault, deviceToken)) {
        const isKnown = await practicesKnownAt(gate, vault, deviceToken, await readAccount(gate, vault, account))
        for (const one of await listMemberships(gate, account))
          if (one.state === 'approved' && one.level > 0 && isKnown(one.practice)) asked.add(one.practice)
      }
      const offers: Offer[] = []
      for (const practice of [...asked].slice(0, mostOffers)) {
        const offer = await offerOf(parts, call, gate, practice)
        if (offer !== null) offers.push(offer)
      }
      return { output: { offers } }
    })
}

type Start = { address?: string | undefined; invitation?: string | undefined }

/**
 * Sends the browser to the practice's provider. Throws `provider.not_offered`, `provider.unreachable`, `session.throttled`, and
 * of an invitation `member.invitation_invalid`, `provider.account_first`.
 */
export function startByProvider(parts: Parts) {
  return async (call: PublicCall<Start>): Promise<{ output: { url: string }; flow: FlowCookie }> => {
    const { input, vault, keysOf, now } = call
    await call.atGate(async (gate) => {
      const [known] = await accountsAt(gate, vault, call.deviceToken)
      const name = known === undefined ? `provider ${newId()}` : 'provider'
      await reserveTry(gate, vault, parts.tokenKey, name, call.origin.address, known?.device ?? null)
    })
    const { signOn, purpose } = await call.atGate(async (gate) => {
      if (input.invitation === undefined) {
        const practice = practiceAt(vault, input.address ?? '')
        if (practice === null) throw new AppError('provider.not_offered')
        const found = await findSignOn(gate, vault, keysOf, practice)
        return { signOn: needSignOn(parts, found), purpose: { for: 'sign-in', practice } as const }
      }
      const found = await findInvitation(gate, call, parts.tokenKey, input.invitation)
      if (found.existing !== null) throw new AppError('provider.account_first')
      const { practice } = found
      const wanted = { for: 'invitation', practice, token: input.invitation } as const
      return { signOn: needSignOn(parts, found.signOn), purpose: wanted }
    })
    const { url, flow } = await begin(parts, vault, now, signOn, purpose)
    return { output: { url }, flow }
  }
}

interface Done {
  output: OutputOf<typeof providerRoutes.finish>
  cookie?: SessionCookie
  flow: FlowCookie
}

/**
 * Ends what `startByProvider` began. Throws what `comeBack` does, `provider.not_linked` for somebody whom nobody here has
 * linked, whatever their email, and what signing in throws of memberships and rules.
 */
export function finishByProvider(parts: Parts, proving: Proving) {
  return async (call: PublicCall<Came>): Promise<Done> => {
    const came = await comeBack(parts, call)
    if (came.purpose.for === 'link') throw new AppError('provider.failed')
    return came.purpose.for === 'invitation'
      ? accept(parts, call, came, came.purpose.token)
      : signIn(parts, proving, call, came)
  }
}

async function signIn(parts: Parts, proving: Proving, call: PublicCall<Came>, came: CameBack): Promise<Done> {
  const { vault } = call
  const { identity, signOn, isStrong } = came
  const known = await call.atGate((gate) => accountOfIdentity(gate, vault, parts.tokenKey, identity))
  if (known === null) throw new AppError('provider.not_linked')
  return closeWhenAltered(call, known, () =>
    enterRefused(call, () =>
      call.atGate(async (gate): Promise<Done> => {
        const account = await readAccount(gate, vault, known)
        const link = await useLink(gate, vault, account, identity)
        if (link === null) throw new AppError('provider.not_linked')
        const { practice } = identity
        const chosen = await chooseMembership(gate, known, practice)
        if (!(await isLive(gate, call, known, link))) throw new AppError('provider.not_linked')
        const aim = { practice, provider: signOn.id }
        const needed = isStrong ? null : await askSecondStep(gate, call, proving, account, aim)
        if (needed !== null) return { output: needed, flow: null }
        const { session, cookie } = await finishSignIn(call, gate, account, chosen, {
          how: isStrong ? 'provider+strong' : 'provider',
          provider: signOn.id,
          provedAt: (await isAlone(gate, vault, known)) ? null : new Date(0),
        })
        return { output: { outcome: 'signed-in', session }, cookie, flow: null }
      }),
    ),
  )
}

/**
 * What one practice trusts proves nothing about the account to others: only whoever is in no other practice, and has no factor of
 * their own yet, has proved to be there by it.
 */
async function isAlone(gate: GateTransaction, vault: Vault, account: string): Promise<boolean> {
  const ways = await waysToProve(gate, vault, account)
  return ways.length === 0 && (await listMemberships(gate, account)).length === 1
}

/** A new account, whose password is nobody's until its person asks for one by mail; linked, and waiting for the practice. */
async function accept(parts: Parts, call: PublicCall<Came>, came: CameBack, invitation: string): Promise<Done> {
  const { vault } = call
  const { tokenKey } = parts
  const found = await call.atGate((gate) => findInvitation(gate, call, tokenKey, invitation))
  if (found.existing !== null) throw new AppError('provider.account_first')
  const passwordHash = await vault.hashPassword(mintToken().token)
  return call.atGate(async (gate) => {
    const { name, email } = found.facts
    const account = await createAccount(
      gate,
      vault,
      accountToken(vault, tokenKey, email),
      { name, email },
      passwordHash,
    )
    if (account === null) throw new AppError('provider.account_first')
    // The practice stood behind it, and no password.
    const enrolled = { at: call.now.toISOString(), from: call.origin.device, begun: null }
    const facts = { ...came.identity, name: came.signOn.name, enrolled }
    if (!(await addLink(gate, vault, tokenKey, account, facts, () => Promise.resolve(true))))
      throw new AppError('provider.already_linked')
    const practice = await takeInvitation(gate, call, found, account.account)
    return { output: { outcome: 'accepted', practice }, flow: null }
  })
}
