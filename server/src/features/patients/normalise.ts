/** How identifiers are compared: what people type differently for the same thing comes out the same. */

/** More than this of a name is not compared: Unicode normalisation of what no name holds can take very long. */
const compared = 400

/** Without accents, case, apostrophes and dashes: "O'Brien-Łuk" becomes "obrien luk". */
export function foldName(text: string): string {
  // Most names need no more, and a directory folds many.
  if (text.length <= compared && /^[A-Za-z]+$/.test(text)) return text.toLowerCase()
  return text
    .slice(0, compared)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/['’`.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Digits alone, the UK's +44 and 0044 as 0. */
export function foldPhone(text: string): string {
  const plain = text.replace(/[^\d+]/g, '')
  return plain.replace(/^(\+44|0044)0?/, '0').replace(/\D/g, '')
}

export function foldEmail(text: string): string {
  return text.slice(0, compared).toWellFormed().normalize('NFC').trim().toLowerCase()
}
