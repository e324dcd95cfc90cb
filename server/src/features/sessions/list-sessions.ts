import type { OutputOf } from '@candour/contract/route.ts'
import type { sessionRoutes } from '@candour/contract/sessions.ts'
import { isByProvider } from '../../platform/access/decided.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { readAccount } from '../accounts/find-account.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { sessions } from './sessions.store.ts'
import { openOrigin } from './start-session.ts'

/** Where the person is signed in, newest first; to whom one practice's provider vouches for, in that practice. */
export async function listSessions(call: GateCall<unknown>): Promise<Outcome<OutputOf<typeof sessionRoutes.list>>> {
  const { gate, vault, keysOf, actor, now } = call
  const account = await readAccount(gate, vault, actor.account)
  const all = await sessions.listOpen(gate, actor.account)
  const rows = isByProvider(actor.how) ? all.filter(({ practice }) => practice === actor.practice) : all
  const names = new Map<string, string>()
  const idle = new Map<string, number>()
  for (const practice of new Set(rows.map((row) => row.practice))) {
    const tx = gate.within(practice)
    const within = { tx, vault, keys: await keysOf(tx), now }
    names.set(practice, (await showPractice(within)).name)
    idle.set(practice, (await openRules(within)).rules.idleMinutes * 60)
  }
  const open = rows.filter((row) => row.idle <= idle.get(row.practice)!)
  const shown = open.map((row) => {
    const { device, address, byCode } = openOrigin(vault, account, row)
    return {
      id: row.session,
      device,
      address,
      practice: names.get(row.practice)!,
      since: row.created_at.toISOString(),
      lastUsedAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      how: row.how,
      byCode,
      isThis: row.session === actor.session,
    }
  })
  return { output: { sessions: shown }, subjects: [] }
}
