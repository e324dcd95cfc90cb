/** What a practice's ledger holds, read behind the door. */
import type { TestCandour } from '../candour.ts'
import type { Owner } from './owner.ts'

export interface LedgerRow {
  number: number
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
}

/**
 * Entries after `number`, once everything that waits is numbered. Left out: the finder's own, which come some seconds after
 * a patient was written, whoever does what meanwhile.
 */
export async function entriesAfter(
  candour: TestCandour,
  owner: Owner,
  practice: string,
  number: number,
): Promise<LedgerRow[]> {
  await candour.settle()
  return owner.rows<LedgerRow>(
    `select number, actor, verb, outcome, subjects from ledger.entry
     where practice = $1 and number > $2 and verb <> 'directory.fold' order by number`,
    [practice, number],
  )
}

export async function lastNumber(candour: TestCandour, owner: Owner, practice: string): Promise<number> {
  return (await entriesAfter(candour, owner, practice, 0)).at(-1)?.number ?? 0
}
