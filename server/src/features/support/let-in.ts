import { supportCan } from '@candour/contract/support.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Decided } from '../../platform/access/decided.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { SupportGate, SupportPerson } from '../../platform/access/support.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Transaction, Transactions } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { placeOf, standingOf, type DecidedBy, type Standing } from './standing.ts'
import { findPerson } from './support-session.ts'

interface GateParts {
  gate: Across
  inPractice: Transactions['inPractice']
  keysOf: PracticeKeySource
  vault: Vault
  decidedBy: DecidedBy
  clock: Clock
}

const can: MemberActor['can'] = new Set(supportCan)

export function supportGate({ gate, inPractice, keysOf, vault, decidedBy, clock }: GateParts): SupportGate {
  async function standIn(practice: string, person: SupportPerson, request: string): Promise<Standing> {
    return inPractice(practice, async (tx: Transaction) =>
      standingOf({ tx, vault, keys: await keysOf(tx), now: clock.now() }, decidedBy, person, request),
    )
  }

  return {
    personOf: (token, origin, isActivity) => findPerson(gate, vault, token, origin, isActivity),
    async actorOf(person, request) {
      const practice = await placeOf(gate, person, request)
      const { rules, why } = await standIn(practice, person, request)
      return { actor: actorFor(person, practice, request, rules), why }
    },
  }
}

/** Of no level: `can` alone says what is open, and the table of endpoints what of it to support. */
function actorFor(
  { person, session, name, origin }: SupportPerson,
  practice: string,
  request: string,
  rules: Decided['rules'],
): MemberActor {
  return {
    kind: 'support',
    practice,
    member: request,
    account: person,
    session,
    level: 0,
    can,
    origin,
    readOnly: true,
    provedAgo: Infinity,
    factorDue: null,
    rules,
    isLocked: false,
    how: 'support',
    supportName: name,
  }
}
