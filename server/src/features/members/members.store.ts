import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface MemberRow {
  member: string
  account: string | null
  level: number
  state: 'invited' | 'pending' | 'approved' | 'left'
  revision: number
  sealed: Buffer
  created_at: Date
  approved_at: Date | null
  invitation_expires_at: Date | null
  /** The newest in the ledger; null when there is none. */
  mark: Buffer | null
}
const columns = `member, account, level, state, revision, sealed, created_at, approved_at, invitation_expires_at,
  (select k.hash from ledger.mark k where k.practice = m.practice and k.type = 'Member' and k.id = m.member
    order by k.version desc limit 1) as mark`

const one = statement<MemberRow>(
  'member-one',
  `select ${columns} from candour.member m where practice = $1 and member = $2`,
)
/** Locked first, read then: a statement that had to wait would see the new row beside the old mark. */
const lock = statement('member-lock', 'select from candour.member where practice = $1 and member = $2 for update')
/** Always in the same order, so that two who lock several wait for each other instead of forever. */
const lockAll = statement(
  'member-lock-all',
  'select from candour.member where practice = $1 and member = any($2) order by member for update',
)
const all = statement<MemberRow>(
  'member-all',
  `select ${columns} from candour.member m where practice = $1 order by created_at`,
)
const insert = statement(
  'member-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Member', $2, 1, $10, $11))
   insert into candour.member (practice, member, account, level, state, sealed, email_token, invitation_hash, invitation_expires_at, approved_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $5 = 'approved' then now() end)`,
)
const byEmail = statement<{ member: string }>(
  'member-by-email',
  'select member from candour.member where practice = $1 and email_token = $2',
)
const update = statement<{ member: string }>(
  'member-update',
  `with u as (
     update candour.member set account = $3, level = $4, state = $5, revision = $6, sealed = $7, invitation_hash = $8,
       email_token = coalesce($12, email_token),
       invitation_expires_at = coalesce($9, invitation_expires_at),
       approved_at = case when $5 = 'approved' and state <> 'approved' then now() else approved_at end
     where practice = $1 and member = $2 and revision = $6 - 1 returning member),
   k as (insert into ledger.mark (practice, type, id, version, compartment, hash) select $1, 'Member', member, $6, $10, $11 from u)
   select member from u`,
)
const rewrite = statement(
  'member-rewrite',
  `with u as (update candour.member set revision = $3, sealed = $4 where practice = $1 and member = $2 returning member)
   insert into ledger.mark (practice, type, id, version, compartment, hash) select $1, 'Member', member, $3, $5, $6 from u`,
)
const countAdministrators = statement<{ count: number }>(
  'member-count-administrators',
  `select count(*) as count from (select 1 from candour.member where practice = $1 and level = 4 and state = 'approved' order by member for update) a`,
)
const byInvitation = statement<{ practice: string; member: string }>(
  'member-by-invitation',
  `select practice, member from candour.member
   where invitation_hash = $1 and state = 'invited' and invitation_expires_at > clock_timestamp()`,
)
const lastSignIns = statement<{ actor: string; at: Date }>(
  'member-last-sign-ins',
  `select actor, max(at) as at from ledger.entry where practice = $1 and outcome = 'signed-in' and actor is not null group by actor`,
)
const lastSignIn = statement<{ at: Date | null }>(
  'member-last-sign-in',
  `select max(at) as at from ledger.entry where practice = $1 and outcome = 'signed-in' and actor = $2`,
)
const endSessions = statement('member-end-sessions', 'select candour.end_sessions_of($1)')

const unmarked = statement<{ practice: string }>(
  'member-unmarked',
  `select distinct practice from candour.member m where not exists (select from ledger.mark k
     where k.practice = m.practice and k.type = 'Member' and k.id = m.member)`,
)

/** What is written of a member at every change. */
export interface MemberToWrite {
  member: string
  account: string | null
  level: number
  state: MemberRow['state']
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  /** The practice's own compartment, under whose key it is sealed. */
  compartment: string
  invitationHash: Buffer | null
  expiresAt: Date | null
}

async function guarded<T>(written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('member.exists')
    throw error
  }
}

export const members = {
  read: async (tx: Transaction, member: string) => (await tx.run(one, tx.practice, member))[0] ?? null,
  async lock(tx: Transaction, member: string) {
    await tx.run(lock, tx.practice, member)
    return (await tx.run(one, tx.practice, member))[0] ?? null
  },
  lockAll: (tx: Transaction, of: string[]) => tx.run(lockAll, tx.practice, [...new Set(of)]),
  list: (tx: Transaction) => tx.run(all, tx.practice),
  lastSignIns: (tx: Transaction) => tx.run(lastSignIns, tx.practice),
  lastSignIn: async (tx: Transaction, member: string) => (await tx.run(lastSignIn, tx.practice, member))[0]!.at,
  findByEmail: async (tx: Transaction, token: Buffer) => (await tx.run(byEmail, tx.practice, token))[0]?.member ?? null,
  /** Throws `member.exists` for an email, or an account, that is a member. */
  async insert(tx: Transaction, row: MemberToWrite & { emailToken: Buffer }) {
    const { member, account, level, state, sealed, emailToken, invitationHash, expiresAt, compartment, hash } = row
    const given = [member, account, level, state, sealed, emailToken, invitationHash, expiresAt, compartment, hash]
    await guarded(tx.run(insert, tx.practice, ...given))
  },
  /** As the revision after the one that was read. Throws `member.exists` for an account, or an email, that is a member. */
  async update(tx: Transaction, row: MemberToWrite & { revision: number; emailToken: Buffer | null }) {
    const { member, account, level, state, revision, sealed, invitationHash, expiresAt, compartment, hash } = row
    const given = [member, account, level, state, revision, sealed, invitationHash, expiresAt, compartment, hash]
    given.push(row.emailToken)
    const written = await guarded(tx.run(update, tx.practice, ...given))
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
  /** Sealed and marked anew; nothing else changes. */
  rewrite: (
    tx: Transaction,
    row: Pick<MemberToWrite, 'member' | 'sealed' | 'hash' | 'compartment'> & { revision: number },
  ) => tx.run(rewrite, tx.practice, row.member, row.revision, row.sealed, row.compartment, row.hash),
  /** All that are open in this practice, for good. */
  endSessions: (tx: Transaction, member: string) => tx.run(endSessions, member),
  countAdministrators: async (tx: Transaction) => (await tx.run(countAdministrators, tx.practice))[0]!.count,
  findByInvitation: async (gate: GateTransaction, hash: Buffer) => (await gate.run(byInvitation, hash))[0] ?? null,
  /** Practices that have members without a mark. */
  unmarked: async (gate: Across) => (await gate.run(unmarked)).map((row) => row.practice),
}
