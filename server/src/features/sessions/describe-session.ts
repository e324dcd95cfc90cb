import type { Session } from '@candour/contract/sessions.ts'
import { permissionsWith } from '@candour/contract/permissions.ts'
import type { Origin } from '../../platform/access/actor.ts'
import { proofMinutes } from '../../platform/access/authenticate.ts'
import { isByProvider } from '../../platform/access/decided.ts'
import { grantsHere } from '../../platform/access/grants-here.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { otherDevices } from '../accounts/device.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { readMember } from '../members/read-member.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { showLockdown } from '../rules/tell-of-lockdown.ts'
import { sessions } from './sessions.store.ts'
import { sessionPlace } from './start-session.ts'

/** For how long a new device is pointed out. */
const newForDays = 3

export interface SessionToDescribe {
  account: OpenedAccount
  practice: string
  member: string
  session: string
  csrf: string
  /** From where it is asked. */
  address: string
}

/** What the web app needs to know of the person, the practice and what they may do. */
export async function describeSession(
  gate: GateTransaction,
  vault: Vault,
  keysOf: PracticeKeySource,
  { account, practice, member, session, csrf, address }: SessionToDescribe,
  now: Date,
  offersPasskeys: boolean,
): Promise<Session> {
  const tx = gate.within(practice)
  const keys = await keysOf(tx)
  const { name, role, level, grants = [] } = await readMember({ tx, vault, keys }, member)
  const { rules, lockdown } = await openRules({ tx, vault, keys })
  const own = (await sessions.read(gate, session))!
  const since = now.getTime() - newForDays * 86_400_000
  const isRecovered = own.how === 'recovered'
  const ways = isRecovered ? [] : await waysToProve(gate, vault, account.account)
  // Whom one practice's provider vouches for is told of no other.
  const isHereAlone = isByProvider(own.how)
  const before = await sessions.before(gate, account.account, session, isHereAlone ? practice : null)
  const devices = isHereAlone ? [] : await otherDevices(gate, vault, account, own.device)
  const otherPractices: Session['otherPractices'] = []
  for (const other of isHereAlone ? [] : await listMemberships(gate, account.account)) {
    if (other.practice === practice || other.state !== 'approved' || other.level === 0) continue
    const there = gate.within(other.practice)
    const { id, name: otherName, town } = await showPractice({ tx: there, vault, keys: await keysOf(there), now })
    otherPractices.push({ id, name: otherName, town })
  }
  const asksForPasskey = level === 4 && offersPasskeys && rules.factorRequired && rules.administratorPasskey
  const passkeyNeeded = asksForPasskey && !isRecovered && !ways.includes('passkey')
  const isMissing = (ways.length === 0 && own.how !== 'provider+strong') || passkeyNeeded
  const factorDueAt = async () => (isMissing ? sessions.factorDueAt(gate, practice, member) : null)
  return {
    account: { id: account.account, name: account.facts.name, email: account.facts.email },
    member: { id: member, name, role, level },
    practice: await showPractice({ tx, vault, keys, now }),
    otherPractices,
    can: permissionsWith(level, grantsHere(grants, rules, address), now),
    csrf,
    lastSignIn:
      before === null ? null : { at: before.created_at.toISOString(), from: openOrigin(vault, account, before).device },
    idleMinutes: rules.idleMinutes,
    endsAt: own.ends_at.toISOString(),
    provesBy: ways.length === 0 ? ['password'] : ways,
    provedForSeconds: Math.max(0, Math.floor(proofMinutes * 60 - own.proved_ago)),
    lockdown: lockdown === null ? null : await showLockdown({ tx, vault, keys, now }, lockdown),
    newDevices: devices
      .filter(({ at }) => at.getTime() > since)
      .map(({ at, from }) => ({ at: at.toISOString(), from: from.device })),
    passkeyNeeded,
    factorDueAt: (isRecovered ? own.created_at : await factorDueAt())?.toISOString() ?? null,
  }
}

function openOrigin(vault: Vault, account: OpenedAccount, row: { session: string; sealed: Buffer }): Origin {
  return JSON.parse(vault.open(account.key, sessionPlace(row.session), row.sealed).toString()) as Origin
}
