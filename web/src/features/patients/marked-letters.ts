/** Which letters of a name, a date or a number what was typed stands for: they are underlined in the finder. */
export interface Piece {
  text: string
  marked: boolean
}

const plain = (text: string) =>
  [...text.toLowerCase()].map((letter) => letter.normalize('NFD').replace(/\p{M}/gu, '') || letter)

export const wordsTyped = (typed: string) =>
  typed
    .split(/[\s,()]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => plain(word).join(''))

/** Letters of `word` found in order in `letters` from `start`; empty when fewer than most of them are there. */
function lettersInOrder(letters: string[], start: number, end: number, word: string): number[] {
  const found: number[] = []
  let from = start
  for (const letter of word) {
    const at = letters.slice(from, end).indexOf(letter)
    // A letter that is far off was mistyped, not meant for here
    if (at === -1 || at > 2) continue
    found.push(from + at)
    from += at + 1
  }
  return found[0] === start && found.length >= Math.max(1, Math.ceil(word.length * 0.6)) ? found : []
}

function piecesOf(text: string, marks: ReadonlySet<number>): Piece[] {
  const pieces: Piece[] = []
  ;[...text].forEach((letter, place) => {
    const marked = marks.has(place)
    const last = pieces.at(-1)
    if (last?.marked === marked) last.text += letter
    else pieces.push({ text: letter, marked })
  })
  return pieces
}

/** Marks in each word of a name the letters that one of the words typed has too, in order and from its start. */
export function markName(name: string, typed: string): Piece[] {
  const letters = plain(name)
  const marks = new Set<number>()
  const words = wordsTyped(typed).filter((word) => !/\d/.test(word))
  for (let start = 0; start < letters.length; start++) {
    const begins = /[\p{L}]/u.test(letters[start] ?? '') && (start === 0 || !/[\p{L}']/u.test(letters[start - 1] ?? ''))
    if (!begins) continue
    let end = start
    while (end < letters.length && /[\p{L}']/u.test(letters[end] ?? '')) end++
    const best = words
      .map((word) => lettersInOrder(letters, start, end, word))
      .reduce((most, found) => (found.length > most.length ? found : most), [])
    for (const place of best) marks.add(place)
  }
  return piecesOf(name, marks)
}

/** Marks runs of digits: `57` in `04-Mar-1957`, `999000` in `999 000 0018`. */
export function markDigits(shown: string, typed: string): Piece[] {
  const places = [...shown].flatMap((character, place) => (/\d/.test(character) ? [place] : []))
  const digits = places.map((place) => shown[place]).join('')
  const runs = typed.match(/\d[\d\s-]*\d|\d+/g) ?? []
  const marks = new Set<number>()
  for (const run of runs.flatMap((found) => [found.replace(/\D/g, ''), ...found.split(/\D+/)])) {
    if (run.length < 2) continue
    const at = run.length === 2 ? digits.lastIndexOf(run) : digits.indexOf(run)
    if (at !== -1) for (const place of places.slice(at, at + run.length)) marks.add(place)
  }
  return piecesOf(shown, marks)
}
