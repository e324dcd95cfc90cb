import { csvText } from '@candour/contract/csv.ts'

export function csvOf(heading: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(csvText(heading, rows))
}
