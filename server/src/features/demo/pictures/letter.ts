import { demoBanner } from '@candour/contract/demo.ts'
import { showDate, showName } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { dateOf } from '../calendar.ts'
import type { Person } from '../people/person.ts'
import { writePdf, type PdfLine } from './pdf.ts'

/** A letter from the hospital, one page. */
export function letter(person: Person, title: string, day: number, paragraphs: readonly string[]): Buffer {
  const { family, given, title: prefix, birthDate, nhsNumber, home } = person
  const name = showName({ family, given: given.join(' '), title: prefix })
  const lines: PdfLine[] = [
    { text: 'Harbourstow General Hospital', size: 15, bold: true },
    { text: 'Quayside Road, Harbourstow HB1 9ZZ' },
    { text: '' },
    { text: showDate(dateOf(day)) },
    { text: '' },
    { text: title, size: 13, bold: true },
    { text: '' },
    { text: name, bold: true },
    {
      text: `Born ${showDate(birthDate)}    NHS number ${nhsNumber === null ? 'not known' : showNhsNumber(nhsNumber)}`,
    },
    { text: [...home.lines, home.town, home.postcode].join(', ') },
    { text: '' },
    { text: 'Dear colleague,' },
    { text: '' },
    ...paragraphs.flatMap((paragraph) => [...broken(paragraph).map((text) => ({ text })), { text: '' }]),
    { text: 'Yours sincerely,' },
    { text: '' },
    { text: 'Dictated by the clinic, checked and not signed' },
    { text: '' },
    { text: `${demoBanner}.`, size: 9 },
  ]
  return writePdf(title, lines)
}

/** Lines of at most 88 characters, broken between words. */
function broken(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line.length + word.length > 88) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}
