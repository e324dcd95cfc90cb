import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export type TicketPurpose = 'sign-in' | 'passkey' | 'reset' | 'email' | 'email-undo'

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
const useAll = statement('ticket-use-all', 'delete from gate.ticket where account = $1 and purpose = any($2)')
/** This one, and what the account was given for the same later. */
const useWithLater = statement<{ ticket: string }>(
  'ticket-use-with-later',
  `delete from gate.ticket t using gate.ticket u where u.ticket = $1 and t.account = u.account and t.purpose = u.purpose
     and t.created_at >= u.created_at returning t.ticket`,
)
const givenLately = statement<{ given: boolean }>(
  'ticket-given-lately',
  `select exists (select from gate.ticket where account = $1 and purpose = $2
     and created_at > clock_timestamp() - make_interval(mins => $3)) as given`,
)
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
  useAll: (gate: Across, account: string, purposes: TicketPurpose[]) => gate.run(useAll, account, purposes),
  /** False when it was used already. */
  useWithLater: async (gate: Across, ticket: string) =>
    (await gate.run(useWithLater, ticket)).some((one) => one.ticket === ticket),
  wasGiven: async (gate: Across, account: string, purpose: TicketPurpose, minutes: number) =>
    (await gate.run(givenLately, account, purpose, minutes))[0]!.given,
  async tidy(gate: Across) {
    await gate.run(tidy)
  },
}
