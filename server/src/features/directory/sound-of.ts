/**
 * How a name sounds, by Metaphone (Lawrence Philips, 1990): consonants as spoken, vowels only at the start. Chosen for its
 * size and because it makes the pairs alike that a UK front desk mishears: Smith and Smyth, Catherine and Kathryn, Stephen
 * and Steven, McDonald and MacDonald. What is written in Irish or Welsh (Siobhan) is beyond it.
 *
 * @param word folded: a to z alone is heard, other letters are silent
 * @param most letters of the answer
 */
export function soundOf(word: string, most = 6): string {
  const name = startOf(word.replace(/[^a-z]/g, '').toUpperCase())
  if (name.length < 2) return name
  let sound = ''
  for (let at = 0; at < name.length && sound.length < most; at++) {
    const letter = name[at]!
    if (letter !== 'C' && letter === name[at - 1]) continue
    const heard = hear(name, at, letter)
    sound += heard.sound
    at += heard.skip
  }
  return sound.slice(0, most)
}

const vowel = /[AEIOU]/
const soft = /[EIY]/

function startOf(name: string): string {
  if (/^(KN|GN|PN|AE|WR)/.test(name)) return name.slice(1)
  if (name.startsWith('WH')) return `W${name.slice(2)}`
  return name.startsWith('X') ? `S${name.slice(1)}` : name
}

interface Heard {
  sound: string
  /** Letters after this one that were heard with it. */
  skip: number
}

function hear(name: string, at: number, letter: string): Heard {
  const next = name[at + 1] ?? ''
  const before = name[at - 1] ?? ''
  const as = (sound: string, skip = 0): Heard => ({ sound, skip })
  const follows = (text: string) => name.startsWith(text, at)
  switch (letter) {
    case 'A':
    case 'E':
    case 'I':
    case 'O':
    case 'U':
      return as(at === 0 ? letter : '')
    case 'B':
      return as(before === 'M' && at === name.length - 1 ? '' : 'B')
    case 'C':
      if (before === 'S' && soft.test(next)) return as('')
      if (follows('CIA')) return as('X')
      if (soft.test(next)) return as('S')
      if (before === 'S' && next === 'H') return as('K')
      if (next === 'H') return as(at === 0 && name.length >= 3 && vowel.test(name[2]!) ? 'K' : 'X')
      return as(next === 'K' || next === 'C' ? '' : 'K')
    case 'D':
      return follows('DGE') || follows('DGI') || follows('DGY') ? as('J', 2) : as('T')
    case 'G':
      if (next === 'H' && (at + 2 === name.length || !vowel.test(name[at + 2]!))) return as('')
      if (at > 0 && /^GN(ED)?$/.test(name.slice(at))) return as('')
      return as(soft.test(next) && before !== 'G' ? 'J' : 'K')
    case 'H':
      return as(at === name.length - 1 || /[CSPTG]/.test(before) || !vowel.test(next) ? '' : 'H')
    case 'K':
      return as('K')
    case 'P':
      return as(next === 'H' ? 'F' : 'P')
    case 'Q':
      return as('K')
    case 'S':
      return as(next === 'H' || follows('SIO') || follows('SIA') ? 'X' : 'S')
    case 'T':
      if (follows('TIA') || follows('TIO')) return as('X')
      if (follows('TCH')) return as('')
      return as(next === 'H' ? '0' : 'T')
    case 'V':
      return as('F')
    case 'W':
    case 'Y':
      return as(vowel.test(next) ? letter : '')
    case 'X':
      return as('KS')
    case 'Z':
      return as('S')
    default:
      return as(letter)
  }
}
