import type { alertRoutes } from '@candour/contract/alerts.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import type { Directory } from '../directory/directory.ts'
import { showEntries } from '../entries/list-entries.ts'
import { nameMembers } from '../members/list-members.ts'
import { alerts } from './alerts.store.ts'
import { memberDay } from './member-day.ts'
import { isAlone } from './reviewers.ts'
import { openAlert, type OpenedAlert } from './sealed-alert.ts'
import { mayShow, showAlert } from './show-alert.ts'

/** With the entries that it comes from; patients are named to those alone who may open their records. Throws `alert.not_found`. */
export function readAlert(directory: Directory) {
  return async (call: Call<{ id: string }>): Promise<Outcome<OutputOf<typeof alertRoutes.read>>> => {
    const opened = await findAlert(call, call.input.id)
    const names = await nameMembers(call)
    const rows = await lookingThrough.numbered(call.tx, opened.facts.entries)
    const entries = await showEntries(call, directory, rows, names)
    const day = await memberDay(call, opened.facts)
    return { output: { alert: showAlert(opened, names), entries, day }, subjects: [] }
  }
}

/** One's own is as good as none, unless nobody else settles them. Throws `alert.not_found`; SealBroken for one that was altered. */
export async function findAlert(call: Call<unknown>, id: string): Promise<OpenedAlert> {
  const row = await alerts.read(call.tx, id)
  if (row === null) throw new AppError('alert.not_found')
  const opened = openAlert(call, row)
  if (!mayShow(call, opened, await isAlone(call, call.actor.member))) throw new AppError('alert.not_found')
  return opened
}
