/**
 * Promise: of every singleton there is one at a time. A lease is held by the database's clock; its fence grows with each
 * change of hands, so that whoever lost it without noticing writes nothing any more.
 */
import { statement } from '../database/statement.ts'
import type { Across } from '../database/workspace.ts'

const takeLease = statement<{ fence: number }>(
  'lease-take',
  `insert into ops.lease (name, holder, fence, expires_at)
   values ($1, $2, 1, clock_timestamp() + make_interval(secs => $3))
   on conflict (name) do update set
     fence = case when lease.holder = $2 then lease.fence else lease.fence + 1 end,
     holder = $2, expires_at = clock_timestamp() + make_interval(secs => $3)
   where lease.holder = $2 or lease.expires_at < clock_timestamp()
   returning fence`,
)
const letGo = statement(
  'lease-let-go',
  'update ops.lease set expires_at = clock_timestamp() where name = $1 and holder = $2',
)

/** Takes or renews the lease for `seconds`; answers its fence, or null while another holds it. */
export async function holdLease(across: Across, name: string, holder: string, seconds: number): Promise<number | null> {
  const [row] = await across.run(takeLease, name, holder, seconds)
  return row?.fence ?? null
}

export async function releaseLease(across: Across, name: string, holder: string): Promise<void> {
  await across.run(letGo, name, holder)
}
