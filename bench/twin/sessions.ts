/** Who asks: looked up at every request, those of one turn in one statement, as Candour's are. */
import { permissionsOf, type Level } from '@candour/contract/permissions.ts'
import type { MemberActor, Origin } from '../../server/src/platform/access/actor.ts'
import { AppError } from '../../server/src/platform/app-error.ts'
import { gather } from '../../server/src/platform/database/gather.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Across } from '../../server/src/platform/database/workspace.ts'
import { hashToken } from '../../server/src/platform/vault/tokens.ts'

interface Row {
  token_hash: Buffer
  session: string
  account: string
  practice: string
  member: string
  level: number
  state: string
  read_only: boolean
  idle: number
  over: boolean
}

const find = statement<Row>(
  'twin-sessions',
  `select s.token_hash, s.session, s.account, s.practice, s.member, m.level, m.state,
     p.trial_ends_at < clock_timestamp() as read_only,
     extract(epoch from clock_timestamp() - s.seen_at)::float8 as idle,
     s.ended_at is not null or s.ends_at < clock_timestamp() as over
   from public.session s join public.member m on m.practice = s.practice and m.member = s.member and m.account = s.account
     join public.practice p on p.practice = s.practice
   where s.token_hash = any($1)`,
)
const touch = statement('twin-touch', 'update public.session set seen_at = clock_timestamp() where token_hash = $1')

export type Authenticate = (token: string | undefined, origin: Origin) => Promise<MemberActor>

export function authenticator(gate: Across): Authenticate {
  interface Waiting {
    hash: Buffer
    resolve: (row: Row | null) => void
    reject: (error: unknown) => void
  }
  const nameOf = (hash: Buffer) => hash.toString('latin1')
  const wait = gather<Waiting>({ most: 64, inFlight: 2 }, async (batch) => {
    try {
      const different = new Map(batch.map(({ hash }) => [nameOf(hash), hash]))
      const rows = await gate.run(find, [...different.values()])
      const found = new Map(rows.map((row) => [nameOf(row.token_hash), row]))
      for (const { hash, resolve } of batch) resolve(found.get(nameOf(hash)) ?? null)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  })
  return async (token, origin) => {
    if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
    const hash = hashToken(token)
    const row = await new Promise<Row | null>((resolve, reject) => wait({ hash, resolve, reject }))
    if (row === null || row.over || row.idle > 15 * 60 || row.state !== 'approved' || row.level === 0)
      throw new AppError('session.ended')
    if (row.idle > 30) await gate.run(touch, hash)
    const { practice, member, account, session, read_only: readOnly } = row
    const level = row.level as Level
    const can = new Set(permissionsOf(level))
    return { kind: 'member', practice, member, account, session, level, can, origin, readOnly }
  }
}
