/** Who asks: looked up at every request, in the transaction of what is asked, or (as Candour does) ahead of it. */
import { firstRules } from '@candour/contract/rules.ts'
import { permissionsOf, type Level } from '@candour/contract/permissions.ts'
import type { MemberActor, Origin } from '../../server/src/platform/access/actor.ts'
import { AppError } from '../../server/src/platform/app-error.ts'
import { gather } from '../../server/src/platform/database/gather.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
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

const columns = `s.token_hash, s.session, s.account, s.practice, s.member, m.level, m.state,
     p.trial_ends_at < clock_timestamp() as read_only,
     extract(epoch from clock_timestamp() - s.seen_at)::float8 as idle,
     s.ended_at is not null or s.ends_at < clock_timestamp() as over`
const joined = `join public.member m on m.practice = s.practice and m.member = s.member and m.account = s.account
     join public.practice p on p.practice = s.practice`
const find = statement<Row>(
  'twin-sessions',
  `select ${columns} from public.session s ${joined} where s.token_hash = any($1)`,
)
const findWithin = statement<Row & { place: number }>(
  'twin-sessions-within',
  `with whose as (select $1::uuid) select w.place, ${columns}
   from unnest($2::bytea[]) with ordinality as w(token_hash, place) join public.session s on s.token_hash = w.token_hash ${joined}`,
)
const touch = statement('twin-touch', 'update public.session set seen_at = clock_timestamp() where token_hash = $1')

export interface Presented {
  token: string | undefined
  origin: Origin
}

export type Authenticate = (presented: Presented) => Promise<MemberActor>

/** In the very transaction, those of one batch in one statement: nothing forbids it where one role may read everything. */
export async function authenticateWithin(tx: Transaction, presented: Presented): Promise<MemberActor> {
  const hash = hashOf(presented)
  const [row] = await tx.runTogether(findWithin, hash)
  return actorOf(row, presented, () => tx.run(touch, hash))
}

/** Ahead, those of one turn in one statement. */
export function authenticateAhead(gate: Across): Authenticate {
  interface Waiting {
    hash: Buffer
    resolve: (row: Row | undefined) => void
    reject: (error: unknown) => void
  }
  const nameOf = (hash: Buffer) => hash.toString('latin1')
  const wait = gather<Waiting>({ most: 64, inFlight: 2 }, async (batch) => {
    try {
      const different = new Map(batch.map(({ hash }) => [nameOf(hash), hash]))
      const rows = await gate.run(find, [...different.values()])
      const found = new Map(rows.map((row) => [nameOf(row.token_hash), row]))
      for (const { hash, resolve } of batch) resolve(found.get(nameOf(hash)))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  })
  return async (presented) => {
    const hash = hashOf(presented)
    const row = await new Promise<Row | undefined>((resolve, reject) => wait({ hash, resolve, reject }))
    return actorOf(row, presented, () => gate.run(touch, hash))
  }
}

/** Each session once: for the price of everything but looking it up. */
export function authenticateFromMemory(authenticate: Authenticate): Authenticate {
  const known = new Map<string | undefined, Promise<MemberActor>>()
  return async (presented) => {
    const actor = known.get(presented.token) ?? authenticate(presented)
    known.set(presented.token, actor)
    return { ...(await actor), origin: presented.origin }
  }
}

function hashOf({ token }: Presented): Buffer {
  if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
  return hashToken(token)
}

async function actorOf(
  row: Row | undefined,
  { origin }: Presented,
  keepAwake: () => Promise<unknown>,
): Promise<MemberActor> {
  if (row === undefined || row.over || row.idle > 15 * 60 || row.state !== 'approved' || row.level === 0)
    throw new AppError('session.ended')
  if (row.idle > 30) await keepAwake()
  const { practice, member, account, session, read_only: readOnly } = row
  const level = row.level as Level
  const can = new Set(permissionsOf(level))
  return {
    kind: 'member',
    practice,
    member,
    account,
    session,
    level,
    can,
    origin,
    readOnly,
    provedAgo: 0,
    factorDue: null,
    rules: firstRules,
    isLocked: false,
    how: 'password',
  }
}
