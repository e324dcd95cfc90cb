import type { TableField } from '@candour/contract/tables.ts'
import { isNhsNumber, plainNhsNumber } from '@candour/contract/nhs-number.ts'
import { readDate } from './read-date.ts'
import { isTitle } from './read-name.ts'

/** A cell as spreadsheets mean it: without what only keeps a text a text (`="0117…"`, `'+44…`), and without NULL. */
export function cleanCell(cell: string): string {
  let text = cell.normalize('NFC').trim()
  text = /^="(.*)"$/s.exec(text)?.[1] ?? text
  text = text.replace(/^'(?=[=+\-@\d])/, '').trim()
  return /^(null|\\n|-+|n\/a|#n\/a)$/i.test(text) ? '' : text
}

const looks: Partial<Record<TableField, (text: string, today: string) => boolean>> = {
  nhsNumber: (text) => isNhsNumber(plainNhsNumber(text)),
  email: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  postcode: (text) => /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i.test(text),
  mobile: (text) => /^(\+44|0044|0)?7\d{9}$/.test(text.replace(/[\s()-]/g, '')),
  phone: (text) => /^(\+44|0044|0)[123]\d{8,9}$/.test(text.replace(/[\s()-]/g, '')),
  sex: (text) => /^(m|f|male|female)$/i.test(text),
  title: (text) => isTitle(text),
  name: (text) => /^[\p{L}'’ -]+, ?[\p{L}'’ .-]+( \([\p{L}. ]+\))?$/u.test(text),
  birthDate: (text, today) => /\D/.test(text) && text.length >= 6 && 'date' in readDate(text, 'dmy', today),
}

/** What cells that hold something look like, when at least four in five of them do; null when like nothing special. */
export function fieldLike(cells: readonly string[], today: string): TableField | null {
  if (cells.length === 0) return null
  for (const [field, is] of Object.entries(looks) as [TableField, (text: string, today: string) => boolean][])
    if (cells.filter((cell) => is(cell, today)).length >= cells.length * 0.8) return field
  return null
}
