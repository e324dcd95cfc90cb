import { statement } from '../../platform/database/statement.ts'
import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface PracticeRow {
  kind: 'dental' | 'gp' | 'community' | 'ambulance'
  trial_ends_at: Date
  revision: number
  sealed: Buffer
}
const insert = statement<{ trial_ends_at: Date }>(
  'practice-insert',
  `insert into candour.practice (practice, kind, trial_ends_at, practice_compartment, token_compartment, directory_compartment, sealed)
   values ($1, $2, now() + make_interval(days => $3), $4, $5, $6, $7) returning trial_ends_at`,
)
const read = statement<PracticeRow>(
  'practice-read',
  'select kind, trial_ends_at, revision, sealed from candour.practice where practice = $1',
)
const mayWrite = statement<{ may: boolean }>(
  'practice-may-write',
  'select trial_ends_at >= clock_timestamp() as may from candour.practice where practice = $1',
)
const accept = statement(
  'agreement-accept',
  'insert into candour.agreement_acceptance (practice, version, text_hash, member, sealed) values ($1, $2, $3, $4, $5)',
)
interface Repeated {
  practice: string
  member: string
  account: string
  request_hash: Buffer
}
const claim = statement<{ claimed: boolean }>(
  'sign-up-claim',
  `insert into gate.idempotency (key_hash, request_hash, practice, member, account) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning true as claimed`,
)
const repeated = statement<Repeated>(
  'sign-up-repeated',
  'select practice, member, account, request_hash from gate.idempotency where key_hash = $1',
)

const listIds = statement<{ practice: string }>(
  'practice-list-ids',
  'select practice from candour.practice order by practice',
)

export const practices = {
  /** Of every practice, for whoever has the installation's keys. */
  listIds: async (gate: Across) => (await gate.run(listIds)).map((row) => row.practice),
  async insert(
    tx: Transaction,
    row: {
      kind: string
      trialDays: number
      record: string
      token: string
      directory: string
      sealed: Buffer
    },
  ) {
    const [made] = await tx.run(
      insert,
      tx.practice,
      row.kind,
      row.trialDays,
      row.record,
      row.token,
      row.directory,
      row.sealed,
    )
    return made!.trial_ends_at
  },
  read: async (tx: Transaction) => (await tx.run(read, tx.practice))[0] ?? null,
  mayWrite: async (tx: Transaction) => (await tx.run(mayWrite, tx.practice))[0]!.may,
  acceptAgreement: (tx: Transaction, version: string, textHash: Buffer, member: string, sealed: Buffer) =>
    tx.run(accept, tx.practice, version, textHash, member, sealed),
  /** True for the first sign-up with this key; a second one waits for the first to end. */
  claimSignUp: async (
    gate: GateTransaction,
    keyHash: Buffer,
    requestHash: Buffer,
    practice: string,
    member: string,
    account: string,
  ) => (await gate.run(claim, keyHash, requestHash, practice, member, account)).length === 1,
  findSignUp: async (gate: GateTransaction, keyHash: Buffer) => (await gate.run(repeated, keyHash))[0] ?? null,
}
