import { tableName } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { showTransfer } from './show-transfer.ts'
import { noFacts, saveTransfer, sealTransfer, type TransferFacts } from './transfer-facts.ts'
import { newTable } from '../tables/table-facts.ts'
import { transfers } from './transfers.store.ts'

const patienceMs = 7 * 24 * 3_600_000

/** An import waits for its files, which follow one by one; a table of patients comes alone. Whatever comes of it, the files are gone after seven days. */
export async function startImport(call: Call<{ files: { name: string; size: number }[] }>): Promise<Outcome<Transfer>> {
  const { actor, input, tx, now } = call
  const transfer = newId()
  const { compartment } = await createCompartment(call, 'unfiled')
  const { compartment: refusedCompartment } = await createCompartment(call, 'unfiled')
  const { member, session, origin } = actor
  const files = input.files.map(({ name, size }) => ({ id: null, name, size }))
  const isTable = files.some(({ name }) => tableName.test(name))
  if (isTable && files.length > 1) throw new AppError('transfer.one_table')
  const table = isTable ? newTable : null
  const facts: TransferFacts = { ...noFacts, by: { member, session, origin }, files, table }
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const sealed = sealTransfer(call, transfer, 1, facts)
  const made = { transfer, kind: 'import', place: 'web', step: 'upload', state: 'paused' } as const
  await transfers.insert(tx, { ...made, member, compartment, refusedCompartment, total, sealed })
  const row = (await transfers.read(tx, transfer))!
  const saved = await saveTransfer(call, row, facts, { expires_at: new Date(now.getTime() + patienceMs) })
  return { output: await showTransfer(call, saved, facts), subjects: [] }
}
