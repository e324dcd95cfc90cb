import type { SupportSession } from '@candour/contract/support.ts'
import { absoluteHours, csrfTokenOf } from '../../platform/access/authenticate.ts'
import type { Origin } from '../../platform/access/actor.ts'
import type { SupportPerson } from '../../platform/access/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { SupportCall, SupportCookie, Tools } from '../../platform/http/endpoint.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { newId } from '../../platform/vault/ids.ts'
import { hashToken, mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listOwnRequests } from './own-requests.ts'
import { openPerson } from './support-person.ts'
import { visits, type VisitRow } from './visits.store.ts'

const idleMinutes = 15
const touchAfterSeconds = 30

function fieldsOf({ token_hash: hash, session, person, ends_us: ends }: VisitRow) {
  return [hash.toString('base64'), session, person, ends]
}

/** As sessions of practices are (decision 0019): a row that Candour did not write, or that was prolonged, lets nobody in. */
export async function findPerson(
  gate: Across,
  vault: Vault,
  token: string | undefined,
  origin: Origin,
  isActivity: boolean,
): Promise<SupportPerson> {
  if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
  const row = await visits.find(gate, hashToken(token))
  const isIn = row !== null && !row.over && row.idle <= idleMinutes * 60
  if (!isIn || !vault.isBound('support-session', fieldsOf(row), row.bound)) throw new AppError('session.ended')
  if (isActivity && row.idle > touchAfterSeconds) await visits.touch(gate, row.session)
  const { facts } = await openPerson(vault, row)
  return { person: row.person, session: row.session, ...facts, endsAt: row.ends_at, origin }
}

type Starting = Pick<Tools, 'vault' | 'now'> & { gate: GateTransaction; keysOf: PracticeKeySource; origin: Origin }

/** A new session with a new token, at every sign-in. */
export async function startVisit(
  call: Starting,
  { account, facts }: OpenedAccount,
): Promise<{ output: SupportSession; supportCookie: Exclude<SupportCookie, 'cleared'> }> {
  const { gate, vault, origin } = call
  const { token, hash } = mintToken()
  const made = await visits.insert(gate, hash, newId(), account, absoluteHours)
  await visits.bind(gate, made.session, vault.bind('support-session', fieldsOf(made)))
  const person: SupportPerson = { person: account, session: made.session, ...facts, endsAt: made.ends_at, origin }
  return {
    output: await showSession({ ...call, person, csrf: csrfTokenOf(token) }),
    supportCookie: { token, endsAt: made.ends_at },
  }
}

type Shown = Pick<SupportCall<unknown>, 'gate' | 'vault' | 'keysOf' | 'now' | 'person' | 'csrf'>

async function showSession(call: Shown): Promise<SupportSession> {
  const { name, email, endsAt } = call.person
  const requests = await listOwnRequests(call)
  return { name, email, csrf: call.csrf, endsAt: endsAt.toISOString(), idleMinutes, requests }
}

/** Who one is, and what one asked for; of practices what they were asked by this person, and none besides (P01). */
export async function readVisit(call: SupportCall<unknown>) {
  return { output: await showSession(call) }
}

export async function endVisit({ gate, person }: SupportCall<unknown>) {
  await visits.end(gate, person.session)
  return { output: {}, supportCookie: 'cleared' as const }
}
