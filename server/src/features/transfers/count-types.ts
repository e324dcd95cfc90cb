import type { TypeCount } from '@candour/contract/transfers.ts'

export type Became = 'created' | 'updated' | 'unchanged' | 'refused'

/** Adds one to what became of a type; the list stays in the order of the types' names. */
export function countType(counts: TypeCount[], type: string, became: Became): void {
  let found = counts.find((one) => one.type === type)
  if (found === undefined) {
    found = { type, created: 0, updated: 0, unchanged: 0, refused: 0 }
    counts.push(found)
    counts.sort((one, other) => (one.type < other.type ? -1 : 1))
  }
  found[became] += 1
}

export function totalOf(counts: readonly TypeCount[]): Omit<TypeCount, 'type'> {
  const total = { created: 0, updated: 0, unchanged: 0, refused: 0 }
  for (const { type: _, ...one } of counts)
    for (const became of Object.keys(total) as Became[]) total[became] += one[became]
  return total
}
