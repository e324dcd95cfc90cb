import type { Session } from '@candour/contract/sessions.ts'
import { permissionsOf } from '@candour/contract/permissions.ts'
import type { Origin } from '../../platform/access/actor.ts'
import { idleMinutes, proofMinutes } from '../../platform/access/authenticate.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { readMember } from '../members/read-member.ts'
import { showPractice } from '../practices/show-practice.ts'
import { sessions } from './sessions.store.ts'
import { sessionPlace } from './start-session.ts'

export interface SessionToDescribe {
  account: OpenedAccount
  practice: string
  member: string
  session: string
  csrf: string
}

/** What the web app needs to know of the person, the practice and what they may do. */
export async function describeSession(
  gate: GateTransaction,
  vault: Vault,
  keysOf: PracticeKeySource,
  { account, practice, member, session, csrf }: SessionToDescribe,
  now: Date,
): Promise<Session> {
  const tx = gate.within(practice)
  const keys = await keysOf(tx)
  const { name, role, level } = await readMember({ tx, vault, keys }, member)
  const own = (await sessions.read(gate, session))!
  const ways = await waysToProve(gate, account.account)
  const before = await sessions.before(gate, account.account, session)
  const otherPractices: Session['otherPractices'] = []
  for (const other of await listMemberships(gate, account.account)) {
    if (other.practice === practice || other.state !== 'approved' || other.level === 0) continue
    const there = gate.within(other.practice)
    const { id, name: otherName, town } = await showPractice({ tx: there, vault, keys: await keysOf(there), now })
    otherPractices.push({ id, name: otherName, town })
  }
  return {
    account: { id: account.account, name: account.facts.name, email: account.facts.email },
    member: { id: member, name, role, level },
    practice: await showPractice({ tx, vault, keys, now }),
    otherPractices,
    can: permissionsOf(level),
    csrf,
    lastSignIn:
      before === null ? null : { at: before.created_at.toISOString(), from: openOrigin(vault, account, before).device },
    idleMinutes,
    endsAt: own.ends_at.toISOString(),
    provesBy: ways.length === 0 ? ['password'] : ways,
    provedForSeconds: Math.max(0, Math.floor(proofMinutes * 60 - own.proved_ago)),
    factorDueAt: ways.length > 0 ? null : ((await sessions.factorDueAt(gate, practice, member))?.toISOString() ?? null),
  }
}

function openOrigin(vault: Vault, account: OpenedAccount, row: { session: string; sealed: Buffer }): Origin {
  return JSON.parse(vault.open(account.key, sessionPlace(row.session), row.sealed).toString()) as Origin
}
