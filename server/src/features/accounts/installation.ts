import { KeyExists } from '../../platform/vault/vault-errors.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accounts } from './accounts.store.ts'

/** What belongs to no practice (accounts, sessions) is sealed under a key of the installation's own. */
export const installation = '00000000-0000-0000-0000-000000000000'

/** Makes the installation's key at the first start; answers the key of the tokens by which accounts are found. */
export async function openInstallation(gate: Across, vault: Vault): Promise<CompartmentKey> {
  let row = await accounts.readInstallation(gate)
  if (row === null) {
    await vault.createPracticeKey(installation).catch((error: unknown) => {
      if (!(error instanceof KeyExists)) throw error
    })
    const { wrapped } = await vault.newCompartment(installation, newId(), 'index')
    await accounts.insertInstallation(gate, wrapped.compartment, wrapped.practiceKeyVersion, wrapped.wrapped)
    row = (await accounts.readInstallation(gate))!
  }
  return vault.openCompartment({
    practice: installation,
    compartment: row.token_compartment,
    kind: 'index',
    wrapped: row.wrapped,
    practiceKeyVersion: row.installation_key_version,
  })
}
