import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export type TicketPurpose = 'sign-in' | 'passkey' | 'reset' | 'email'

export interface TicketRow {
  ticket: string
  account: string
  sealed: Buffer
}

const insert = statement(
  'ticket-insert',
  `insert into gate.ticket (token_hash, ticket, purpose, account, expires_at, sealed)
   values ($1, $2, $3, $4, clock_timestamp() + make_interval(mins => $5), $6)`,
)
/** Counts the try before it is made, so that parallel tries can't slip through. */
const tryIt = statement<TicketRow & { tries: number }>(
  'ticket-try',
  `update gate.ticket set tries = tries + 1 where token_hash = $1 and purpose = $2 and expires_at > clock_timestamp()
   returning ticket, account, sealed, tries`,
)
const use = statement<{ ticket: string }>('ticket-use', 'delete from gate.ticket where ticket = $1 returning ticket')
const useAll = statement('ticket-use-all', 'delete from gate.ticket where account = $1 and purpose = $2')
const tidy = statement(
  'ticket-tidy',
  "delete from gate.ticket where expires_at < clock_timestamp() - interval '1 hour'",
)

export const tickets = {
  insert: (
    gate: Across,
    row: {
      tokenHash: Buffer
      ticket: string
      purpose: TicketPurpose
      account: string
      minutes: number
      sealed: Buffer
    },
  ) => gate.run(insert, row.tokenHash, row.ticket, row.purpose, row.account, row.minutes, row.sealed),
  try: async (gate: Across, tokenHash: Buffer, purpose: TicketPurpose) =>
    (await gate.run(tryIt, tokenHash, purpose))[0] ?? null,
  /** False when it was used already. */
  use: async (gate: Across, ticket: string) => (await gate.run(use, ticket)).length === 1,
  useAll: (gate: Across, account: string, purpose: TicketPurpose) => gate.run(useAll, account, purpose),
  async tidy(gate: Across) {
    await gate.run(tidy)
  },
}
