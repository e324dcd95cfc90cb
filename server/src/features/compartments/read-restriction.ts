import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { admissionOf, openRestriction, type Admission, type RestrictionFacts } from './admission.ts'
import { readCompartment, readRestrictedCompartments } from './compartments.store.ts'

/** What restricts a record that has opened to the asker; revision 0 where it never was restricted. */
export async function readRestriction(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  key: Parameters<typeof openRestriction>[1],
): Promise<{ revision: number; admission: Admission | null }> {
  const { restriction } = (await readCompartment(tx, key.compartment))!
  if (restriction === null) return { revision: 0, admission: null }
  return { revision: restriction.revision ?? 0, admission: admissionOf({ vault }, key, restriction, tx.asker) }
}

/** Of every record that is restricted now: who is named. Nothing of the records is opened. What was altered is left out. */
export async function listRestrictions({ tx, vault }: Pick<Within, 'tx' | 'vault'>): Promise<RestrictionFacts[]> {
  const rows = await readRestrictedCompartments(tx)
  const opened = rows.map(async (row) => {
    const { compartment, kind, wrapped, practice_key_version: practiceKeyVersion, restriction } = row
    if (wrapped === null || restriction === null) return []
    try {
      const key = await vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
      const facts = openRestriction({ vault }, key, restriction)
      return facts.members.length === 0 ? [] : facts
    } catch (error) {
      if (error instanceof SealBroken) return []
      throw error
    }
  })
  return (await Promise.all(opened)).flat()
}
