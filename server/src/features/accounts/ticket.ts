import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { hashToken, mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openAccount, type AccountRow, type OpenedAccount } from './account.ts'
import { accounts } from './accounts.store.ts'
import { tickets, type TicketPurpose } from './tickets.store.ts'

/** How often something may be tried with one ticket before it is void: codes are guessed, links are only opened again. */
const mostTries: Record<TicketPurpose, number> = {
  'sign-in': 5,
  passkey: 5,
  reset: 50,
  email: 50,
  'email-undo': 50,
}

/** What a ticket is for, and by which token, is bound into its seal: a row whose token was exchanged does not open. */
function place(ticket: string, purpose: TicketPurpose, tokenHash: Buffer) {
  const record = `${ticket} ${purpose} ${tokenHash.toString('base64')}`
  return { table: 'gate.ticket', field: 'sealed', record, revision: 1, schema: 1 }
}

/** A token for the next step, good for some minutes, for one purpose, and once. */
export async function giveTicket(
  gate: Across,
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  purpose: TicketPurpose,
  minutes: number,
  facts: object,
): Promise<{ token: string; ticket: string }> {
  const { token, hash } = mintToken()
  const ticket = newId()
  const sealed = vault.seal(key, place(ticket, purpose, hash), Buffer.from(JSON.stringify(facts)))
  await tickets.insert(gate, { tokenHash: hash, ticket, purpose, account, minutes, sealed })
  return { token, ticket }
}

export interface OpenedTicket<Facts> {
  ticket: string
  account: OpenedAccount
  row: AccountRow
  facts: Facts
}

/**
 * Opens a ticket and counts the try, which stays counted whatever comes of it: call it in a transaction of its own.
 * Throws `session.ticket_invalid` (of a link `link.invalid`) for one that is unknown, over, used, or was tried too often.
 */
export async function openTicket<Facts>(
  gate: Across,
  vault: Vault,
  token: string,
  purpose: TicketPurpose,
): Promise<OpenedTicket<Facts>> {
  const hash = hashToken(token)
  const found = await tickets.try(gate, hash, purpose)
  const row = found === null || found.tries > mostTries[purpose] ? null : await accounts.read(gate, found.account)
  if (found === null || row === null) throw new AppError(invalid(purpose))
  const account = await openAccount(vault, row)
  const facts = JSON.parse(
    vault.open(account.key, place(found.ticket, purpose, hash), found.sealed).toString(),
  ) as Facts
  return { ticket: found.ticket, account, row, facts }
}

const invalid = (purpose: TicketPurpose) =>
  purpose === 'sign-in' || purpose === 'passkey' ? 'session.ticket_invalid' : 'link.invalid'

/** Throws `session.ticket_invalid` when somebody else was faster. */
export async function useTicket(gate: Across, ticket: string): Promise<void> {
  if (!(await tickets.use(gate, ticket))) throw new AppError('session.ticket_invalid')
}

/** The same for a link. An undo voids what was given for another one since. Throws `link.invalid`. */
export async function useLink(gate: Across, ticket: string, withLater = false): Promise<void> {
  const used = withLater ? await tickets.useWithLater(gate, ticket) : await tickets.use(gate, ticket)
  if (!used) throw new AppError('link.invalid')
}

/** Whatever the account holds for these opens nothing any more. */
export async function voidTickets(gate: Across, account: string, purposes: TicketPurpose[]): Promise<void> {
  await tickets.useAll(gate, account, purposes)
}

export function wasTicketGiven(
  gate: Across,
  account: string,
  purpose: TicketPurpose,
  withinMinutes: number,
): Promise<boolean> {
  return tickets.wasGiven(gate, account, purpose, withinMinutes)
}
