import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKind } from '../../platform/vault/vault.ts'
import type { RestrictionColumns } from '../compartments/restriction-columns.ts'

export interface NewVersion {
  type: string
  id: string
  version: number
  compartment: string
  lastUpdated: Date
  deleted: boolean
  size: number
  hash: Buffer
  sealed: Buffer
  summary: Buffer
}

/**
 * Whoever seals something into a compartment holds its row until the commit (as the foreign key does anyway), so that it
 * is erased before or after, never at once: `candour.hold` refuses what was erased by then.
 */
const insert = statement(
  'resource-insert',
  `with c as (select candour.hold($1, $5) as compartment),
   m as (insert into ledger.mark (practice, type, id, version, compartment, hash) select $1, $2, $3, $4, compartment, $8 from c)
   insert into candour.resource (practice, type, id, version, compartment, last_updated, size, schema_version, hash, sealed, summary, deleted)
   select $1, $2, $3, $4, compartment, $6, $7, 1, $8, $9, $10, $11 from c`,
)
/** The hash, sealed bytes and summary of all rows come as one value and are cut apart there: lists of bytea are slow. */
const insertMany = statement(
  'resource-insert-many',
  `with c as (select candour.hold($1, compartment) as compartment from (select distinct unnest($5::uuid[]) as compartment) d),
   t as (
     select t.*, substring($10::bytea from start for 32) as hash from unnest(
       $2::text[], $3::uuid[], $4::int[], $5::uuid[], $6::int[], $7::int[], $8::int[], $9::int[]
     ) as t(type, id, version, compartment, size, start, sealed, summary) join c using (compartment)),
   m as (insert into ledger.mark (practice, type, id, version, compartment, hash)
     select $1, type, id, version, compartment, hash from t)
   insert into candour.resource (practice, type, id, version, compartment, last_updated, size, schema_version, hash, sealed, summary)
   select $1, type, id, version, compartment, $11, size, 1, hash, substring($10 from start + 32 for sealed),
     substring($10 from start + 32 + sealed for summary) from t`,
)

/** The ledger's mark of a version; the row's columns are null when the row is gone or is not the marked one. */
export interface SummaryRow {
  type: string
  id: string
  version: number
  compartment: string
  mark: Buffer
  hash: Buffer | null
  summary: Buffer | null
  last_updated: Date | null
  deleted: boolean | null
}
/** With the sealed bytes, and the row of its compartment, so that opening it needs no second look. */
export interface WholeRow extends SummaryRow {
  sealed: Buffer | null
  kind: CompartmentKind
  practice_key_version: number
  wrapped: Buffer | null
  destroyed_at: Date | null
  handed_over: boolean
  deleted_patient: boolean
  restriction: RestrictionColumns | null
}
/** By the whole key, row by row: joined, and before there are statistics, all of a type in the practice is read (0043). */
const withRow = `left join lateral (select * from candour.resource where practice = m.practice and type = m.type
  and id = m.id and version = m.version limit 1) r on true`
/** A row that lies elsewhere than its mark says is none. */
const hash = 'case when r.compartment = m.compartment then r.hash end as hash'
const joined = `ledger.mark m ${withRow}`
export const wholeColumns = `m.type, m.id, m.version, m.compartment, m.hash as mark, ${hash}, r.sealed, null::bytea as summary,
  r.last_updated, r.deleted, c.kind, c.practice_key_version, c.wrapped, c.destroyed_at, c.handed_over,
  c.deleted as deleted_patient, c.restriction`
export const wholeJoins = `${withRow} join candour.compartment_opened c on c.practice = m.practice and c.compartment = m.compartment`
/** A version that went to another owner since is not the newest, wherever the newer one lies. */
const notMoved = `not exists (select from ledger.mark n where n.practice = $1 and n.type = m.type and n.id = m.id
  and n.version > m.version and n.compartment <> m.compartment)`

const newest = statement<WholeRow & { place: number }>(
  'resource-newest',
  `select w.place, ${wholeColumns} from unnest($2::text[], $3::uuid[]) with ordinality as w(type, id, place)
     cross join lateral (select * from ledger.mark where practice = $1 and type = w.type and id = w.id
       order by version desc limit 1) m ${wholeJoins}`,
)
const one = statement<WholeRow>(
  'resource-version',
  `select ${wholeColumns} from ledger.mark m ${wholeJoins} where m.practice = $1 and m.type = $2 and m.id = $3 and m.version = $4`,
)
/**
 * A patient's own compartment and those that its key opens: what it owns with others, what was filed to it. Shares and
 * their marks both count: where one of them is missing, opening what lies there is refused, instead of leaving it out.
 */
const ownedBy = (patient: string) => `array(select ${patient}
  union select s.compartment from candour.share s where s.practice = $1 and s.owner = ${patient}
  union select s.id from ledger.mark s where s.practice = $1 and s.compartment = ${patient} and s.type = 'Share')`
export const owned = (patient: string) => `m.compartment = any (${ownedBy(patient)})`
/** Marks of one type of what a patient owns. Compared as rows, so that the index by compartment alone serves (0043). */
const marksOf = (patient: string, type: string) =>
  `(select k.* from unnest(${ownedBy(patient)}) as o(compartment) cross join lateral (select * from ledger.mark
     where practice = $1 and (compartment, type) >= (o.compartment, ${type}) and (compartment, type) <= (o.compartment, ${type})
     offset 0) k)`
/** Types of marks that are no resources: directories, shares, members, restrictions, glasses, requests, alerts, reviews. */
const otherMarks = (
  'Directory Share Member Rules Restriction Glass Support Alert Watch Review Incident CheckpointMail ' +
  'Evidence EvidenceOwner Publication Pack AccessLink Hold Retention'
).split(' ')
export const isResource = (type: string) => `${type} not in (${otherMarks.map((one) => `'${one}'`).join(', ')})`
/**
 * As many rows as hold 32 MiB together, and at least one: a page of the largest resources would take all memory there is.
 * `found` says how many there were.
 */
const bounded = (select: string, order: string) =>
  `select * from (${select.replace(
    wholeColumns,
    `${wholeColumns}, count(*) over () as found, sum(octet_length(r.sealed)) over (order by ${order}) - octet_length(r.sealed) as before`,
  )}) b where b.before is null or b.before < ${32 * 1024 ** 2}`
type Bounded = WholeRow & { found: number }
const newestOf = statement<Bounded>(
  'resource-newest-of',
  `${bounded(
    `select ${wholeColumns} from (select distinct k.type, k.id from unnest($2::text[], $3::uuid[]) as k(type, id)) w
     cross join lateral (select * from ledger.mark where practice = $1 and type = w.type and id = w.id
       order by version desc limit 1) m ${wholeJoins}`,
    'm.type, m.id',
  )} order by type, id`,
)

/** Of one type from an id on, in the order of the primary key. One type at a time, for the same reason. */
const newestAfter = (marks: string) =>
  bounded(
    `select ${wholeColumns} from (select distinct on (m.id) m.* from ${marks} m
     where m.practice = $1 and m.type = $2 and m.id > $3::uuid
     order by m.id, m.version desc limit $4) m ${wholeJoins}`,
    'm.id',
  ).replace('null::bytea as summary', 'r.summary')
const newestOfPractice = statement<Bounded>('resource-newest-of-practice', `${newestAfter('ledger.mark')} order by id`)
const newestOfPatient = statement<Bounded & { moved: boolean }>(
  'resource-newest-of-patient',
  `select m.*, not (${notMoved}) as moved from (${newestAfter(marksOf('$5::uuid', '$2'))}) m order by m.id`,
)
const nextType = statement<{ type: string }>(
  'resource-next-type',
  `select type from ledger.mark where practice = $1 and type > $2 and ${isResource('type')} order by type limit 1`,
)
const wholeVersions = statement<WholeRow>(
  'resource-whole-versions',
  `${bounded(
    `select ${wholeColumns} from ledger.mark m ${wholeJoins} where m.practice = $1 and m.type = $2 and m.id = $3
     and ($4::int is null or m.version < $4) order by m.version desc limit $5`,
    'm.version desc',
  )} order by version desc`,
)
const any = statement<{ any: boolean }>(
  'resource-any',
  `select exists (select from ledger.mark m join candour.resource r on r.practice = m.practice and r.type = m.type
     and r.id = m.id and r.version = m.version
   join candour.compartment c on c.practice = m.practice and c.compartment = m.compartment
   where m.practice = $1 and m.type = $2 and not r.deleted and c.wrapped is not null and not exists (select from ledger.mark n
     where n.practice = $1 and n.type = $2 and n.id = m.id and n.version > m.version)) as any`,
)
const count = statement<{ compartment: string; count: number }>(
  'resource-count-versions',
  `select compartment, count(*)::int as count from (select compartment from ledger.mark
     where practice = $1 and type = $2 and id = $3 order by version) m group by compartment`,
)
const versions = statement<SummaryRow>(
  'resource-versions',
  `select m.type, m.id, m.version, m.compartment, m.hash as mark, ${hash}, r.summary, r.last_updated, r.deleted
   from ${joined} where m.practice = $1 and m.type = $2 and m.id = $3 order by m.version`,
)
const newestMarks = statement<Pick<SummaryRow, 'type' | 'id' | 'version' | 'compartment' | 'mark'>>(
  'resource-newest-marks',
  `select * from (select distinct on (m.type, m.id) m.type, m.id, m.version, m.compartment, m.hash as mark
   from ledger.mark m where m.practice = $1 and ${owned('$2::uuid')} and ${isResource('m.type')}
   order by m.type, m.id, m.version desc) m
   where ${notMoved}`,
)
const summaries = statement<Omit<SummaryRow, 'mark'>>(
  'resource-summaries',
  `select m.type, m.id, m.version, m.hash, m.summary, m.last_updated, m.deleted from candour.resource m
   where m.practice = $1 and ${owned('$2::uuid')}`,
)
/** Ids of compartments grow with time. Drafts are unfiled too, and have no mark. */
const unfiledNewest = statement<SummaryRow>(
  'resource-unfiled',
  `select m.type, m.id, m.version, m.compartment, m.hash as mark, ${hash}, r.summary, r.last_updated, r.deleted
   from (select distinct on (c.compartment, m.type, m.id) m.* from candour.compartment c
     join ledger.mark m on m.practice = c.practice and m.compartment = c.compartment
     where c.practice = $1 and c.kind = 'unfiled' and c.wrapped is not null
     order by c.compartment desc, m.type, m.id, m.version desc limit $2) m ${withRow}
   where ${notMoved} order by m.compartment desc`,
)
const whole = statement<WholeRow & { place: number }>(
  'resource-whole',
  `select w.place, ${wholeColumns} from unnest($2::uuid[], $3::text[]) with ordinality as w(compartment, type, place)
     cross join lateral (select distinct on (k.id) k.* from ${marksOf('w.compartment', 'w.type')} k
       order by k.id, k.version desc) m ${wholeJoins} where ${notMoved}`,
)

/**
 * Sent with what comes next; the transaction fails with `record.changed_meanwhile` when that version is there already (the
 * unique key is the guard), with `resource.gone` when its compartment was erased in the meantime.
 */
export function insertVersion(tx: Transaction, row: NewVersion): void {
  const { type, id, version, compartment, lastUpdated, size, hash, sealed, summary, deleted } = row
  const given = [type, id, version, compartment, lastUpdated, size, hash, sealed, summary, deleted]
  tx.send(insert, [tx.practice, ...given], taken)
}

/** The same for many versions, none of them a deletion, written at one time. */
export function insertVersions(tx: Transaction, rows: NewVersion[], lastUpdated: Date): void {
  let start = 1
  const starts = rows.map(
    ({ sealed, summary }) => (start += 32 + sealed.length + summary.length) - 32 - sealed.length - summary.length,
  )
  const bytes = Buffer.concat(rows.flatMap(({ hash, sealed, summary }) => [hash, sealed, summary]))
  const column = <T>(pick: (row: NewVersion) => T) => rows.map(pick)
  const given = [
    column((row) => row.type),
    column((row) => row.id),
    column((row) => row.version),
    column((row) => row.compartment),
    column((row) => row.size),
    starts,
    column((row) => row.sealed.length),
    column((row) => row.summary.length),
    bytes,
    lastUpdated,
  ]
  tx.send(insertMany, [tx.practice, ...given], taken)
}

function taken(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === '23505') return new AppError('record.changed_meanwhile')
  return code === 'CN410' ? new AppError('resource.gone') : error
}

export async function readNewest(tx: Transaction, type: string, id: string): Promise<WholeRow | null> {
  return (await tx.runTogether(newest, type, id))[0] ?? null
}

export async function readVersion(
  tx: Transaction,
  type: string,
  id: string,
  version: number,
): Promise<WholeRow | null> {
  return (await tx.run(one, tx.practice, type, id, version))[0] ?? null
}

/** The newest version of each of these that is there, as many at a time as hold 32 MiB together. */
export async function* pagesOfNewest(
  tx: Transaction,
  asked: readonly { type: string; id: string }[],
): AsyncGenerator<WholeRow[]> {
  let left = asked
  while (left.length > 0) {
    const rows = await tx.run(
      newestOf,
      tx.practice,
      left.map((one) => one.type),
      left.map((one) => one.id),
    )
    yield rows
    if (rows.length === (rows[0]?.found ?? 0)) return
    const had = new Set(rows.map(({ type, id }) => `${type}/${id}`))
    left = left.filter(({ type, id }) => !had.has(`${type}/${id}`))
  }
}

export interface Position {
  type: string
  id: string
}

export const lowestId = '00000000-0000-0000-0000-000000000000'

/** A page of newest versions of one type, of the whole practice or of what one patient owns; `next` is null after the last. */
export async function listNewestAfter(
  tx: Transaction,
  patient: string | null,
  after: Position | null,
  most: number,
): Promise<{ rows: WholeRow[]; next: Position | null }> {
  const position = after ?? (await firstOfTypeAfter(tx, ''))
  if (position === null) return { rows: [], next: null }
  const { type, id } = position
  const rows: (Bounded & { moved?: boolean })[] = await (patient === null
    ? tx.run(newestOfPractice, tx.practice, type, id, most)
    : tx.run(newestOfPatient, tx.practice, type, id, most, patient))
  const found = rows[0]?.found ?? 0
  const isLast = found < most && rows.length === found
  const next = isLast ? await firstOfTypeAfter(tx, type) : { type, id: rows.at(-1)!.id }
  return { rows: rows.filter((row) => row.moved !== true), next }
}

async function firstOfTypeAfter(tx: Transaction, before: string): Promise<Position | null> {
  const type = (await tx.run(nextType, tx.practice, before))[0]?.type ?? null
  return type === null ? null : { type, id: lowestId }
}

export async function anyLeft(tx: Transaction, type: string): Promise<boolean> {
  return (await tx.run(any, tx.practice, type))[0]!.any
}

export function listVersions(tx: Transaction, type: string, id: string): Promise<SummaryRow[]> {
  return tx.run(versions, tx.practice, type, id)
}

/** Newest first, below a version where one is said; fewer where they are large. */
export function listWholeVersions(tx: Transaction, type: string, id: string, below: number | null, most: number) {
  return tx.run(wholeVersions, tx.practice, type, id, below, most)
}

/** By the compartment in which they lie. */
export function countVersions(tx: Transaction, type: string, id: string) {
  return tx.run(count, tx.practice, type, id)
}

/**
 * The newest version of everything that a patient owns, alone or with others, without the sealed bytes. Joined here: a plan made while the tables
 * were small read the whole record again for each of its rows (5,000 took 2 s). Marks come first, so that a version
 * written in between has its row.
 */
export async function listSummaries(tx: Transaction, compartment: string): Promise<SummaryRow[]> {
  const marks = await tx.run(newestMarks, tx.practice, compartment)
  const rows = new Map(
    (await tx.run(summaries, tx.practice, compartment)).map((row) => [`${row.type}/${row.id}/${row.version}`, row]),
  )
  const gone = { hash: null, summary: null, last_updated: null, deleted: null }
  return marks.map((one) => ({ ...gone, ...one, ...rows.get(`${one.type}/${one.id}/${one.version}`) }))
}

/** The newest version of what lies in no record yet, the latest that came first. */
export function listUnfiledSummaries(tx: Transaction, most: number): Promise<SummaryRow[]> {
  return tx.run(unfiledNewest, tx.practice, most)
}

/** The same with the sealed bytes, for one type of which a compartment holds few. */
export function listWhole(tx: Transaction, compartment: string, type: string): Promise<WholeRow[]> {
  return tx.runTogether(whole, compartment, type)
}
