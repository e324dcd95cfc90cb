import { errors, type ErrorCode } from '@candour/contract/errors.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { supportRoutes, SupportStep } from '@candour/contract/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import type { Directory } from '../directory/directory.ts'
import { verbWords } from '../entries/words.ts'
import { showRequests } from './list-support.ts'
import { readRequest } from './support-request.ts'

const page = 200

/**
 * All that somebody of support did by one request, in order, as the ledger has it: no list of its own that could leave something
 * out. What a step showed is opened by the reader, under their own rights and with an entry of their own. Throws
 * `support.not_found`, SealBroken.
 */
export function replaySupport(directory: Directory) {
  return async (
    call: Call<{ id: string; after?: number | undefined }>,
  ): Promise<Outcome<OutputOf<typeof supportRoutes.replay>>> => {
    const { input, tx, vault, keys } = call
    const opened = await readRequest(call, input.id)
    if (opened === null) throw new AppError('support.not_found')
    const rows = await entries.bySupport(tx, input.id, input.after ?? 0, page + 1)
    const shown = rows.slice(0, page)
    const patients = [...new Set(shown.flatMap((row) => (row.subjects.length === 1 ? row.subjects : [])))]
    const listed = new Map((await directory.get(call, patients)).map((one) => [one.id, one]))
    const steps = shown.map((row): SupportStep => {
      const { touched = [], refusal } = openEntry(vault, keys, row)
      const person = row.subjects.length === 1 ? listed.get(row.subjects[0]!) : undefined
      const words = verbWords[row.verb] ?? row.verb
      return {
        number: row.number,
        at: row.at.toISOString(),
        what:
          person === undefined
            ? words.replace(/ (of|to|under)$/, row.subjects.length > 0 ? ' $1 a patient' : '')
            : words,
        patient:
          person === undefined
            ? null
            : { id: person.id, family: person.family, given: person.given, title: person.title },
        refusal: refusal === undefined ? null : (errors[refusal as ErrorCode]?.[1] ?? refusal),
        records: touched.map(({ type, id, version }) => ({ type, id, version })),
      }
    })
    const [request] = await showRequests(call, [opened])
    return {
      output: { request: request!, steps, after: rows.length > page ? shown.at(-1)!.number : null },
      subjects: [],
    }
  }
}
