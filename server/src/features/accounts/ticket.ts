import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { hashToken, mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openAccount, type AccountRow, type OpenedAccount } from './account.ts'
import { accounts } from './accounts.store.ts'
import { tickets, type TicketPurpose } from './tickets.store.ts'

/** How often something may be tried with one ticket before it is void. */
const mostTries = 5

function place(ticket: string) {
  return { table: 'gate.ticket', field: 'sealed', record: ticket, revision: 1, schema: 1 }
}

/** A token for the next step, good for some minutes, for one purpose, and once. */
export async function giveTicket(
  gate: Across,
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  purpose: TicketPurpose,
  minutes: number,
  facts: object,
): Promise<string> {
  const { token, hash } = mintToken()
  const ticket = newId()
  const sealed = vault.seal(key, place(ticket), Buffer.from(JSON.stringify(facts)))
  await tickets.insert(gate, { tokenHash: hash, ticket, purpose, account, minutes, sealed })
  return token
}

export interface OpenedTicket<Facts> {
  ticket: string
  account: OpenedAccount
  row: AccountRow
  facts: Facts
}

/**
 * Opens a ticket and counts the try, which stays counted whatever comes of it: call it in a transaction of its own.
 * Throws `session.ticket_invalid` for one that is unknown, over, used, or was tried five times.
 */
export async function openTicket<Facts>(
  gate: Across,
  vault: Vault,
  token: string,
  purpose: TicketPurpose,
): Promise<OpenedTicket<Facts>> {
  const found = await tickets.try(gate, hashToken(token), purpose)
  const row = found === null || found.tries > mostTries ? null : await accounts.read(gate, found.account)
  if (found === null || row === null) throw new AppError('session.ticket_invalid')
  const account = await openAccount(vault, row)
  const facts = JSON.parse(vault.open(account.key, place(found.ticket), found.sealed).toString()) as Facts
  return { ticket: found.ticket, account, row, facts }
}

/** Throws `session.ticket_invalid` when somebody else was faster. */
export async function useTicket(gate: Across, ticket: string): Promise<void> {
  if (!(await tickets.use(gate, ticket))) throw new AppError('session.ticket_invalid')
}
