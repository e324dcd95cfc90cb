import type { CheckpointPage } from '@candour/contract/checkpoints.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { openMail, writeMail, type MailedTo } from './mailed-to.ts'
import { showCheckpoints } from './read-checkpoints.ts'
import type { LedgerParts } from './sign-checkpoint.ts'

/** Who is sent the day's checkpoint from now on. Throws `record.changed_meanwhile`. */
export function setMailedTo(parts: LedgerParts) {
  return async (call: Call<MailedTo & { baseRevision: number }>): Promise<Outcome<CheckpointPage>> => {
    const { input } = call
    const before = await openMail(call)
    if (before.revision !== input.baseRevision) throw new AppError('record.changed_meanwhile')
    const kept: MailedTo = { mailedTo: [...new Set(input.mailedTo)] }
    const revision = before.revision + 1
    await writeMail(call, revision, kept)
    noteChange(call.tx, 'checkpointMail', call.tx.practice, { mailedTo: before.mailedTo }, kept)
    const facts = { addressesBefore: before.mailedTo.length, addressesAfter: kept.mailedTo.length }
    return { output: await showCheckpoints(call, parts), subjects: [], facts }
  }
}
