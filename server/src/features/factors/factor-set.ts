import type { Across } from '../../platform/database/workspace.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { howOf } from '../sessions/how-of.ts'
import { areFactorsBound, bindFactors } from '../accounts/bound-factors.ts'
import { factors, type FactorRow } from './factors.store.ts'

/** They are not, all together, as Candour left them; or one of them does not open. */
export class FactorsAltered extends SealBroken {
  /** @param record the account, or the factor */
  constructor(record: string) {
    super('payload', record)
  }
}

/**
 * The second factors that count; of the recovery codes those that are left. Throws FactorsAltered when they are not, all
 * together, as Candour left them: a row was taken away, put in, altered or brought back.
 */
export async function readFactors(gate: Across, vault: Pick<Vault, 'isBound'>, account: string): Promise<FactorRow[]> {
  return (await readBound(gate, vault, account)).filter(({ kind }) => kind !== 'provider')
}

/** The accounts elsewhere by which this one is entered; a first step, and never a second one. Throws SealBroken. */
export async function readProviderLinks(
  gate: Across,
  vault: Pick<Vault, 'isBound'>,
  account: string,
): Promise<FactorRow[]> {
  return (await readBound(gate, vault, account)).filter(({ kind }) => kind === 'provider')
}

async function readBound(gate: Across, vault: Pick<Vault, 'isBound'>, account: string): Promise<FactorRow[]> {
  const { bound, rows } = await factors.list(gate, account)
  if (!areFactorsBound(vault, account, rows, bound)) throw new FactorsAltered(account)
  return rows
}

/** The same, for whoever changes them: one at a time, until the end of the transaction. Throws FactorsAltered. */
export async function lockFactors(gate: Across, vault: Pick<Vault, 'isBound'>, account: string): Promise<FactorRow[]> {
  await factors.lockAccount(gate, account)
  return readFactors(gate, vault, account)
}

/** What was there when a new factor came. */
export interface Before {
  isRecovered: boolean
  rows: FactorRow[]
  /** Of whom colleagues let in. */
  links: FactorRow[]
}

/**
 * What a new factor is set up beside. Whom colleagues let in has lost the others, whatever became of them: nothing is read of
 * those; `links` to providers are theirs still, where nothing was altered. Throws FactorsAltered.
 */
export async function lockFactorsBefore(
  gate: Across,
  vault: Pick<Vault, 'isBound'>,
  { account, session }: { account: string; session: string },
): Promise<Before> {
  await factors.lockAccount(gate, account)
  const isRecovered = (await howOf(gate, session)) === 'recovered'
  if (!isRecovered) return { isRecovered, rows: await readFactors(gate, vault, account), links: [] }
  const links = await readProviderLinks(gate, vault, account).catch((error: unknown) => {
    if (error instanceof FactorsAltered) return []
    throw error
  })
  return { isRecovered, rows: [], links }
}

/** Binds them as they stand now, in the transaction that locked and changed them. */
export async function keepFactorsBound(gate: Across, vault: Pick<Vault, 'bind'>, account: string): Promise<void> {
  const { rows } = await factors.list(gate, account)
  await factors.bind(gate, account, bindFactors(vault, account, rows))
}

/** Accounts from before there was a binding, as they stand. */
export async function bindAllFactors(gate: Across, vault: Pick<Vault, 'bind'>): Promise<void> {
  for (const { account } of await factors.unbound(gate)) await keepFactorsBound(gate, vault, account)
}
