import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Log } from '../../platform/log.ts'
import { MailRefused, type Mailer } from '../../platform/mail/mailer.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { readAccount } from '../accounts/find-account.ts'
import { installation } from '../accounts/installation.ts'
import { mails } from './mails.store.ts'
import { mailPlace, type MailFacts } from './queue-mail.ts'
import { writeMail } from './write-mail.ts'

export interface PostOffice {
  database: Database
  vault: Vault
  keysOf: PracticeKeySource
  log: Log
}

const lookEveryMs = 1_000

export interface Delivery {
  /** Looks for mails now. */
  look(): void
  /** Stops after the mail in hand. */
  stop(): Promise<void>
}

/**
 * Sends what waits, again and again (after 30 seconds, a minute, ... an hour) until the server has taken it, refuses it
 * for good, or it is of no use any more. A process that dies after the server took a mail sends it again, with the same id.
 */
export function deliverMails(office: PostOffice, mailer: Mailer): Delivery {
  let stopped = false
  let working: Promise<void> | null = null

  async function deliverAll(): Promise<void> {
    for (const { practice, mail } of await mails.due(office.database.jobs)) {
      if (stopped) return
      await deliver(office, mailer, practice, mail).catch((error: unknown) =>
        office.log.warn({ part: 'mail', err: error }, 'a mail was not sent; it is tried again'),
      )
    }
  }

  function look(): void {
    if (working !== null || stopped) return
    working = deliverAll()
      .catch((error: unknown) => office.log.error({ part: 'mail', err: error }, 'mails could not be looked for'))
      .finally(() => (working = null))
  }

  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  look()
  return {
    look,
    async stop() {
      stopped = true
      clearInterval(timer)
      await working
      mailer.close()
    },
  }
}

async function deliver({ database, vault, keysOf, log }: PostOffice, mailer: Mailer, practice: string, mail: string) {
  const claimed = await database.inPractice(practice, (tx) => mails.claim(tx, mail))
  if (claimed === null) return
  const settle = (state: 'sent' | 'failed') => database.inPractice(practice, (tx) => mails.settle(tx, mail, state))
  if (claimed.is_over) {
    log.warn({ part: 'mail', attempt: claimed.attempts }, 'a mail was given up: it is of no use any more')
    await settle('failed')
    return
  }
  const key = await database.inPractice(practice, (tx) => keyOf({ database, vault, keysOf }, tx, claimed.account))
  const { to, words } = JSON.parse(vault.open(key, mailPlace(mail), claimed.sealed).toString()) as MailFacts
  try {
    await mailer.send({ id: mail, to, ...writeMail(words) })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    log.warn({ part: 'mail', err: error.cause }, 'the mail server refused a mail for good')
    await settle('failed')
    return
  }
  await settle('sent')
}

/** The key under which a mail was sealed. */
export async function keyOf(
  { database, vault, keysOf }: Pick<PostOffice, 'database' | 'vault' | 'keysOf'>,
  tx: Transaction,
  account: string | null,
): Promise<CompartmentKey> {
  if (tx.practice !== installation || account === null) return (await keysOf(tx)).record
  return (await readAccount(database.gate, vault, account)).key
}
