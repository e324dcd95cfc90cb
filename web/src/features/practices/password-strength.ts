/**
 * An honest meter: length first, then what makes length worthless (repeats, sequences, the person's own name).
 * It never says that a password is safe: the server has the last word.
 */
export interface Strength {
  /** 0 to 4 marks of the bar. */
  marks: number
  enough: boolean
  words: string
}

export const leastCharacters = 15

const rows = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '01234567890']

function isRun(one: string, next: string): boolean {
  return one === next || rows.some((row) => row.includes(one + next) || row.includes(next + one))
}

/** Characters that add something: neither a repeat nor the next one of a row of the keyboard. */
export function tellingCharacters(password: string): number {
  const characters = [...password.toLowerCase()]
  return characters.filter((character, place) => place === 0 || !isRun(characters[place - 1] ?? '', character)).length
}

export function passwordStrength(password: string, own: readonly string[]): Strength {
  const length = [...password].length
  if (length === 0)
    return { marks: 0, enough: false, words: 'At least 15 characters. Three or four unrelated words do well.' }
  const lower = password.toLowerCase()
  const personal = own
    .flatMap((text) => text.toLowerCase().split(/[\s@.]+/))
    .find((word) => word.length >= 4 && lower.includes(word))
  const telling = tellingCharacters(personal === undefined ? password : lower.replaceAll(personal, ''))
  const missing = leastCharacters - length
  if (missing > 0)
    return {
      marks: Math.min(2, Math.floor((telling / leastCharacters) * 3)),
      enough: false,
      words: `${missing} more ${missing === 1 ? 'character' : 'characters'}.`,
    }
  if (personal !== undefined && telling < leastCharacters)
    return {
      marks: 2,
      enough: false,
      words: `“${personal}” is easy to guess about you, so it does not count. Add a word.`,
    }
  if (telling < 10)
    return { marks: 1, enough: false, words: 'Long, but it repeats itself. Unrelated words are harder to guess.' }
  if (telling < leastCharacters + 4) return { marks: 3, enough: true, words: 'Long enough.' }
  return { marks: 4, enough: true, words: 'Long, and not repeating itself.' }
}
