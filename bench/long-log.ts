/** Whether numbering holds its rate when a log is long, and when many practices write at once (METHOD.md). The rows are really there. */
import { performance } from 'node:perf_hooks'
import type { Workspace } from '../server/src/platform/database/workspace.ts'
import { sequenceOnce } from '../server/src/platform/ledger/sequencer.ts'
import { newId } from '../server/src/platform/vault/ids.ts'
import { median } from './measure/cell.ts'
import { cpuOf } from './measure/processes.ts'
import { say } from './say.ts'

export interface Step {
  /** Entries of all practices before. */
  entries: number
  /** That write at once. */
  practices: number
  /** Entries numbered a second, the trees grown and the commit on disk. */
  rate: number
  /** Microseconds of CPU an entry. */
  server: number
  database: number
  /** Of the tables of entries and postings with their indexes, MB. */
  size: number
}

export interface LongLog {
  own: Workspace
  sequencer: Workspace
  /** A round's entries, of these practices by turns. */
  enqueue: (practices: string[]) => Promise<void>
  /** Sets head and upper tiles of a practice as a log of that size has them. */
  plantTree: (practices: string[], size: number) => Promise<void>
}

/** Patients whose records the entries are about, in no order, as the index of postings meets them. */
const patients = 20_000
const chunk = 200_000

export async function longLog(log: LongLog, sizes: number[], atOnce: number[], turns: number): Promise<Step[]> {
  const steps: Step[] = []
  const practice = newId()
  let entries = 0
  for (const size of sizes) {
    while (entries < size) {
      const more = Math.min(chunk, size - entries)
      await fill(log.own, practice, entries, more)
      entries += more
    }
    await log.plantTree([practice], size)
    await checkpoint(log.own)
    say(`A log of ${size} entries is there`)
    entries = await step(log, [practice], entries, turns, steps)
    say(`${steps.at(-1)!.rate} entries a second`)
  }
  for (const count of atOnce) {
    const practices = Array.from({ length: count }, () => newId())
    await log.plantTree(practices, 1_024)
    await checkpoint(log.own)
    entries = await step(log, practices, entries, turns, steps)
    say(`${count} practices at once: ${steps.at(-1)!.rate} entries a second`)
  }
  return steps
}

/** Adds what was found to the steps; answers how many entries there are then. */
async function step(
  { own, sequencer, enqueue }: LongLog,
  practices: string[],
  entries: number,
  turns: number,
  steps: Step[],
): Promise<number> {
  let there = entries
  let counted = 0
  const rates: number[] = []
  const spent: { server: number; database: number }[] = []
  for (let turn = 0; turn < turns + 2; turn++) {
    await enqueue(practices)
    const before = cpuOf(process.pid)
    const began = performance.now()
    const numbered = await sequenceOnce(sequencer, 1)
    const took = performance.now() - began
    const after = cpuOf(process.pid)
    there += numbered
    // The first ones warm up.
    if (turn < 2) continue
    counted += numbered
    rates.push(numbered / (took / 1000))
    spent.push({ server: after.server - before.server, database: after.database - before.database })
  }
  // The clock of /proc counts hundredths: a mean says more here than a median.
  const mean = (of: 'server' | 'database') =>
    Math.round((spent.reduce((sum, one) => sum + one[of], 0) / counted) * 1000)
  const [row] = await own.run<{ size: number }>({
    name: 'bench-size',
    text: `select ((pg_total_relation_size('ledger.entry') + pg_total_relation_size('ledger.posting')) / 1e6)::float8 as size`,
  })
  steps.push({
    entries,
    practices: practices.length,
    rate: Math.round(median(rates)),
    server: mean('server'),
    database: mean('database'),
    size: Math.round(row!.size),
  })
  return there
}

/** Rows like those of a surgery: 40 members, a dozen verbs, a sealed detail of 420 bytes. */
async function fill(own: Workspace, practice: string, from: number, count: number): Promise<void> {
  await own.run(
    {
      name: 'bench-fill-entries',
      text: `insert into ledger.entry (practice, number, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash)
        select $1::uuid, n, now() - make_interval(secs => $4::bigint - n), 'member',
          (lpad(to_hex(n * 7919 % 40), 8, '0') || '-0000-7000-8000-000000000000')::uuid,
          (array['patient.read','patient.chart','patient.find','note.read','draft.save','draft.finish','file.read','resource.read','entry.list','session.sign-in','patient.timeline','resource.history'])[1 + n * 31 % 12],
          case when n % 200 = 0 then 'refused' else 'opened' end,
          array[(lpad(to_hex((n * 104729) % ${patients}), 8, '0') || '-0000-7000-8000-000000000001')::uuid],
          sha256(n::text::bytea), decode(repeat(md5(n::text), 26), 'hex'), sha256((n + 1)::text::bytea), sha256((n + 2)::text::bytea)
        from generate_series($2::bigint + 1, $2::bigint + $3::bigint) n`,
    },
    practice,
    from,
    count,
    from + count,
  )
  await own.run(
    {
      name: 'bench-fill-postings',
      text: `insert into ledger.posting (practice, compartment, number)
        select practice, subjects[1], number from ledger.entry where practice = $1 and number > $2::bigint and number <= $2::bigint + $3::bigint`,
    },
    practice,
    from,
    count,
  )
}

const checkpoint = (own: Workspace) => own.run({ name: 'bench-checkpoint', text: 'checkpoint' })
