import type { Check, Finding } from '../../checks/check.ts'
import type { CheckPlace } from '../../checks/check-place.ts'
import { readCatalogue, type Catalogue } from './catalogue.store.ts'
import { differenceOf, expectedCatalogue } from './expected-catalogue.ts'

type Part = keyof Catalogue

/** Compares parts of the database's catalogue with what this version makes. */
function compare(parts: Partial<Record<Part, string>>, well: string): Check['run'] {
  return async ({ database }: CheckPlace): Promise<Finding> => {
    const found = await readCatalogue(database.gate)
    const differences = (Object.entries(parts) as [Part, string][]).flatMap(
      ([part, what]) => differenceOf(what, expectedCatalogue[part], found[part]) ?? [],
    )
    return differences.length === 0
      ? { state: 'well', what: well, facts: { rules: found.policies.length, tables: found.rowSecurity.length } }
      : { state: 'failing', what: differences.join(' ') }
  }
}

export const catalogueChecks: readonly Check[] = [
  {
    name: 'row-policies',
    title: 'The walls between practices stand in the database, around everything that a practice keeps',
    of: 'installation',
    everySeconds: 30,
    run: compare(
      { rowSecurity: 'The walls around what practices keep', policies: 'The rules of the walls between practices' },
      'Every wall between practices stands, exactly as this version of Candour made it.',
    ),
  },
  {
    name: 'role-grants',
    title: 'Each part of Candour may do in the database what its work needs, and nothing more',
    of: 'installation',
    everySeconds: 30,
    run: compare(
      { grants: 'The rights in the database', roles: 'The accounts that work in the database' },
      'Every part of Candour has the rights that this version gave it, and nothing more.',
    ),
  },
  {
    name: 'ledger-append-only',
    title: 'Nobody may change or remove anything in the ledger',
    of: 'installation',
    everySeconds: 30,
    run: compare(
      { ledgerGrants: 'The rights on the ledger' },
      'The ledger takes entries and gives them to read; no part of Candour may change or remove one.',
    ),
  },
]
