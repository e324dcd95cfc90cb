/** What `npm run bench` was told. */
import { parseArgs } from 'node:util'

const commands = ['compare', 'growth', 'prices', 'transfers', 'sign-ins', 'trees', 'checks', 'profile'] as const

export interface Settings {
  command: (typeof commands)[number]
  isQuick: boolean
  patients: number
  /** Practices of the mixed load. */
  practices: number
  rounds: number
  seconds: number
  connections: number[]
  /** Names of operations; all unless given. */
  only: RegExp
  twin: boolean
  /** Written to bench/results. */
  keep: boolean
  /** Where `growth` keeps its servers, to go on from there; else they are thrown away. */
  home: string | null
  /** FHIR files of somebody's that are imported too. */
  folder: string | null
}

export const usage = `npm run bench -- [compare | growth | prices | transfers | sign-ins | trees | checks | profile] [flags]
  compare    (unless another is named) Candour, its twin and Medplum's figures; about 12 minutes
  growth     from 1,000 to 100,000 patients in a practice, from 1 to 1,000 practices; about 20 minutes
  prices     what each safety costs, added to the twin one by one; about 10 minutes
  transfers  import and export; also of a folder that is named: transfers DIR; about 2 minutes
  sign-ins   how long reading takes while 20 people sign in at once; about 3 minutes
  trees      what growing the trees costs the sequencer, and a log of ten million entries; about 15 minutes
  checks     what looking at itself costs with 1, 100 and 1,000 practices; about 15 minutes
  profile    where the server's CPU goes, operation by operation
  --quick            one short round with fewer patients, nothing kept; 1 to 3 minutes
  --patients 10000   in the one practice
  --practices 50     of the mixed load
  --rounds 3         --seconds 1.2        a measurement
  --connections 1,10,50
  --only 'read|note' operations whose name matches
  --home DIR         growth: kept there, so that the same command goes on where it was broken off
  --no-twin          Candour alone
  --no-keep          writes no results
`

export function readSettings(words: string[]): Settings | null {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    allowNegative: true,
    options: {
      quick: { type: 'boolean', default: false },
      patients: { type: 'string' },
      practices: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '1,10,50' },
      only: { type: 'string', default: '' },
      home: { type: 'string' },
      twin: { type: 'boolean', default: true },
      keep: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  })
  const command = commands.find((name) => name === (positionals[0] ?? 'compare'))
  if (values.help || command === undefined) return null
  const { quick } = values
  return {
    command,
    isQuick: quick,
    patients: Number(values.patients ?? (quick ? 2000 : 10_000)),
    practices: Number(values.practices ?? (quick ? 5 : 50)),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    seconds: Number(values.seconds ?? (quick ? 0.5 : 1.2)),
    connections: values.connections.split(',').map(Number),
    only: new RegExp(values.only),
    twin: values.twin,
    keep: values.keep && !quick,
    home: values.home ?? null,
    folder: positionals[1] ?? null,
  }
}

/** How much is imported and exported. */
export function transfersOf({ isQuick, folder }: Settings): { patients: number; rows: number; folder: string | null } {
  return { patients: isQuick ? 100 : 1000, rows: isQuick ? 1000 : 10_000, folder }
}
