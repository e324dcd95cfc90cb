import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accounts, type AccountRow } from './accounts.store.ts'
import { bindFactors } from './bound-factors.ts'

export type { AccountRow } from './accounts.store.ts'
import { installation } from './installation.ts'

export interface AccountFacts {
  name: string
  email: string
}

export interface OpenedAccount {
  account: string
  key: CompartmentKey
  facts: AccountFacts
}

function place(account: string, field: 'sealed' | 'password', revision: number) {
  return { table: 'gate.account', field, record: account, revision, schema: 1 }
}

/** The same email always gives the same token, whatever its case. */
export function accountToken(vault: Vault, tokenKey: CompartmentKey, email: string): Buffer {
  return vault.searchToken(tokenKey, 'account-email', email.toLowerCase())
}

export async function openAccount(vault: Vault, row: AccountRow): Promise<OpenedAccount> {
  const key = await vault.openCompartment({
    practice: installation,
    compartment: row.account,
    kind: 'account',
    wrapped: row.wrapped,
    practiceKeyVersion: row.installation_key_version,
  })
  const facts = JSON.parse(
    vault.open(key, place(row.account, 'sealed', row.revision), row.sealed).toString(),
  ) as AccountFacts
  return { account: row.account, key, facts }
}

/** What is kept of the password. Throws SealBroken where it was altered outside Candour. */
export async function openPasswordHash(vault: Vault, row: AccountRow): Promise<string> {
  const { key } = await openAccount(vault, row)
  return vault.open(key, place(row.account, 'password', row.revision), row.password).toString()
}

export async function checkPassword(vault: Vault, row: AccountRow, password: string): Promise<boolean> {
  return vault.verifyPassword(await openPasswordHash(vault, row), password)
}

/** Hashed otherwise than Candour does today: it is hashed again when its person brings it. */
export async function isPasswordOutdated(vault: Vault, row: AccountRow): Promise<boolean> {
  return vault.isPasswordOutdated(await openPasswordHash(vault, row))
}

/**
 * Locked: whoever else would change it waits until this transaction ends. Of the rows of a person it comes first, then
 * recoveries, sessions, seats: two who take them in one order don't wait for each other.
 */
export async function lockAccount(gate: Across, account: string): Promise<AccountRow> {
  const row = await accounts.lock(gate, account)
  if (row === null) throw new Error('an account that was there is gone')
  return row
}

export interface AccountChange {
  email?: string
  /** argon2id's, made outside any transaction. */
  passwordHash?: string
}

/**
 * Writes the next revision. Throws `link.invalid` for an email that another account has, or may still take back, and when
 * the account was changed since the row was read.
 */
export async function changeAccount(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  row: AccountRow,
  { email, passwordHash }: AccountChange,
): Promise<OpenedAccount> {
  const { account, key, facts: before } = await openAccount(vault, row)
  const facts = { ...before, email: email ?? before.email }
  const stored = passwordHash ?? vault.open(key, place(account, 'password', row.revision), row.password).toString()
  const emailToken = accountToken(vault, tokenKey, facts.email)
  if (email !== undefined && (await accounts.isHeld(gate, emailToken, account))) throw new AppError('link.invalid')
  const revision = row.revision + 1
  const written = await accounts
    .update(gate, {
      account,
      revision,
      emailToken,
      sealed: vault.seal(key, place(account, 'sealed', revision), Buffer.from(JSON.stringify(facts))),
      password: vault.seal(key, place(account, 'password', revision), Buffer.from(stored)),
    })
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === '23505') throw new AppError('link.invalid')
      throw error
    })
  if (!written) throw new AppError('link.invalid')
  return { account, key, facts }
}

/** For so many days nobody else gets an email that was given up: the change can be taken back. */
export async function holdEmail(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  { account, email, days }: { account: string; email: string; days: number },
): Promise<void> {
  await accounts.hold(gate, accountToken(vault, tokenKey, email), account, days)
}

/** It is the account's own email again. */
export async function letGoOfEmail(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  { account, facts }: OpenedAccount,
): Promise<void> {
  await accounts.letGo(gate, accountToken(vault, tokenKey, facts.email), account)
}

/** A new account, or null when the email has one, or had one that can take it back: then roll back. `passwordHash` is argon2id's, made outside any transaction. */
export async function createAccount(
  gate: Across,
  vault: Vault,
  emailToken: Buffer,
  facts: AccountFacts,
  passwordHash: string,
): Promise<OpenedAccount | null> {
  const account = newId()
  const { wrapped, key } = await vault.newCompartment(installation, account, 'account')
  const made = await accounts.insert(gate, {
    account,
    emailToken,
    installation_key_version: wrapped.practiceKeyVersion,
    wrapped: wrapped.wrapped,
    sealed: vault.seal(key, place(account, 'sealed', 1), Buffer.from(JSON.stringify(facts))),
    password: vault.seal(key, place(account, 'password', 1), Buffer.from(passwordHash)),
    factorsBound: bindFactors(vault, account, []),
  })
  // Asked after the insert: it has waited for whoever was just giving this email up.
  if (!made || (await accounts.isHeld(gate, emailToken, account))) return null
  return { account, key, facts }
}
