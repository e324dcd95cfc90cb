import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'

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
}
const columns = 'member, account, level, state, revision, sealed, created_at, approved_at, invitation_expires_at'

const one = statement<MemberRow>(
  'member-one',
  `select ${columns} from candour.member where practice = $1 and member = $2`,
)
const locked = statement<MemberRow>(
  'member-locked',
  `select ${columns} from candour.member where practice = $1 and member = $2 for update`,
)
const all = statement<MemberRow>(
  'member-all',
  `select ${columns} from candour.member where practice = $1 order by created_at`,
)
const insert = statement(
  'member-insert',
  `insert into candour.member (practice, member, account, level, state, sealed, email_token, invitation_hash, invitation_expires_at, approved_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $5 = 'approved' then now() end)`,
)
const byEmail = statement<{ member: string; state: MemberRow['state'] }>(
  'member-by-email',
  'select member, state from candour.member where practice = $1 and email_token = $2 for update',
)
const approve = statement<{ member: string }>(
  'member-approve',
  `update candour.member set state = 'approved', approved_at = now() where practice = $1 and member = $2 and state = 'pending' returning member`,
)
const setLevel = statement(
  'member-set-level',
  'update candour.member set level = $3, state = $4 where practice = $1 and member = $2',
)
const countAdministrators = statement<{ count: number }>(
  'member-count-administrators',
  `select count(*) as count from (select 1 from candour.member where practice = $1 and level = 4 and state = 'approved' for update) a`,
)
const reinvite = statement(
  'member-reinvite',
  `update candour.member set level = $3, state = 'invited', account = null, revision = $4, sealed = $5, invitation_hash = $6, invitation_expires_at = $7
   where practice = $1 and member = $2`,
)
const endInvitation = statement<{ member: string }>(
  'member-end-invitation',
  `update candour.member set state = 'left', level = 0, invitation_hash = null where practice = $1 and member = $2 and state in ('invited', 'pending') returning member`,
)
const accept = statement<{ member: string }>(
  'member-accept',
  `update candour.member set account = $3, state = 'pending', invitation_hash = null
   where practice = $1 and member = $2 and state = 'invited' and invitation_expires_at > clock_timestamp() returning member`,
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

export const members = {
  read: async (tx: Transaction, member: string) => (await tx.run(one, tx.practice, member))[0] ?? null,
  lock: async (tx: Transaction, member: string) => (await tx.run(locked, tx.practice, member))[0] ?? null,
  list: (tx: Transaction) => tx.run(all, tx.practice),
  lastSignIns: (tx: Transaction) => tx.run(lastSignIns, tx.practice),
  findByEmail: async (tx: Transaction, token: Buffer) => (await tx.run(byEmail, tx.practice, token))[0] ?? null,
  async insert(
    tx: Transaction,
    row: {
      member: string
      account: string | null
      level: number
      state: MemberRow['state']
      sealed: Buffer
      emailToken: Buffer
      invitationHash: Buffer | null
      expiresAt: Date | null
    },
  ) {
    try {
      await tx.run(
        insert,
        tx.practice,
        row.member,
        row.account,
        row.level,
        row.state,
        row.sealed,
        row.emailToken,
        row.invitationHash,
        row.expiresAt,
      )
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AppError('member.exists')
      throw error
    }
  },
  reinvite: (
    tx: Transaction,
    member: string,
    level: number,
    revision: number,
    sealed: Buffer,
    hash: Buffer,
    expiresAt: Date,
  ) => tx.run(reinvite, tx.practice, member, level, revision, sealed, hash, expiresAt),
  approve: async (tx: Transaction, member: string) => (await tx.run(approve, tx.practice, member)).length === 1,
  setLevel: (tx: Transaction, member: string, level: number, state: MemberRow['state']) =>
    tx.run(setLevel, tx.practice, member, level, state),
  countAdministrators: async (tx: Transaction) => (await tx.run(countAdministrators, tx.practice))[0]!.count,
  endInvitation: async (tx: Transaction, member: string) =>
    (await tx.run(endInvitation, tx.practice, member)).length === 1,
  /** False when the invitation was used, withdrawn or is over. Throws `member.exists` for an account that is a member. */
  async accept(tx: Transaction, member: string, account: string) {
    try {
      return (await tx.run(accept, tx.practice, member, account)).length === 1
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AppError('member.exists')
      throw error
    }
  },
  findByInvitation: async (gate: GateTransaction, hash: Buffer) => (await gate.run(byInvitation, hash))[0] ?? null,
}
