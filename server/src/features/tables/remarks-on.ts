import { showCount } from '@candour/contract/formatting.ts'
import type { Survey } from './sealed-parts.ts'
import type { TableFacts } from './table-facts.ts'

const separators = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }
const encodings = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'windows-1252': 'Windows-1252, as older systems write it' }

/** How the file is read, so that a person can say whether that is right: one sentence each. */
export function remarksOn({ form, rows, fields, dateOrder }: TableFacts, { orders }: Survey): string[] {
  const { encoding, separator, heading } = form!
  const remarks = [
    `${showCount(rows)} ${rows === 1 ? 'row' : 'rows'}, cells parted by ${separators[separator]}, text in ${encodings[encoding]}.`,
  ]
  if (!heading) remarks.push('The first row is a patient: this file does not name its columns.')
  const dates = orders.filter((_, place) => fields[place] === 'birthDate' || fields[place] === 'died')
  const sum = (of: 'dmy' | 'mdy' | 'either') => dates.reduce((total, column) => total + column[of], 0)
  const [dmy, mdy, either] = [sum('dmy'), sum('mdy'), sum('either')]
  const order = dateOrder === 'dmy' ? 'day first' : 'month first'
  const against = dateOrder === 'dmy' ? mdy : dmy
  const other = dateOrder === 'dmy' ? 'month first' : 'day first'
  if (dmy + mdy + either === 0) return remarks
  if (against > 0)
    remarks.push(
      `Dates are read ${order}, but ${showCount(against)} of them can only be read ${other}: those rows will be refused.`,
    )
  else if (dmy + mdy === 0)
    remarks.push(`Dates are read ${order}. None of them says so: every one could be read ${other} too.`)
  else remarks.push(`Dates are read ${order}: ${showCount(dmy + mdy)} of them can only be read so.`)
  return remarks
}
