/** Titles as they stand before names or behind them, without full stops. */
const titles = new Set(
  (
    'mr mrs miss ms mx dr master mstr prof professor rev revd reverend sir dame lord lady fr father sr sister brother ' +
    'capt captain col colonel maj major lt sgt cllr hon baroness baron rabbi imam canon'
  ).split(' '),
)
/** What begins a surname of several words. */
const particles = new Set(
  'van von de del della der den di da dos du la le el al bin ibn ap ab ter ten st mc mac'.split(' '),
)

export interface ReadName {
  family: string
  given: string
  title: string
}

export const isTitle = (word: string) => titles.has(word.replace(/\./g, '').toLowerCase())

/** `SURNAME, Given (Title)`, `Surname, Title Given`, `Title Given Surname`, `Given Surname`. Null when it is one word. */
export function readName(text: string): ReadName | null {
  let rest = text.trim().replace(/\s+/g, ' ')
  const shown: string[] = []
  const inBrackets = /\s*\(([^()]*)\)\s*$/.exec(rest)
  if (inBrackets !== null && inBrackets[1]!.split(' ').every(isTitle)) {
    shown.push(inBrackets[1]!)
    rest = rest.slice(0, inBrackets.index)
  }
  const comma = rest.indexOf(',')
  if (comma !== -1) {
    const [family, ...parts] = rest.split(',').map((part) => part.trim())
    const words = parts.join(' ').split(' ').filter(Boolean)
    // `Smith, Mr John` and `Smith, John, Mr`.
    while (words.length > 0 && isTitle(words[0]!)) shown.push(words.shift()!)
    while (words.length > 0 && isTitle(words.at(-1)!)) shown.push(words.pop()!)
    return family === '' ? null : { family: family!, given: words.join(' '), title: shown.join(' ') }
  }
  const words = rest.split(' ').filter(Boolean)
  while (words.length > 1 && isTitle(words[0]!)) shown.push(words.shift()!)
  if (words.length === 1 && shown.length > 0) return { family: words[0]!, given: '', title: shown.join(' ') }
  if (words.length < 2) return null
  let start = words.length - 1
  while (start > 1 && particles.has(words[start - 1]!.toLowerCase())) start--
  return { family: words.slice(start).join(' '), given: words.slice(0, start).join(' '), title: shown.join(' ') }
}
