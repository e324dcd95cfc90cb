import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface DeviceRow {
  device: string
  account: string
  token_hash: Buffer
  bound: Buffer
  created_at: Date
  sealed: Buffer
}
const columns = 'device, account, token_hash, bound, created_at, sealed'

const byToken = statement<DeviceRow>(
  'device-by-token',
  `select ${columns} from gate.device where token_hash = $1 order by created_at`,
)
const ofAccount = statement<DeviceRow>(
  'device-of-account',
  `select ${columns} from gate.device where account = $1 order by created_at desc limit 50`,
)
const insert = statement(
  'device-insert',
  `insert into gate.device (device, account, token_hash, bound, sealed) values ($1, $2, $3, $4, $5)
   on conflict (device, account) do update set token_hash = excluded.token_hash, bound = excluded.bound,
     used_at = clock_timestamp(), sealed = excluded.sealed`,
)
const use = statement(
  'device-use',
  'update gate.device set used_at = clock_timestamp() where device = $1 and account = $2',
)
const forgetOthers = statement(
  'device-forget-others',
  `delete from gate.device where account = $1 and device is distinct from (select device from gate.session where session = $2)`,
)
const forgetAll = statement('device-forget-all', 'delete from gate.device where account = $1')
/** Nobody is known again after 400 days. */
const tidy = statement('device-tidy', "delete from gate.device where used_at < clock_timestamp() - interval '400 days'")

export const devices = {
  byToken: (gate: Across, tokenHash: Buffer) => gate.run(byToken, tokenHash),
  /** Newest first. */
  ofAccount: (gate: Across, account: string) => gate.run(ofAccount, account),
  insert: (gate: Across, row: Omit<DeviceRow, 'created_at'>) =>
    gate.run(insert, row.device, row.account, row.token_hash, row.bound, row.sealed),
  use: (gate: Across, device: string, account: string) => gate.run(use, device, account),
  /** All but the one at which this session was opened. */
  forgetOthers: (gate: Across, account: string, session: string) => gate.run(forgetOthers, account, session),
  forgetAll: (gate: Across, account: string) => gate.run(forgetAll, account),
  async tidy(gate: Across) {
    await gate.run(tidy)
  },
}
