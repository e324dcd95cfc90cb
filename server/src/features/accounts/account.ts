import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accounts, type AccountRow } from './accounts.store.ts'

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

export async function checkPassword(vault: Vault, row: AccountRow, password: string): Promise<boolean> {
  const { key } = await openAccount(vault, row)
  const stored = vault.open(key, place(row.account, 'password', row.revision), row.password).toString()
  return vault.verifyPassword(stored, password)
}

/** A new account, or null when the email has one. `passwordHash` is argon2id's, made outside any transaction. */
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
  })
  return made ? { account, key, facts } : null
}
