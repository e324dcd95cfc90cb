import type { alertRoutes } from '@candour/contract/alerts.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { breather } from '../../platform/breathe.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { nameMembers } from '../members/list-members.ts'
import { alerts } from './alerts.store.ts'
import { isAlone } from './reviewers.ts'
import { openAlert, untoldUntil, type OpenedAlert } from './sealed-alert.ts'
import { mayShow, showAlert } from './show-alert.ts'

const most = 200

/** What is left untold is listed beyond the others, as long as it is. What was altered closes nothing else: it is named beside the others. */
export async function listAlerts(call: Call<unknown>): Promise<Outcome<OutputOf<typeof alertRoutes.list>>> {
  const { opened, altered } = await openAlerts(call)
  const [names, alone] = await Promise.all([nameMembers(call), isAlone(call, call.actor.member)])
  const now = call.now.getTime()
  const shown = opened
    .filter(({ facts }, place) => place < most || now < (untoldUntil(facts) ?? 0))
    .filter((one) => mayShow(call, one, alone))
    .map((one) => showAlert(one, names))
  return { output: { alerts: shown, altered }, subjects: [] }
}

/** All there are: what is open first, then the newest. */
export async function openAlerts(within: Within): Promise<{ opened: OpenedAlert[]; altered: string[] }> {
  const opened: OpenedAlert[] = []
  const altered: string[] = []
  const breathe = breather()
  for (const row of await alerts.list(within.tx)) {
    await breathe()
    try {
      opened.push(openAlert(within, row))
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      altered.push(row.alert)
    }
  }
  return { opened, altered }
}
