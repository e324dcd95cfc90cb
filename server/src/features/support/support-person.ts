import type { Across } from '../../platform/database/workspace.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { AccountFacts, OpenedAccount } from '../accounts/account.ts'
import { areFactorsBound, bindFactors } from '../accounts/bound-factors.ts'
import { installation } from '../accounts/installation.ts'
import { people, type PasskeyRow, type PersonRow } from './people.store.ts'

export function personPlace(person: string) {
  return { table: 'gate.support_person', field: 'sealed', record: person, revision: 1, schema: 1 }
}

export function emailToken(vault: Vault, tokenKey: CompartmentKey, email: string): Buffer {
  return vault.searchToken(tokenKey, 'support-email', email.toLowerCase())
}

/** With what passkeys need to know of whom they are for; no account of any practice is behind it. */
export async function openPerson(
  vault: Vault,
  { person, wrapped, sealed, installation_key_version: practiceKeyVersion }: Omit<PersonRow, 'factors_bound'>,
): Promise<OpenedAccount> {
  const compartment = { practice: installation, compartment: person, kind: 'account', wrapped } as const
  const key = await vault.openCompartment({ ...compartment, practiceKeyVersion })
  const facts = JSON.parse(vault.open(key, personPlace(person), sealed).toString()) as AccountFacts
  return { account: person, key, facts }
}

/** SealBroken when they are not, all together, as Candour left them: taken away, put in, altered or brought back (decision 0021). */
export async function readPasskeys(
  gate: Across,
  vault: Pick<Vault, 'isBound'>,
  { person, factors_bound: bound }: PersonRow,
): Promise<PasskeyRow[]> {
  const rows = await people.passkeys(gate, person)
  if (!areFactorsBound(vault, person, rows, bound)) throw new SealBroken('payload', person)
  return rows
}

/** Binds them as they stand now, in the transaction that locked the person and changed them. */
export async function keepPasskeysBound(gate: Across, vault: Pick<Vault, 'bind'>, person: string): Promise<void> {
  await people.bind(gate, person, bindFactors(vault, person, await people.passkeys(gate, person)))
}
