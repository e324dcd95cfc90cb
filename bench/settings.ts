/** What `npm run bench` was told. */
import { parseArgs } from 'node:util'

export interface Settings {
  command: 'compare' | 'growth' | 'profile'
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
}

export const usage = `npm run bench -- [compare | growth | profile] [flags]
  compare    (unless another is named) Candour, its twin and Medplum's figures; about 10 minutes
  growth     from 1,000 to 100,000 patients in a practice, from 1 to 1,000 practices; about 30 minutes
  profile    where the server's CPU goes, operation by operation
  --quick            one short round with fewer patients; about 2 minutes
  --patients 10000   in the one practice
  --practices 50     of the mixed load
  --rounds 3         --seconds 1.2        a measurement
  --connections 1,10,50
  --only 'read|note' operations whose name matches
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
      twin: { type: 'boolean', default: true },
      keep: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  })
  const command = positionals[0] ?? 'compare'
  if (values.help || (command !== 'compare' && command !== 'growth' && command !== 'profile')) return null
  const { quick } = values
  return {
    command,
    patients: Number(values.patients ?? (quick ? 2000 : 10_000)),
    practices: Number(values.practices ?? (quick ? 5 : 50)),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    seconds: Number(values.seconds ?? (quick ? 0.5 : 1.2)),
    connections: values.connections.split(',').map(Number),
    only: new RegExp(values.only),
    twin: values.twin,
    keep: values.keep,
  }
}
