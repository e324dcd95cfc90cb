import type { Factor } from '@candour/contract/factors.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import type { FactorRow } from './factors.store.ts'

/** What is sealed of an authenticator app. */
export interface TotpFacts {
  name: string
  /** Base32: RFC 4648, section 6. */
  secret: string
  /** Steps by which its clock is off, learned at enrolment. */
  drift: number
}

function place(factor: string, revision: number) {
  return { table: 'gate.factor', field: 'sealed', record: factor, revision, schema: 1 }
}

export function sealFactor(
  vault: Vault,
  { key }: Pick<OpenedAccount, 'key'>,
  factor: string,
  revision: number,
  facts: object,
): Buffer {
  return vault.seal(key, place(factor, revision), Buffer.from(JSON.stringify(facts)))
}

export function openFactor<Facts extends { name: string } = TotpFacts>(
  vault: Vault,
  { key }: Pick<OpenedAccount, 'key'>,
  row: Pick<FactorRow, 'factor' | 'revision' | 'sealed'>,
): Facts {
  return JSON.parse(vault.open(key, place(row.factor, row.revision), row.sealed).toString()) as Facts
}

export function showFactor(vault: Vault, account: OpenedAccount, row: FactorRow): Factor {
  if (row.kind === 'recovery') throw new TypeError('recovery codes are counted, not shown')
  return {
    id: row.factor,
    kind: row.kind,
    name: openFactor<{ name: string }>(vault, account, row).name,
    since: row.confirmed_at!.toISOString(),
    lastUsedAt: row.used_at?.toISOString() ?? null,
  }
}
