/** What was measured and made so far, in a file beside the servers: broken off, the same command goes on from it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstImported } from '../operations/record.ts'
import type { Stock } from '../operations/operation.ts'
import type { Step } from './step.ts'

export interface Grown {
  /** How often it was started. */
  runs: number
  patients: Step[]
  practices: Step[]
  /** The one practice; its patients are known by their numbers. */
  one: Stock | null
  imported: number
  /** By the load. */
  registered: number
  many: Stock[]
}

/** Numbers of people for one run: no more are registered in it. */
const each = 40_000

export function openGrown(home: string) {
  mkdirSync(home, { recursive: true })
  const path = join(home, 'growth.json')
  const grown: Grown = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Grown)
    : { runs: 0, patients: [], practices: [], one: null, imported: 0, registered: 0, many: [] }
  grown.runs += 1
  if (grown.runs * each > firstImported) throw new Error(`it was broken off too often: start afresh, without ${home}`)
  const save = () => {
    writeFileSync(`${path}.new`, JSON.stringify(grown))
    renameSync(`${path}.new`, path)
  }
  save()
  return {
    grown,
    save,
    numbersFrom: () => (grown.runs - 1) * each,
    has: (axis: 'patients' | 'practices', size: number) => grown[axis].some((step) => step.size === size),
    keep(axis: 'patients' | 'practices', step: Step) {
      grown[axis].push(step)
      save()
    },
  }
}
