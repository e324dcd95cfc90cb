import type { GateCall } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { recoveries } from './recoveries.store.ts'
import { openRecovery, practicesOf } from './recovery.ts'
import { tellOfEnd } from './tell-of-recovery.ts'

/** What colleagues made possible is done: they, the administrators and the person are told. */
export async function tellOfNewFactor(
  call: Pick<GateCall<unknown>, 'gate' | 'vault' | 'keysOf' | 'now'>,
  account: OpenedAccount,
): Promise<void> {
  const { gate, vault } = call
  const row = await recoveries.last(gate, account.account)
  const opened = row === null ? null : await openRecovery(gate, vault, row)
  const practices = await practicesOf(call, account.account, opened?.facts.confirmations ?? [])
  await tellOfEnd({ ...call, publicOrigin: null }, account, null, practices, 'done')
}
