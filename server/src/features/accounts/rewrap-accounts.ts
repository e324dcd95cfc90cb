import type { Across, Workspace } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { nullWhenBroken, type Rewrapped } from '../compartments/rewrap-compartments.ts'
import { accounts } from './accounts.store.ts'
import { installation } from './installation.ts'

/** A key of somebody who belongs to no practice. */
export interface OwnWrapping {
  id: string
  installation_key_version: number
  wrapped: Buffer
}

/** What holds such keys: the next 200 behind an id that an older version wraps, locked; and one of them wrapped anew. */
export interface OwnWrappings {
  lockWrappedBefore(gate: Across, version: number, behind: string): Promise<OwnWrapping[]>
  rewrap(gate: Across, id: string, version: number, wrapped: Buffer): Promise<unknown>
}

/** As `rewrapCompartments`, for the people of one table whose keys the installation's own wraps. */
export async function rewrapPeople(
  gate: Workspace,
  vault: Vault,
  version: number,
  { lockWrappedBefore, rewrap }: OwnWrappings,
): Promise<Rewrapped> {
  const done: Rewrapped = { rewrapped: 0, broken: [] }
  for (let behind: string | undefined = installation; behind !== undefined;) {
    const from: string = behind
    behind = await gate.together(async (tx) => {
      const rows = await lockWrappedBefore(tx, version, from)
      for (const row of rows) {
        const wrapped = await again(vault, version, { ...row, kind: 'account' }, done)
        if (wrapped !== undefined) await rewrap(tx, row.id, version, wrapped)
      }
      return rows.at(-1)?.id
    })
  }
  return done
}

/** The keys of accounts, and that of the tokens by which they are found. */
export async function rewrapAccounts(gate: Workspace, vault: Vault, version: number): Promise<Rewrapped> {
  const done = await rewrapPeople(gate, vault, version, accounts)
  const own = await accounts.readInstallation(gate)
  if (own === null || own.installation_key_version >= version) return done
  const wrapped = await again(vault, version, { ...own, id: own.token_compartment, kind: 'index' }, done)
  if (wrapped !== undefined) await accounts.rewrapInstallation(gate, version, wrapped)
  return done
}

/** Undefined for one that doesn't open, which is noted. */
async function again(
  vault: Vault,
  version: number,
  { id, kind, wrapped, installation_key_version: before }: OwnWrapping & { kind: 'account' | 'index' },
  done: Rewrapped,
): Promise<Buffer | undefined> {
  const claim = { practice: installation, compartment: id, kind, wrapped, practiceKeyVersion: before }
  const after = await vault.rewrapCompartment(claim, version).catch(nullWhenBroken)
  if (after === null) done.broken.push(id)
  else done.rewrapped += 1
  return after?.wrapped
}
