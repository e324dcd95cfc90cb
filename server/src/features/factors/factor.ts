import type { Factor } from '@candour/contract/factors.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { FactorsAltered } from './factor-set.ts'
import type { FactorRow } from './factors.store.ts'

/** How a second factor came to be; sealed, for the row's times can be altered. */
export interface Enrolled {
  /** An instant. */
  at: string
  /** "Chrome on Windows". */
  from: string
  /**
   * Since when, where nothing but a password stood behind it: this one, or the first of those by which it was added, came to
   * an account that had none. Null where an older factor, or colleagues, stood behind it.
   */
  begun: string | null
}

/** What is sealed of any; nothing of how it came to be in those from before that was kept. */
export interface FactorFacts {
  name: string
  enrolled?: Enrolled
}

/** What is sealed of an authenticator app. */
export interface TotpFacts extends FactorFacts {
  /** Base32: RFC 4648, section 6. */
  secret: string
  /** Steps by which its clock is off, learned at enrolment. */
  drift: number
}

/** What is sealed of a passkey; all of it base64url. */
export interface PasskeyFacts extends FactorFacts {
  credential: string
  /** COSE: RFC 9052, section 7. */
  publicKey: string
  transports: string[]
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

/** Throws FactorsAltered. */
export function openFactor<Facts extends { name: string } = TotpFacts>(
  vault: Vault,
  { key }: Pick<OpenedAccount, 'key'>,
  row: Pick<FactorRow, 'factor' | 'revision' | 'sealed'>,
): Facts {
  try {
    return JSON.parse(vault.open(key, place(row.factor, row.revision), row.sealed).toString()) as Facts
  } catch (error) {
    throw error instanceof SealBroken ? new FactorsAltered(row.factor) : error
  }
}

/** @param before what was there when it came; nothing of it counts where colleagues let the person in */
export function enrolledNow(
  { vault, now, actor }: { vault: Vault; now: Date; actor: { origin: { device: string } } },
  account: Pick<OpenedAccount, 'key'>,
  before: { isRecovered: boolean; rows: FactorRow[] },
): Enrolled {
  const known = before.rows
    .filter(({ kind }) => kind !== 'recovery')
    .map((row) => openFactor<FactorFacts>(vault, account, row).enrolled?.begun ?? null)
  const at = now.toISOString()
  const begun = known.every((one) => one !== null) ? ([...known, at].toSorted()[0] ?? at) : null
  return { at, from: actor.origin.device, begun: before.isRecovered ? null : begun }
}

export function showFactor(vault: Vault, account: OpenedAccount, row: FactorRow): Factor {
  if (row.kind === 'recovery' || row.kind === 'provider') throw new TypeError('no second factor that is shown')
  return {
    id: row.factor,
    kind: row.kind,
    name: openFactor<{ name: string }>(vault, account, row).name,
    since: row.confirmed_at!.toISOString(),
    lastUsedAt: row.used_at?.toISOString() ?? null,
  }
}
