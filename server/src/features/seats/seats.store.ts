import { statement } from '../../platform/database/statement.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** What the row binds besides the code itself: see `bound-seat.ts`. */
export interface SeatRow {
  seat: string
  device: string
  account: string
  practice: string
  member: string
  revision: number
  pin: Buffer
  tries: number
  how: string
  open_until: Date | null
  bound: Buffer | null
  is_open: boolean
}
const columns = `seat, device, account, practice, member, revision, pin, tries, how, open_until, bound,
  coalesce(open_until > clock_timestamp(), false) as is_open`

const ofAccount = statement<SeatRow>(
  'seat-of-account',
  `select ${columns} from gate.seat where device = $1 and account = $2`,
)
const lockIt = statement<SeatRow>('seat-lock', `select ${columns} from gate.seat where seat = $1 for update`)
const write = statement(
  'seat-write',
  `insert into gate.seat (seat, device, account, practice, member, revision, pin, tries, how, open_until, bound)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (device, account) do update set seat = excluded.seat, practice = excluded.practice, member = excluded.member,
     revision = excluded.revision, pin = excluded.pin, tries = excluded.tries, how = excluded.how,
     open_until = excluded.open_until, bound = excluded.bound, used_at = clock_timestamp()`,
)
const remove = statement('seat-remove', 'delete from gate.seat where device = $1 and account = $2')
const closePractice = statement(
  'seat-close-practice',
  'update gate.seat set open_until = null, bound = null where practice = $1',
)
const removeAll = statement('seat-remove-all', 'delete from gate.seat where account = $1')
const closeOf = statement(
  'seat-close-of',
  `update gate.seat set open_until = null, bound = null
   where account = $1 and device = (select device from gate.session where session = $2 and account = $1)`,
)
const closeElsewhere = statement(
  'seat-close-elsewhere',
  `update gate.seat set open_until = null, bound = null
   where account = $1 and device is distinct from (select device from gate.session where session = $2 and account = $1)`,
)

export const seats = {
  find: async (gate: Across, device: string, account: string) =>
    (await gate.run(ofAccount, device, account))[0] ?? null,
  lock: async (gate: Across, seat: string) => (await gate.run(lockIt, seat))[0] ?? null,
  write: (gate: Across, row: Omit<SeatRow, 'is_open'>) =>
    gate.run(
      write,
      row.seat,
      row.device,
      row.account,
      row.practice,
      row.member,
      row.revision,
      row.pin,
      row.tries,
      row.how,
      row.open_until,
      row.bound,
    ),
  remove: (gate: Across, device: string, account: string) => gate.run(remove, device, account),
  closePractice: (gate: Across, practice: string) => gate.run(closePractice, practice),
  removeAll: (gate: Across, account: string) => gate.run(removeAll, account),
  /** At the browser where this session was opened. */
  closeOf: (gate: Across, account: string, session: string) => gate.run(closeOf, account, session),
  closeElsewhere: (gate: Across, account: string, session: string) => gate.run(closeElsewhere, account, session),
}
