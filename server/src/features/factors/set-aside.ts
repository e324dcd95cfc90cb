import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintRecoveryCode } from '../../platform/vault/tokens.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { FactorsAltered, keepFactorsBound, lockFactors } from './factor-set.ts'
import { openFactor, sealFactor, type FactorFacts } from './factor.ts'
import { factors, type FactorRow } from './factors.store.ts'
import { recoveryToken } from './recovery-codes.ts'

export interface SettingAside {
  gate: Across
  vault: Vault
  tokenKey: CompartmentKey
  account: OpenedAccount
  since: Date
  /** See `accounts/what-ends.ts`. */
  which: 'added' | 'begun'
  /** Those that their person knows as their own. */
  keep?: readonly string[]
  /** Asked when no other would be left: true to leave an account that colleagues alone open, false to leave all as it was. */
  whenNoneIsLeft: () => Promise<boolean>
}

export interface SetAside {
  /** In words. */
  gone: string[]
  /** What would have gone, and stays, since nothing else opens the account. */
  stays: string[]
  isLeftToColleagues: boolean
}

const nothing: SetAside = { gone: [], stays: [], isLeftToColleagues: false }

/**
 * Takes away second factors that somebody may have added who was in by what was stolen. Never so that less is asked for than
 * before: one that is older stays, or a code that nobody knows, and then colleagues open the account. Of an account whose
 * factors were altered none counts, and none is touched.
 */
export async function setFactorsAside(asked: SettingAside): Promise<SetAside> {
  const { gate, vault, account, since, which, keep = [] } = asked
  const rows = await lockFactors(gate, vault, account.account).catch((error: unknown) => {
    if (error instanceof FactorsAltered) return []
    throw error
  })
  const known = rows.map((row) => ({ row, ...whenAdded(vault, account, row) }))
  const going = known.filter(({ row, at, begun }) => {
    const when = which === 'added' ? at : begun
    return when !== null && when >= since && !keep.includes(row.factor)
  })
  if (going.length === 0) return nothing
  const words = inWords(vault, account, going)
  const isLast = going.length === rows.length
  if (isLast && !(await asked.whenNoneIsLeft())) return { ...nothing, stays: words }
  for (const { row } of going) await factors.removeAny(gate, account.account, row.factor)
  if (isLast) await bar(asked)
  await keepFactorsBound(gate, vault, account.account)
  return { gone: words, stays: [], isLeftToColleagues: isLast }
}

/** The row's own times stand in the open; what was sealed when it was added is believed before them. */
function whenAdded(vault: Vault, account: OpenedAccount, row: FactorRow): { at: Date; begun: Date | null } {
  const { enrolled } = openFactor<FactorFacts>(vault, account, row)
  const begun = enrolled?.begun ?? null
  return {
    at: enrolled === undefined ? row.confirmed_at! : new Date(enrolled.at),
    begun: begun === null ? null : new Date(begun),
  }
}

function inWords(vault: Vault, account: OpenedAccount, going: { row: FactorRow; at: Date }[]): string[] {
  const named = going
    .filter(({ row }) => row.kind !== 'recovery')
    .map(({ row, at }) => {
      const { name, enrolled } = openFactor<FactorFacts>(vault, account, row)
      const from = enrolled === undefined ? '' : ` from ${enrolled.from}`
      const kind = row.kind === 'passkey' ? 'passkey' : 'authenticator app'
      return `“${name}”, a${kind === 'passkey' ? '' : 'n'} ${kind}, added on ${showDayAndTime(at)}${from}`
    })
  return named.length === going.length ? named : [...named, 'the recovery codes that were made then']
}

/** A lock without a key: the account goes on asking for a second step, which only colleagues lead past. */
async function bar({ gate, vault, tokenKey, account }: SettingAside): Promise<void> {
  const factor = newId()
  await factors.insert(gate, {
    factor,
    account: account.account,
    kind: 'recovery',
    token: recoveryToken(vault, tokenKey, mintRecoveryCode()),
    sealed: sealFactor(vault, account, factor, 1, { name: '' }),
    confirmed: true,
  })
}

/** For the mail: exactly what became of which. */
export function tellOfSetAside({ gone, stays, isLeftToColleagues }: SetAside): string[] {
  const told: string[] = []
  if (gone.length > 0) told.push(`These open your account no more: ${gone.join('; ')}.`)
  if (gone.length > 0 && !isLeftToColleagues) told.push('What you had before stays.')
  if (isLeftToColleagues)
    told.push(
      'You had none before. Sign in with your password and choose that your second factor is lost: two colleagues, one of them an administrator, let you set up a new one.',
    )
  if (stays.length > 0)
    told.push(
      `These stay, for nothing else opens your account, and in one of your practices there are not two colleagues who could: ${stays.join('; ')}. Where one is not yours, remove it, or ask whoever runs your Candour.`,
    )
  return told
}
