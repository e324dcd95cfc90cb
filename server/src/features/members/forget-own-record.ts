import type { Within } from '../../platform/http/endpoint.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { patientsBornNamed } from '../patients/patients-born-named.ts'
import { membersToTell } from './approved-members.ts'
import { openMember, sealMember } from './member-facts.ts'
import { members } from './members.store.ts'

/**
 * Whose own record it was said to be, of a patient who is being erased: the words go with it. No entry says so, and that it was said, by
 * whom and when stays: what is there no more without having been taken back would name the member as the patient. Before the patient's tokens are forgotten, by which it is known.
 */
export async function forgetOwnRecord(within: Within, patient: string): Promise<void> {
  const { tx } = within
  const all = (await membersToTell(within)).flatMap(({ member, ownRecord }) =>
    ownRecord ? [{ member, ...ownRecord }] : [],
  )
  if (all.length === 0) return
  const born = await patientsBornNamed(within, all)
  const numbered = await nhsNumberHolders(
    within,
    all.flatMap(({ nhsNumber }) => nhsNumber ?? []),
  )
  for (const [place, { member, nhsNumber, by, at }] of all.entries()) {
    // As the watch reads it: a number that somebody has decides, so that a twin's erasure takes nothing from the other.
    const holder = nhsNumber === null ? undefined : numbered.get(nhsNumber)
    if (holder === undefined ? !born[place]!.includes(patient) : holder !== patient) continue
    const row = (await members.lock(tx, member))!
    const { level, state, account } = row
    const revision = row.revision + 1
    const sealed = sealMember(within, member, revision, {
      ...openMember(within, row),
      level,
      state,
      account,
      ownRecord: null,
      ownRecordEmptied: { by, at },
    })
    await members.rewrite(tx, { member, revision, ...sealed })
  }
}
