import type { Transfer } from '@candour/contract/transfers.ts'
import type { Person } from '@candour/contract/shapes.ts'
import { AppError } from '../../platform/app-error.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import { isOwnId } from '../../platform/vault/ids.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import { missingIn } from '../tables/guess-columns.ts'
import { canMap, canUndo, showTable } from '../tables/show-table.ts'
import { permissionFor } from './run-chunk.ts'
import { openTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'

/**
 * Whoever may not manage transfers sees their own alone, and of these what they could still ask for: an administrator who
 * became less does not take the practice along. Throws `transfer.not_found`.
 */
export async function findTransfer(
  call: Within & Pick<Call<unknown>, 'actor'>,
  transfer: string,
  how: 'read' | 'lock' = 'read',
): Promise<{ row: TransferRow; facts: TransferFacts }> {
  const row = isOwnId(transfer) ? await transfers[how](call.tx, transfer) : null
  if (row === null) throw new AppError('transfer.not_found')
  const facts = openTransfer(call, row)
  if (!maySee(call.actor, row, facts)) throw new AppError('transfer.not_found')
  if (facts.patient !== null && (await hiddenFrom(call)).has(facts.patient)) throw new AppError('transfer.not_found')
  return { row, facts }
}

export function maySee(actor: MemberActor, row: TransferRow, facts: TransferFacts): boolean {
  return actor.can.has('transfer.manage') || (row.member === actor.member && actor.can.has(permissionFor(row, facts)))
}

/** As the page shows it, with what `actor` can do about it. */
export async function showTransfer(
  call: Within & Pick<Call<unknown>, 'actor'>,
  row: TransferRow,
  facts: TransferFacts,
): Promise<Transfer> {
  const names = row.member === null ? new Map<string, NamedMember>() : await nameMembers(call)
  return toTransfer(row, facts, personOf(row, names), call)
}

export function personOf({ member }: TransferRow, names: Map<string, NamedMember>): Person {
  if (member === null) return { member, name: 'The operator', role: 'of this installation' }
  const named = names.get(member)
  return { member, name: named?.name ?? 'A member', role: named?.role ?? '' }
}

export function toTransfer(
  row: TransferRow,
  facts: TransferFacts,
  by: Person,
  { actor, now }: { actor: MemberActor; now: Date },
): Transfer {
  const { content } = facts
  const until = row.expires_at
  const download =
    row.state === 'done' && content !== null && until !== null && until > now
      ? { name: content.name, size: content.size, until: until.toISOString() }
      : null
  const files = facts.files.map((file) => ({ ...file, arrived: row.step !== 'upload' || file.id !== null }))
  return {
    id: row.transfer,
    kind: row.kind,
    place: row.place,
    step: row.step,
    state: row.state,
    by,
    startedAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    done: Math.min(row.done, Math.max(row.total, row.done)),
    total: row.total,
    files: files.map(({ id, name, size, arrived }) => ({ id, name, size, arrived })),
    checked: facts.checked,
    kept: facts.kept,
    references: facts.references,
    patient: facts.patient,
    passphrase: facts.content === null ? facts.passphrase !== null : content!.name.endsWith('.age'),
    download,
    problem: facts.problem,
    table: showTable(row, facts),
    can: canDo(row, facts, actor, download !== null, now),
  }
}

function canDo(row: TransferRow, facts: TransferFacts, actor: MemberActor, ready: boolean, now: Date): Transfer['can'] {
  if (!maySee(actor, row, facts)) return []
  const can: Transfer['can'] = []
  if (actor.can.has('transfer.manage') && canUndo(row, facts, now)) can.push('undo')
  if (row.place !== 'web') return can
  if (row.step === 'upload' && row.state === 'paused' && facts.files.every(({ id }) => id !== null)) can.push('check')
  if (canMap(row, facts)) can.push('map')
  if (row.step === 'columns' && row.state === 'paused' && missingIn(facts.table!.fields) === null) can.push('check')
  const isReady = row.step === 'check' || row.step === 'keep'
  if (isReady && row.state === 'paused' && row.compartment !== null) can.push('keep')
  if (row.state === 'waiting' || row.state === 'running' || row.state === 'paused') can.push('cancel')
  if (ready) can.push('download')
  return can
}
