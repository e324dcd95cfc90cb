import type { signUp } from '@candour/contract/practices.ts'
import type { z } from 'zod'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { enqueue } from '../../platform/jobs/enqueue.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { addApprovedMember } from '../members/add-approved-member.ts'
import { giveFirstRules } from '../rules/give-first-rules.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { agreement, agreementHash } from './agreement.ts'
import { practices } from './practices.store.ts'
import { practicePlace } from './show-practice.ts'

export const trialDays = 30
/** Days before the end on which the practice is reminded. */
const remindDaysBefore = [7, 1, 0]

type Call = Pick<PublicCall<z.output<typeof signUp>>, 'input' | 'vault' | 'keysOf' | 'origin'>

/** The rows of a new practice: three compartments, the practice, its administrator, the agreement, the reminders. */
export async function foundPractice(
  gate: GateTransaction,
  call: Call,
  account: OpenedAccount,
  { practice, member, isDemo = false }: { practice: string; member: string; isDemo?: boolean },
): Promise<void> {
  const { input, vault, keysOf, origin } = call
  const tx = gate.within(practice)
  const record = await createCompartment({ tx, vault }, 'practice')
  const token = await createCompartment({ tx, vault }, 'index')
  const directory = await createCompartment({ tx, vault }, 'index')
  const facts = Buffer.from(JSON.stringify({ name: input.name, town: input.town, isDemo }))
  const trialEndsAt = await practices.insert(tx, {
    kind: input.kind,
    trialDays,
    record: record.compartment,
    token: token.compartment,
    directory: directory.compartment,
    sealed: vault.seal(record, practicePlace(practice, 1), facts),
  })
  const keys = await keysOf(tx)
  // In a demonstration there is nothing to protect, and its password is shown on the screen.
  await giveFirstRules({ tx, vault, keys }, { factorRequired: !isDemo })
  const { name, role, email } = input.person
  await addApprovedMember(
    { tx, vault, keys },
    { member, account: account.account, level: 4, facts: { name, role, email } },
  )
  const acceptancePlace = {
    table: 'candour.agreement_acceptance',
    field: 'sealed',
    record: agreement.version,
    revision: 1,
    schema: 1,
  }
  const acceptedBy = Buffer.from(JSON.stringify({ acceptedBy: input.agreement.acceptedBy }))
  await practices.acceptAgreement(
    tx,
    agreement.version,
    agreementHash,
    member,
    vault.seal(keys.record, acceptancePlace, acceptedBy),
  )
  for (const days of remindDaysBefore) {
    const runAt = new Date(trialEndsAt.getTime() - days * 86_400_000)
    await enqueue({ tx, vault, keys }, { name: 'trial.remind', runAt, payload: { daysLeft: days } })
  }
  await recordAtGate(gate, vault, keysOf, {
    practice,
    member,
    session: null,
    origin,
    verb: 'practice.sign-up',
    outcome: 'changed',
  })
}
