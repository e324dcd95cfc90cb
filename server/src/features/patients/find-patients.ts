import type { patientRoutes, PatientMatch } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { nhsNumberHolders } from './nhs-number-holders.ts'
import type { Directory } from '../directory/directory.ts'

const most = 20
/** Verbs that count as opening a record. */
export const openingVerbs = ['patient.read', 'patient.chart', 'patient.timeline', 'patient.register']

type Find = typeof patientRoutes.find

/** Finder: see `searchPeople`. Blank text gives those opened lately. */
export function findPatients(directory: Directory) {
  return async (call: Call<{ text: string }>): Promise<Outcome<OutputOf<Find>>> => {
    const started = performance.now()
    const { matches, alike, more } =
      call.input.text.trim() === '' ? await lately(call, directory) : await search(call, directory)
    const restricted = matches.length === 0 ? await restrictedHolder(call) : null
    const took = Math.round((performance.now() - started) * 10) / 10
    const subjects = [...matches.map((match) => match.id), ...(restricted === null ? [] : [restricted])]
    return { output: { matches, alike, took, more, restricted: restricted !== null }, subjects }
  }
}

/** Whoever brings the whole NHS number is told that there is a restricted record, so that care is possible (decision 0025). */
async function restrictedHolder(call: Call<{ text: string }>): Promise<string | null> {
  const number = plainNhsNumber(call.input.text.trim())
  if (!isNhsNumber(number)) return null
  const holder = (await nhsNumberHolders(call, [number])).get(number)
  return holder !== undefined && (await hiddenFrom(call)).has(holder) ? holder : null
}

async function search(call: Call<{ text: string }>, directory: Directory) {
  const { matches, alike, more } = await directory.search(call, call.input.text, most)
  return { matches: matches.map(({ listed, reason }): PatientMatch => ({ ...listed, reason })), alike, more }
}

async function lately(call: Call<unknown>, directory: Directory) {
  const opened = await entries.openedBy(call.tx, call.actor.member, openingVerbs, 10)
  const listed = await directory.get(
    call,
    opened.map((one) => one.subject),
  )
  return { matches: listed.map((one): PatientMatch => ({ ...one, reason: 'Opened lately' })), alike: 0, more: false }
}

/** The patients that the member opened last. */
export function recentPatients(directory: Directory) {
  return async (call: Call<unknown>): Promise<Outcome<OutputOf<typeof patientRoutes.recent>>> => {
    const opened = await entries.openedBy(call.tx, call.actor.member, openingVerbs, 10)
    const listed = await directory.get(
      call,
      opened.map((one) => one.subject),
    )
    const at = new Map(opened.map((one) => [one.subject, one.at.toISOString()]))
    const patients = listed.map((one) => ({ ...one, reason: 'Opened lately', openedAt: at.get(one.id)! }))
    const anyRegistered = patients.length > 0 || (await directory.hasAny(call))
    return { output: { patients, anyRegistered }, subjects: patients.map((one) => one.id) }
  }
}
