import { showCount } from '@candour/contract/formatting.ts'
import type { RowCounts, RowFinding } from '@candour/contract/tables.ts'
import { findingWords } from '../features/tables/list-rows.ts'
import { fieldWords } from '../features/tables/read-columns.ts'
import { remarksOn } from '../features/tables/remarks-on.ts'
import type { Survey } from '../features/tables/sealed-parts.ts'
import type { TableFacts } from '../features/tables/table-facts.ts'
import type { Terminal } from './terminal.ts'

const widest = 32
const shown = 10

/** How the file is read, and what each column is taken for, with a sample. */
export function columnsTable(table: TableFacts, survey: Survey, { bold, dim }: Terminal): string {
  const cut = (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text)
  const line = (name: string, field: string, sample: string) =>
    `  ${cut(name).padEnd(widest + 2)}${field.padEnd(26)}${cut(sample)}`.trimEnd()
  const rows = survey.headings.map((name, place) => {
    const field = table.fields[place]!
    const row = line(name, fieldWords(field), survey.samples[place]![0] ?? '')
    return field === null ? dim(row) : row
  })
  return [
    ...remarksOn(table, survey).map((remark) => `  ${remark}`),
    `  From ${bold(table.source)}.`,
    '',
    dim(line('Column', 'holds', 'for example')),
    ...rows,
    '',
  ].join('\n')
}

export function rowCountWords(
  { created, partly, there, possible, refused }: RowCounts,
  step: 'check' | 'keep',
): string {
  const rows: [string, number][] = [
    [step === 'check' ? 'would be new' : 'registered', created],
    ['of these without some cells', partly],
    ['there already, skipped', there],
    [
      step === 'check' ? 'may be there already, left out unless --possible' : 'may be there already, left out',
      possible,
    ],
    ['refused', refused],
  ]
  return rows.map(([words, count]) => `  ${showCount(count).padStart(9)}  ${words}`).join('\n')
}

/** The first rows of which something is to be told, with how many more there are. */
export function rowWords(rows: readonly RowFinding[]): string {
  const words = rows.slice(0, shown).map(({ line, what, person, column, reason }) => {
    const where = [person, column].filter((text) => text !== '').join(', ')
    return `  line ${line}  ${findingWords[what]}: ${where === '' ? '' : `${where}: `}${reason}`
  })
  if (rows.length > shown)
    words.push(`  and ${showCount(rows.length - shown)} more; --rows <list.csv> writes all of them`)
  return words.join('\n')
}
