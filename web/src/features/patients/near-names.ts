/** Names that are easily taken for each other: at most two letters apart, over surname and given name together. */
interface Named {
  id: string
  family: string
  given: string
}

function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

const whole = (name: Named) => `${name.family} ${name.given}`.toLowerCase()

export function nearNames<N extends Named>(name: N, others: readonly N[]): N[] {
  return others.filter((other) => {
    if (other.id === name.id) return false
    const startsAlike = other.given.slice(0, 3).toLowerCase() === name.given.slice(0, 3).toLowerCase()
    const surnames = lettersApart(other.family.toLowerCase(), name.family.toLowerCase())
    return lettersApart(whole(other), whole(name)) <= 2 || (startsAlike && surnames <= 1)
  })
}
