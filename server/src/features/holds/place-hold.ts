import type { Hold, holdKinds } from '@candour/contract/holds.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { Directory } from '../directory/directory.ts'
import { readMember } from '../members/read-member.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { holds } from './holds.store.ts'
import { showHolds } from './list-holds.ts'
import { sealHold, type HoldFacts } from './sealed-hold.ts'

interface Asked {
  kind: (typeof holdKinds)[number]
  about: string | null
  reason: string
}

/**
 * From now on nothing of it is destroyed; whatever is being destroyed at this moment is waited for. Throws `patient.not_found`,
 * `member.not_found`, `hold.about_needed`.
 */
export function placeHold(directory: Directory) {
  return async (call: Call<Asked>): Promise<Outcome<Hold>> => {
    const { input, actor, tx, now } = call
    await holds.alone(tx)
    const about = await aboutOf(call)
    const facts: HoldFacts = {
      kind: input.kind,
      about,
      reason: input.reason,
      placed: { at: now.toISOString(), by: actor.member },
      lifted: null,
    }
    const id = newId()
    await holds.insert(tx, { hold: id, ...sealHold(call, id, 1, facts) })
    const [shown] = await showHolds(call, directory, [{ id, revision: 1, facts }])
    const subjects = input.kind === 'patient' ? [about!] : []
    return { output: shown!, subjects, reason: input.reason }
  }
}

async function aboutOf(call: Call<Asked>): Promise<string | null> {
  const { kind, about } = call.input
  if ((kind === 'practice') !== (about === null)) throw new AppError('hold.about_needed')
  if (kind === 'patient') return (await openPatientKey(call, about!)).compartment
  if (kind === 'member') await readMember(call, about!)
  return about
}
