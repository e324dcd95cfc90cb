import { glassMinutes, type glassReasons, type glassRoutes } from '@candour/contract/glasses.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { newId } from '../../platform/vault/ids.ts'
import { sealBeside, type GlassFacts } from '../compartments/admission.ts'
import { openBesideWall } from '../compartments/open-beside-wall.ts'
import { nhsNumberHolders } from '../patients/nhs-number-holders.ts'
import { isFhirId, resourceId } from '../resources/resource-id.ts'
import { glasses } from './glasses.store.ts'
import { carriedOf } from './opened-glass.ts'
import { tellGuardians } from './tell-guardians.ts'

interface Asked {
  whose: { by: 'nhs-number'; nhsNumber: string } | { by: 'patient'; patient: string }
  reason: keyof typeof glassReasons
  words: string
}

/**
 * Opens one restricted record to this member for a while, and tells those who review it at once. It answers as for nobody where
 * there is no such patient, and refuses where nothing has to be broken. Throws `patient.not_found`, `glass.not_needed`.
 */
export function breakGlass(publicOrigin: string, minutes = glassMinutes) {
  return async (call: Call<Asked>): Promise<Outcome<OutputOf<typeof glassRoutes.break>>> => {
    const { input, actor, tx, now } = call
    const { reason, words } = input
    const patient = await whoseRecord(call)
    if (patient === null) throw new AppError('patient.not_found')
    await glasses.lockRestriction(tx, patient)
    const beside = await openBesideWall(call, patient)
    if (beside === null) throw new AppError('patient.not_found')
    const { key, admission } = beside
    if (admission === null || admission.isAdmitted) throw new AppError('glass.not_needed')
    const id = newId()
    const until = new Date(now.getTime() + minutes * 60_000)
    const facts: GlassFacts = {
      patient,
      member: actor.member,
      brokenAt: now.toISOString(),
      until: until.toISOString(),
      reason,
      words,
      endedAt: null,
      settled: null,
    }
    const sealed = sealBeside(call, key, { kind: 'glass', id, revision: 1 }, facts)
    await glasses.insert(tx, { glass: id, patient, member: actor.member, ...sealed })
    noteChange(tx, 'glass', id, null, carriedOf(facts))
    await tellGuardians(call, { id, reason, until }, publicOrigin)
    return { output: { id, patient, until: until.toISOString() }, subjects: [patient], reason: `${reason}: ${words}` }
  }
}

async function whoseRecord(call: Call<Asked>): Promise<string | null> {
  const { whose } = call.input
  if (whose.by === 'patient') return isFhirId(whose.patient) ? resourceId(call, 'Patient', whose.patient) : null
  const { nhsNumber } = whose
  return (await nhsNumberHolders(call, [nhsNumber])).get(nhsNumber) ?? null
}
