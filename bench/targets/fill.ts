/** Fills practices through the door, by the load's process. */
import type { Load, Loaded } from '../load/load.ts'
import type { Stock } from '../operations/operation.ts'
import type { Target } from './target.ts'

export interface Filling {
  /** In each practice. */
  patients: number
  charts: number
  /** Sizes in MB of one file each. */
  files: number[]
}

/** Adds to what the practices know of themselves. Throws when anything was answered otherwise than it should be. */
export async function fill(load: Load, target: Target, practices: Stock[], filling: Filling): Promise<void> {
  const { address } = target
  const make = async (operation: string, each: number, connections: number): Promise<Loaded> => {
    const count = each * practices.length
    const loaded = await load.run({ address, operation, connections, count, practices })
    const problem = Object.keys(loaded.errors)[0]
    if (problem !== undefined) throw new Error(`${target.name}, ${operation}: ${problem}`)
    return loaded
  }
  const patients = await make('fill-patient', filling.patients, 16)
  practices.forEach((practice, at) => {
    for (const made of patients.ids[at]!) {
      const [id, nhsNumber] = made.split(' ')
      practice.patients.push({ id: id!, nhsNumber: nhsNumber! })
    }
  })
  if (filling.charts > 0) {
    const charts = await make('fill-chart', filling.charts, 8)
    practices.forEach((practice, at) => {
      for (const made of charts.ids[at]!) {
        const [patient, ...notes] = made.split(' ')
        practice.charts.push({ patient: patient!, notes })
      }
      // Their patients are read as charts alone, so that a note more or less never counts.
      practice.patients.splice(-filling.charts)
    })
  }
  for (const size of filling.files) {
    const files = await make(`fill-${size}mb`, 1, 1)
    practices.forEach((practice, at) => (practice.files[size] = files.ids[at]![0]!))
  }
  await target.settle()
}
