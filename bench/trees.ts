/** What growing the trees costs the sequencer: the same rounds with and without, turn by turn (METHOD.md). */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../server/src/platform/database/database.ts'
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts'
import { migrate } from '../server/src/platform/database/migrate.ts'
import { credentialsFrom, keepRoleFile } from '../server/src/platform/database/role-file.ts'
import { workspaceOn, type Workspace } from '../server/src/platform/database/workspace.ts'
import { sequenceOnce } from '../server/src/platform/ledger/sequencer.ts'
import { inclusionSpans, append, type Frontier } from '../server/src/platform/ledger/tree.ts'
import { noLog } from '../server/src/platform/log.ts'
import { newId } from '../server/src/platform/vault/ids.ts'
import { longLog, type Step } from './long-log.ts'
import { median } from './measure/cell.ts'
import { machine } from './report.ts'
import { say } from './say.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'
import { ownPool } from './twin/database.ts'

export interface TreeCost {
  what: string
  practices: number
  /** Entries that each tree had. */
  size: number
  /** Entries numbered a second. */
  without: number
  with: number
  /** Of the medians, with to without. */
  ratio: number
}

export interface Trees {
  costs: TreeCost[]
  /** Of a log that is really there, and of many practices at once. */
  growth: Step[]
  proofs: { size: number; hashes: number; bytes: number }[]
}

/** Rows of the queue in a round: a page. */
const inRound = 1990

export async function trees({ rounds, isQuick }: Settings, home: string): Promise<Trees> {
  const keys = join(home, 'keys')
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  const postgres = await startEmbeddedPostgres({
    directory: join(home, 'postgres'),
    passwordFile: join(home, 'owner'),
    programs: join(home, 'programs'),
    log: noLog,
  })
  try {
    await migrate(postgres.connection, keepRoleFile(keys))
    const database = openDatabase(postgres.connection, credentialsFrom(keys), () => undefined, 2)
    const pool = ownPool(postgres.connection, 1)
    pool.on('error', () => undefined)
    const own = workspaceOn(pool)
    const sizes = isQuick ? [10_000, 1_000_000] : [10_000, 1_000_000, 10_000_000]
    const costs: TreeCost[] = []
    const turns = isQuick ? 7 : Math.max(rounds, 31)
    for (const size of sizes) {
      const frontier = fakeTree(size)
      say(`A tree of ${size} entries is made`)
      costs.push(await cost(own, database.sequencer, `one practice, ${size} entries before`, 1, frontier, turns))
      say(`${costs.at(-1)!.what}: ${costs.at(-1)!.ratio.toFixed(2)}`)
    }
    costs.push(await cost(own, database.sequencer, '1,000 practices at once', 1_000, fakeTree(1_000), turns))
    say(`${costs.at(-1)!.what}: ${costs.at(-1)!.ratio.toFixed(2)}`)
    const growth = await longLog(
      {
        own,
        sequencer: database.sequencer,
        enqueue: (practices) => enqueue(own, practices),
        plantTree: (practices, size) => plantTree(own, practices, fakeTree(size)),
      },
      // Whole tiles: what is begun would have to fit the rows.
      (isQuick ? [10_000, 1_000_000] : [10_000, 100_000, 1_000_000, 10_000_000]).map((size) => size - (size % 256)),
      [1, 10, 100, 1_000],
      turns,
    )
    await pool.end()
    await database.close()
    const proofs = [10_000, 1_000_000, 10_000_000].map((size) => {
      const hashes = Math.max(...[0, 1, size >> 1, size - 1].map((index) => inclusionSpans(index, size).length))
      // Each in base64 and quotes; leaf, checkpoint, key and names are about 1,000 bytes more.
      return { size, hashes, bytes: 1_000 + hashes * 47 }
    })
    return { costs, growth, proofs }
  } finally {
    await postgres.stop()
  }
}

interface Made {
  tree: Frontier
  /** Of the tiles above the leaves, by level and index. */
  upper: Map<string, Buffer[]>
  /** Leaf hashes of the tile that is begun. */
  last: Buffer[]
}

/** Leaf hashes out of nothing: appending looks at nothing else of what was there before. */
function fakeTree(size: number): Made {
  let tree: Frontier = { size: 0, hashes: [] }
  const upper = new Map<string, Buffer[]>()
  let last: Buffer[] = []
  while (tree.size < size) {
    const bytes = randomBytes(Math.min(65_536, size - tree.size) * 32)
    const leaves = Array.from({ length: bytes.length / 32 }, (_, place) => bytes.subarray(place * 32, place * 32 + 32))
    const begun = (tree.size + leaves.length) % 256
    last = leaves.slice(leaves.length - begun)
    tree = append(tree, leaves, ({ level, index }, hash) => {
      if (level === 0 || level % 8 !== 0) return
      const key = `${level / 8} ${Math.floor(index / 256)}`
      upper.set(key, [...(index % 256 === 0 ? [] : (upper.get(key) ?? [])), hash])
    })
  }
  return { tree, upper, last }
}

async function plantTree(own: Workspace, practices: string[], { tree, upper }: Made): Promise<void> {
  const run = (name: string, text: string, ...values: unknown[]) => own.run({ name: `bench-${name}`, text }, ...values)
  await run(
    'heads',
    `insert into ledger.head (practice, size, tree_size, frontier) select p, $2, $2, $3 from unnest($1::uuid[]) p
     on conflict (practice) do update set size = $2, tree_size = $2, frontier = $3`,
    practices,
    tree.size,
    Buffer.concat(tree.hashes),
  )
  for (const [key, hashes] of upper) {
    const [level, index] = key.split(' ').map(Number)
    await run(
      'tiles',
      `insert into ledger.tile (practice, level, index, hashes) select p, $2::int, $3::bigint, $4 from unnest($1::uuid[]) p
       on conflict (practice, level, index) do update set hashes = $4`,
      practices,
      level,
      index,
      Buffer.concat(hashes),
    )
  }
}

async function plant(own: Workspace, practices: string[], made: Made): Promise<void> {
  await plantTree(own, practices, made)
  const { last, tree } = made
  const text = `insert into ledger.entry (practice, number, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash)
     select p, $3::bigint + l.place, now(), 'job', null, 'bench', 'changed', '{}', '', '', '', l.hash
     from unnest($1::uuid[]) p cross join unnest($2::bytea[]) with ordinality l(hash, place)`
  await own.run({ name: 'bench-entries', text }, practices, last, tree.size - last.length)
}

/** Two sets of practices, one of which has its trees left alone; a round of each by turns. */
async function cost(
  own: Workspace,
  sequencer: Workspace,
  what: string,
  practices: number,
  made: Made,
  turns: number,
): Promise<TreeCost> {
  const sets = [0, 1].map(() => Array.from({ length: practices }, () => newId())) as [string[], string[]]
  for (const set of sets) await plant(own, set, made)
  const rates: [number[], number[]] = [[], []]
  for (let turn = 0; turn < turns + 2; turn++) {
    for (const place of turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      await enqueue(own, sets[place])
      const began = performance.now()
      const numbered = await sequenceOnce(sequencer, 1, new Set(place === 0 ? sets[0] : []))
      const rate = numbered / ((performance.now() - began) / 1000)
      // The first ones warm up.
      if (turn > 1) rates[place].push(rate)
    }
  }
  const [without, withTrees] = [median(rates[0]), median(rates[1])]
  return { what, practices, size: made.tree.size, without, with: withTrees, ratio: withTrees / without }
}

async function enqueue(own: Workspace, practices: string[]): Promise<void> {
  const entries = Array.from({ length: inRound }, (_, place) => ({
    id: newId(),
    practice: practices[place % practices.length]!,
    entries: JSON.stringify([
      {
        practice: practices[place % practices.length],
        actorKind: 'member',
        actor: newId(),
        verb: 'patient.read',
        outcome: 'opened',
        subjects: [newId()],
        nonce: randomBytes(16).toString('base64'),
        detail: randomBytes(420).toString('base64'),
      },
    ]),
  }))
  await own.run(
    {
      name: 'bench-enqueue',
      text: `insert into ledger.queue (id, practice, entries) select * from unnest($1::uuid[], $2::uuid[], $3::text[])`,
    },
    entries.map(({ id }) => id),
    entries.map(({ practice }) => practice),
    entries.map((one) => one.entries),
  )
}

export function reportTrees({ costs, growth, proofs }: Trees, date: string): string {
  return [
    `# Trees over the ledger, ${date}`,
    `${machine()}. Rounds of ${inRound} entries, one with the trees and one without by turns, medians. Ratios say more than rates. How: [METHOD.md](../METHOD.md).`,
    table(
      ['Sequencing', 'without trees', 'with', 'ratio'],
      costs.map((one) => [one.what, `${Math.round(one.without)}/s`, `${Math.round(one.with)}/s`, one.ratio.toFixed(2)]),
    ),
    'A log that is really there, with its indexes and postings; then practices that write at once on top of it:',
    table(
      [
        'Entries before',
        'practices that write',
        'numbered',
        'server, CPU an entry',
        'database, CPU an entry',
        'tables and indexes',
      ],
      growth.map((one) => [
        one.entries.toLocaleString('en-GB'),
        one.practices.toLocaleString('en-GB'),
        `${one.rate}/s`,
        `${one.server} µs`,
        `${one.database} µs`,
        `${one.size} MB`,
      ]),
    ),
    table(
      ['Entries', 'hashes in a proof', 'a proof of one entry'],
      proofs.map(({ size, hashes, bytes }) => [String(size), String(hashes), `about ${(bytes / 1000).toFixed(1)} kB`]),
    ),
  ].join('\n\n')
}
