import { repeatableFields, tableFields, type TableField } from '@candour/contract/tables.ts'
import { fieldNamed, holdsNotes } from './column-names.ts'
import { fieldLike } from './look-at-cell.ts'

/** What is proposed for a column, and why where it isn't its heading. */
export interface ColumnGuess {
  field: TableField | null
  note: string
}

/** @param cells some of each column's that hold anything */
export function guessColumns(
  headings: readonly string[],
  cells: readonly (readonly string[])[],
  today: string,
): ColumnGuess[] {
  const guesses = headings.map((heading): ColumnGuess => ({ field: fieldNamed(heading), note: '' }))
  preferSplitNames(guesses)
  const taken = new Set<TableField>()
  for (const guess of guesses) {
    if (guess.field === null) continue
    if (taken.has(guess.field) && !repeatableFields.includes(guess.field)) leaveOut(guess, guess.field)
    else taken.add(guess.field)
  }
  guesses.forEach((guess, place) => {
    if (guess.field !== null || guess.note !== '') return
    if (holdsNotes(headings[place]!)) {
      guess.note = 'Notes and alerts are not imported'
      return
    }
    const field = fieldLike(cells[place] ?? [], today)
    // A second date or phone number may be anything; only what nothing else holds is taken by its looks.
    if (field === null || taken.has(field) || (field === 'name' && taken.has('family'))) return
    taken.add(field)
    Object.assign(guess, { field, note: 'By what it holds' })
  })
  for (const [place, guess] of guesses.entries())
    if ((cells[place] ?? []).length === 0 && guess.note === '') guess.note = 'Empty'
  return guesses
}

/** `Name` beside `Surname` holds the given names, or all of it once more. */
function preferSplitNames(guesses: ColumnGuess[]): void {
  if (!guesses.some(({ field }) => field === 'family')) return
  let hasGiven = guesses.some(({ field }) => field === 'given')
  for (const guess of guesses) {
    if (guess.field !== 'name') continue
    if (hasGiven) Object.assign(guess, { field: null, note: 'Surname and given names have columns of their own' })
    else guess.field = 'given'
    hasGiven = true
  }
}

function leaveOut(guess: ColumnGuess, field: TableField): void {
  Object.assign(guess, { field: null, note: `Another column is taken for “${tableFields[field]}”` })
}

/** What keeps a mapping from being used, for people; null when nothing does. */
export function missingIn(fields: readonly (TableField | null)[]): string | null {
  const counts = new Map<TableField, number>()
  for (const field of fields) if (field !== null) counts.set(field, (counts.get(field) ?? 0) + 1)
  for (const [field, count] of counts)
    if (count > 1 && !repeatableFields.includes(field))
      return `Two columns hold “${tableFields[field]}”. Leave one of them out.`
  if (counts.has('family') || counts.has('name')) {
    if (counts.has('family') && counts.has('name'))
      return 'Both “Surname” and “Full name” are chosen. Leave one of them out.'
    return null
  }
  return 'Say which column holds the surname, or the full name.'
}
