import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { installation } from '../accounts/installation.ts'
import { mails } from './mails.store.ts'
import type { MailWords } from './write-mail.ts'

export type MailKind =
  | 'invitation'
  | 'member-waiting'
  | 'member-approved'
  | 'access-changed'
  | 'password-reset'
  | 'password-changed'
  | 'email-change'
  | 'email-changed'
  | 'factor-changed'
  | 'new-device'
  | 'alert'
  | 'checkpoint'
  | 'evidence'

export interface NewMail {
  kind: MailKind
  to: { name: string; address: string }
  words: MailWords
  /** After that it is of no use, such as when its link has expired. */
  notAfter: Date
}

/** What is sealed of a mail. */
export type MailFacts = Pick<NewMail, 'to' | 'words'>

export function mailPlace(mail: string) {
  return { table: 'candour.mail', field: 'sealed', record: mail, revision: 1, schema: 1 }
}

/** A mail of a practice to somebody, in the transaction of what it tells: no mail without the act, no act without it. */
export function queueMail({ tx, vault, keys }: Pick<Within, 'tx' | 'vault' | 'keys'>, mail: NewMail): void {
  insert(tx, vault, keys.record, null, mail)
}

/** A mail about somebody's own account, which belongs to no practice. */
export function queueAccountMail(
  gate: GateTransaction,
  vault: Vault,
  { account, key }: Pick<OpenedAccount, 'account' | 'key'>,
  mail: NewMail,
): void {
  insert(gate.within(installation), vault, key, account, mail)
}

function insert(
  tx: Transaction,
  vault: Vault,
  key: CompartmentKey,
  account: string | null,
  { kind, to, words, notAfter }: NewMail,
): void {
  const mail = newId()
  const facts: MailFacts = { to, words }
  const sealed = vault.seal(key, mailPlace(mail), Buffer.from(JSON.stringify(facts)))
  mails.insert(tx, { mail, account, kind, notAfter, sealed })
}
