import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { evidences } from './evidence.store.ts'
import { withdrawReminder } from './remind-of-evidence.ts'
import { isWithdrawn, openEvidence, sealEvidence, type EvidenceFacts } from './sealed-evidence.ts'

/**
 * It was filed by mistake. File, facts and reason stay; the promise is as it was without it from now on. Throws
 * `evidence.not_found`, `evidence.withdrawn`, `record.changed_meanwhile`; SealBroken for what was altered.
 */
export async function withdrawEvidence(
  call: Call<{ id: string; reason: string }>,
): Promise<Outcome<Record<string, never>>> {
  const { input, actor, now } = call
  const { facts, revision } = await findEvidence(call, input.id)
  if (isWithdrawn(facts)) throw new AppError('evidence.withdrawn')
  const withdrawal = { by: actor.member, at: now.toISOString(), reason: input.reason, back: null }
  await revise(call, revision, { ...facts, withdrawals: [...(facts.withdrawals ?? []), withdrawal] })
  return { output: {}, subjects: [], reason: input.reason, facts: { promise: facts.promise } }
}

/** It counts again, as it was filed. Throws as withdrawing does, and `evidence.not_withdrawn`. */
export async function fileAgain(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { input, actor, now } = call
  const { facts, revision } = await findEvidence(call, input.id)
  const last = facts.withdrawals?.at(-1)
  if (last === undefined || last.back !== null) throw new AppError('evidence.not_withdrawn')
  const back = { by: actor.member, at: now.toISOString() }
  await revise(call, revision, { ...facts, withdrawals: [...facts.withdrawals!.slice(0, -1), { ...last, back }] })
  await withdrawReminder(call, facts.promise)
  return { output: {}, subjects: [], facts: { promise: facts.promise } }
}

async function findEvidence(
  call: Call<{ id: string }>,
  id: string,
): Promise<{ facts: EvidenceFacts; revision: number }> {
  const row = await evidences.read(call.tx, id)
  if (row === null || row.state !== 'filed') throw new AppError('evidence.not_found')
  return { facts: openEvidence(call, row), revision: row.revision! }
}

async function revise(call: Call<{ id: string }>, before: number, facts: EvidenceFacts): Promise<void> {
  const { id } = call.input
  await evidences.revise(call.tx, id, before + 1, sealEvidence(call, id, before + 1, facts))
}
