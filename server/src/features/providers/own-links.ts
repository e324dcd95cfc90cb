import type { Came, Offer, providerRoutes } from '@candour/contract/providers.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { isByProvider, takesProvider } from '../../platform/access/decided.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { listMemberships, readAccount, type Membership } from '../accounts/find-account.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { readFactors } from '../factors/factor-set.ts'
import { enrolledNow } from '../factors/factor.ts'
import { addLink, openLinks, removeLink } from '../factors/provider-link.ts'
import { tellOfFactors } from '../factors/tell-of-factors.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { showPractice } from '../practices/show-practice.ts'
import { findSignOn } from '../rules/sign-on.ts'
import { refuseRecovered } from '../sessions/how-of.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { practiceAt } from './address.ts'
import { begin, comeBack, needSignOn, type CameBack, type Parts } from './flow.ts'
import { isLive } from './live-link.ts'
import { offerOf } from './offer.ts'

type Nothing = Record<string, never>
type Own = Pick<GateCall<unknown>, 'actor'>

/** Whom one practice's provider vouches for sees of no other. */
function isSeen({ actor }: Own, practice: string): boolean {
  return !isByProvider(actor.how) || practice === actor.practice
}

async function openMemberships(gate: GateTransaction, call: Own): Promise<Membership[]> {
  const all = await listMemberships(gate, call.actor.account)
  return all.filter(({ practice, state, level }) => state === 'approved' && level > 0 && isSeen(call, practice))
}

export function listLinks(parts: Parts) {
  return async (call: GateCall<unknown>): Promise<Outcome<OutputOf<typeof providerRoutes.links>>> => {
    const { gate, vault, keysOf, actor, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const opened = (await openLinks(gate, vault, account)).filter(({ practice }) => isSeen(call, practice))
    const links = []
    for (const link of opened) {
      const { row, practice, name } = link
      const tx = gate.within(practice)
      const signOn = await findSignOn(gate, vault, keysOf, practice)
      links.push({
        id: row.factor,
        practice,
        practiceName: (await showPractice({ tx, vault, keys: await keysOf(tx), now })).name,
        provider: name,
        since: row.confirmed_at!.toISOString(),
        lastUsedAt: row.used_at?.toISOString() ?? null,
        works: takesProvider(signOn) && (await isLive(gate, call, actor.account, link)),
      })
    }
    const offers: Offer[] = []
    for (const { practice } of await openMemberships(gate, call)) {
      if (links.some((link) => link.practice === practice && link.works)) continue
      const offer = await offerOf(parts, call, gate, practice)
      if (offer !== null) offers.push(offer)
    }
    return { output: { links, offers }, subjects: [] }
  }
}

/** Asked outside any transaction: a provider may be slow. Throws `provider.not_offered`, `provider.unreachable`. */
export function prepareLink(parts: Parts) {
  return async (call: Preparing<{ address: string }>) => {
    const { vault, keysOf, actor, input, now } = call
    const practice = practiceAt(vault, input.address)
    const signOn = await call.atGate(async (gate) => {
      await refuseRecovered(gate, actor.session)
      const isMember = (await openMemberships(gate, call)).some((one) => one.practice === practice)
      return needSignOn(parts, isMember ? await findSignOn(gate, vault, keysOf, practice!) : null)
    })
    return begin(parts, vault, now, signOn, { for: 'link', practice: practice!, session: actor.session })
  }
}

export async function startLink({ prepared }: GateCall<unknown>): Promise<Outcome<{ url: string }>> {
  const { url, flow } = prepared as Awaited<ReturnType<typeof begin>>
  return { output: { url }, subjects: [], flow }
}

/** Throws what `comeBack` does; `provider.failed` in another session than the one that set out. */
export function prepareFinishLink(parts: Parts) {
  return async (call: Preparing<Came>): Promise<CameBack> => {
    const came = await comeBack(parts, call)
    if (came.purpose.for !== 'link' || came.purpose.session !== call.actor.session)
      throw new AppError('provider.failed')
    return came
  }
}

/**
 * From here on that account there opens this one here, in that practice. Throws `provider.already_linked`, for one's own other
 * one in that practice too, and SealBroken.
 */
export function finishLink({ tokenKey }: Parts) {
  return async (call: GateCall<Came>): Promise<Outcome<Nothing>> => {
    const { gate, vault, actor } = call
    const { identity, signOn } = call.prepared as CameBack
    const account = await readAccount(gate, vault, actor.account)
    const mine = (await openMemberships(gate, call)).find(({ practice }) => practice === identity.practice)
    const current = await findSignOn(gate, vault, call.keysOf, identity.practice)
    if (mine === undefined || !takesProvider(current) || current?.id !== identity.provider)
      throw new AppError('provider.not_offered')
    const before = { isRecovered: false, rows: await readFactors(gate, vault, actor.account) }
    const enrolled = enrolledNow(call, account, before)
    const facts = { ...identity, name: signOn.name, enrolled }
    if (!(await addLink(gate, vault, tokenKey, account, facts, (one) => isLive(gate, call, actor.account, one))))
      throw new AppError('provider.already_linked')
    tellOfFactors(
      call,
      account,
      `A sign-in by “${signOn.name}” was linked to your account.`,
      enrolled.begun === enrolled.at,
    )
    if (mine.practice !== actor.practice) await enterThere(call, mine, 'provider.finish-link')
    return { output: {}, subjects: [], flow: null }
  }
}

/**
 * That account there opens nothing here any more; whoever got in by it elsewhere is out. Throws `provider.link_not_found`,
 * `provider.last_way` to whom it let in where the practice is entered by it alone; others may know that it is not theirs.
 */
export async function unlink(call: GateCall<{ id: string }>): Promise<Outcome<Nothing>> {
  const { gate, vault, actor, input, keysOf } = call
  const account = await readAccount(gate, vault, actor.account)
  const memberships = await openMemberships(gate, call)
  const ways = await waysToProve(gate, vault, actor.account)
  const gone = await removeLink(gate, vault, account, input.id, async ({ practice, provider }) => {
    if (!isSeen(call, practice)) throw new AppError('provider.link_not_found')
    const signOn = await findSignOn(gate, vault, keysOf, practice)
    const isNeeded = signOn?.mode === 'required' && signOn.id === provider && isByProvider(actor.how)
    const mine = memberships.find((one) => one.practice === practice)
    const hasPasskey = mine?.level === 4 && ways.includes('passkey')
    if (isNeeded && mine !== undefined && !hasPasskey) throw new AppError('provider.last_way')
  })
  if (gone === null) throw new AppError('provider.link_not_found')
  await endWhatCountsNoMore(gate, 'provider.unlink', actor)
  tellOfFactors(
    call,
    account,
    `The sign-in by “${gone.name}” was removed from your account. Everywhere else you were signed out. If you have no password yet, ask for one by “Forgotten your password?”.`,
  )
  const there = memberships.find(({ practice }) => practice === gone.practice)
  if (there !== undefined && there.practice !== actor.practice) await enterThere(call, there, 'provider.unlink')
  return { output: {}, subjects: [] }
}

/** The practice that it concerns has it in its ledger, too. */
function enterThere({ gate, vault, keysOf, actor }: GateCall<unknown>, there: Membership, verb: string): Promise<void> {
  const { practice, member } = there
  const { origin } = actor
  return recordAtGate(gate, vault, keysOf, { practice, member, session: null, origin, verb, outcome: 'changed' })
}
