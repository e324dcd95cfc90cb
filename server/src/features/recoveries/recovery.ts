import type { OwnRecovery } from '@candour/contract/recoveries.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listMemberships, readAccount } from '../accounts/find-account.ts'
import { approvedMembers, type ApprovedMember } from '../members/approved-members.ts'
import { showPractice } from '../practices/show-practice.ts'
import { recoveries, type RecoveryRow } from './recoveries.store.ts'

/** What is sealed of a recovery; that somebody confirmed stands nowhere else. */
export interface RecoveryFacts {
  number: string
  /** The device that asked, in words. */
  from: string
  expiresAt: string
  confirmations: { practice: string; member: string }[]
}

export interface OpenedRecovery {
  row: RecoveryRow
  account: OpenedAccount
  facts: RecoveryFacts
}

/** To whom it belongs and by which token it is reached is bound into the seal. */
function place({ recovery, token_hash: hash }: Pick<RecoveryRow, 'recovery' | 'token_hash'>, revision: number) {
  return {
    table: 'gate.recovery',
    field: 'sealed',
    record: `${recovery} ${hash.toString('base64')}`,
    revision,
    schema: 1,
  }
}

export function sealRecovery(
  vault: Vault,
  { key }: Pick<OpenedAccount, 'key'>,
  row: Pick<RecoveryRow, 'recovery' | 'token_hash'>,
  revision: number,
  facts: RecoveryFacts,
): Buffer {
  return vault.seal(key, place(row, revision), Buffer.from(JSON.stringify(facts)))
}

/** Null for one whose hour is over, whatever the row says. Throws SealBroken. */
export async function openRecovery(
  gate: GateTransaction,
  vault: Vault,
  row: RecoveryRow,
): Promise<OpenedRecovery | null> {
  const account = await readAccount(gate, vault, row.account)
  const facts = JSON.parse(vault.open(account.key, place(row, row.revision), row.sealed).toString()) as RecoveryFacts
  return new Date(facts.expiresAt).getTime() === row.expires_at.getTime() ? { row, account, facts } : null
}

/** By the token of who asked; locked. Throws `recovery.over`. */
export async function findOwn(gate: GateTransaction, vault: Vault, token: string): Promise<OpenedRecovery> {
  const row = await recoveries.findByToken(gate, hashToken(token))
  const opened = row === null ? null : await openRecovery(gate, vault, row)
  if (opened === null) throw new AppError('recovery.over')
  return opened
}

/** Two colleagues, one of them administrator; who asked is none of them. */
export function isEnough(colleagues: Pick<ApprovedMember, 'level'>[]): boolean {
  return colleagues.length >= 2 && colleagues.some(({ level }) => level === 4)
}

/** Whether each practice of the account has the colleagues for it. */
export async function canColleaguesHelp(at: Gate, account: string): Promise<boolean> {
  const practices = await practicesOf(at, account, [])
  return practices.length > 0 && practices.every(({ colleagues }) => isEnough(colleagues))
}

export interface RecoveryPractice {
  practice: string
  /** The person themselves there. */
  member: ApprovedMember
  /** Everybody else who is in. */
  colleagues: ApprovedMember[]
  confirmedBy: ApprovedMember[]
  isEnough: boolean
}

type Gate = { gate: GateTransaction; vault: Vault; keysOf: PracticeKeySource }

/**
 * The practices in which the account is in at this moment, and who confirmed there: as they stand now, so that a colleague who
 * is out by now counts for nothing, and a practice that took the person in meanwhile is asked, too.
 */
export async function practicesOf(
  { gate, vault, keysOf }: Gate,
  account: string,
  confirmations: RecoveryFacts['confirmations'],
): Promise<RecoveryPractice[]> {
  const found: RecoveryPractice[] = []
  for (const { practice, level, state } of await listMemberships(gate, account)) {
    if (state !== 'approved' || level === 0) continue
    const tx = gate.within(practice)
    const everybody = await approvedMembers({ tx, vault, keys: await keysOf(tx) })
    const approved = everybody.filter((one) => one.account !== null)
    const member = approved.find((one) => one.account === account)
    if (member === undefined) continue
    const colleagues = approved.filter((one) => one.account !== account)
    const confirmedBy = colleagues.filter((one) =>
      confirmations.some((confirmed) => confirmed.practice === practice && confirmed.member === one.member),
    )
    found.push({ practice, member, colleagues, confirmedBy, isEnough: isEnough(confirmedBy) })
  }
  return found
}

export async function showOwn(call: Gate & { now: Date }, { facts, account }: OpenedRecovery): Promise<OwnRecovery> {
  const { gate, vault, keysOf, now } = call
  const practices = await practicesOf(call, account.account, facts.confirmations)
  const shown: OwnRecovery['practices'] = []
  for (const one of practices) {
    const tx = gate.within(one.practice)
    const { name } = await showPractice({ tx, vault, keys: await keysOf(tx), now })
    shown.push({ name, confirmed: one.confirmedBy.length, isEnough: one.isEnough })
  }
  return {
    number: facts.number,
    expiresAt: facts.expiresAt,
    practices: shown,
    isConfirmed: isConfirmed(practices),
  }
}

/** Each practice has its own pair: those of one never open the records of another. */
export function isConfirmed(practices: RecoveryPractice[]): boolean {
  return practices.length > 0 && practices.every((one) => one.isEnough)
}
