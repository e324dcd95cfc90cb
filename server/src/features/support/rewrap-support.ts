import type { Workspace } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { rewrapPeople } from '../accounts/rewrap-accounts.ts'
import type { Rewrapped } from '../compartments/rewrap-compartments.ts'
import { people } from './people.store.ts'

/** The keys of the operator's support people, which the installation's own wraps as it does those of accounts. */
export function rewrapSupport(gate: Workspace, vault: Vault, version: number): Promise<Rewrapped> {
  return rewrapPeople(gate, vault, version, people)
}
