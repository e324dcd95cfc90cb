import type { Draft, draftRoutes } from '@candour/contract/drafts.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import type { Directory } from '../directory/directory.ts'
import { openDraft, openOwnDraft, showDraft, subjectsOf } from './draft.ts'
import { drafts } from './drafts.store.ts'

/** The member's own drafts with the patients' names. */
export function listDrafts(directory: Directory) {
  return async (call: Call<unknown>): Promise<Outcome<OutputOf<typeof draftRoutes.list>>> => {
    const rows = await drafts.list(call.tx, call.actor.member)
    const [all, hidden] = await Promise.all([Promise.all(rows.map((row) => openDraft(call, row))), hiddenFrom(call)])
    const opened = all.filter(({ facts }) => facts.patient === null || !hidden.has(facts.patient))
    const patients = [...new Set(opened.flatMap(({ facts }) => subjectsOf(facts)))]
    const listed = new Map((await directory.get(call, patients)).map((one) => [one.id, one]))
    const shown = opened.map((one) => {
      const person = listed.get(one.facts.patient ?? '')
      const patientCard =
        person === undefined
          ? null
          : {
              family: person.family,
              given: person.given,
              title: person.title,
              birthDate: person.birthDate,
              nhsNumber: person.nhsNumber,
            }
      return { ...showDraft(one), patientCard }
    })
    return { output: { drafts: shown }, subjects: patients }
  }
}

/** Throws `draft.not_found`. */
export async function readDraft(call: Call<{ id: string }>): Promise<Outcome<Draft>> {
  const row = await drafts.read(call.tx, call.input.id, call.actor.member)
  if (row === null) throw new AppError('draft.not_found')
  const opened = await openOwnDraft(call, row)
  return { output: showDraft(opened), subjects: subjectsOf(opened.facts) }
}
