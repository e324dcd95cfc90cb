/** Two texts word by word, so that a long one shows where it changed. */

interface Piece {
  kind: 'same' | 'gone' | 'come'
  text: string
}

/** Beyond this one is shown whole after the other: comparing takes the product of both lengths. */
const mostSteps = 1_000_000
/** Words that are left standing on either side of a change. */
const around = 8

export function wordDiff(before: string, after: string): Piece[] {
  const [a, b] = [before, after].map((text) => text.match(/\s+|[^\s]+/g) ?? [])
  if (a!.length * b!.length > mostSteps) {
    const whole: Piece[] = [
      { kind: 'gone', text: before },
      { kind: 'come', text: after },
    ]
    return whole.filter(({ text }) => text !== '')
  }
  return joined(piecesOf(a!, b!))
}

function piecesOf(a: readonly string[], b: readonly string[]): Piece[] {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i]! })
      i++
      j++
    } else if (i < a.length && (j === b.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      pieces.push({ kind: 'gone', text: a[i++]! })
    else pieces.push({ kind: 'come', text: b[j++]! })
  }
  return pieces
}

function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (last?.kind === piece.kind) last.text += piece.text
    else whole.push({ ...piece })
  }
  return whole
}

/** What stays the same far from any change is left out, and says so by an ellipsis. */
export function shortened(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, place) => {
    if (piece.kind !== 'same') return piece
    const words = piece.text.match(/\s*\S+\s*/g) ?? []
    const [head, tail] = [place === 0 ? 0 : around, place === pieces.length - 1 ? 0 : around]
    if (words.length <= head + tail + 4) return piece
    const from = words.slice(0, head).join('')
    const to = tail === 0 ? '' : words.slice(-tail).join('')
    return { ...piece, text: `${from} … ${to}` }
  })
}
