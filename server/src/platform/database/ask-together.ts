/**
 * Promise: who asks the same of the same practice at the same moment shares a statement, and gets the rows of one's own
 * question alone. What one asks, under which role and practice, is never mixed with another's.
 */
import type { Standing, Statement } from './statement.ts'

type Run = <Row>(standing: Standing, statement: Statement<Row>, parameters: readonly unknown[]) => Promise<Row[]>
type Placed = { place: number }

interface Asking {
  standing: Standing
  statement: Statement<Placed>
  /** A list for each parameter behind the practice. */
  lists: unknown[][]
  answers: { resolve: (rows: Placed[]) => void; reject: (error: unknown) => void }[]
}

export function askTogether(run: Run) {
  const waiting = new Map<string, Asking>()

  async function send({ standing, statement, lists, answers }: Asking): Promise<void> {
    try {
      const rows = await run(standing, statement, [standing.practice, ...lists])
      const own = answers.map((): Placed[] => [])
      for (const row of rows) own[row.place - 1]!.push(row)
      answers.forEach(({ resolve }, at) => resolve(own[at]!))
    } catch (error) {
      for (const { reject } of answers) reject(error)
    }
  }

  return {
    ask<Row>(standing: Standing, statement: Statement<Row & Placed>, parameters: readonly unknown[]): Promise<Row[]> {
      const name = `${standing.role} ${standing.practice} ${statement.name}`
      const asking = waiting.get(name) ?? { standing, statement, lists: parameters.map(() => []), answers: [] }
      waiting.set(name, asking)
      parameters.forEach((parameter, at) => asking.lists[at]!.push(parameter))
      return new Promise<Placed[]>((resolve, reject) =>
        asking.answers.push({ resolve, reject }),
      ) as Promise<unknown> as Promise<Row[]>
    },
    /** Sends what was asked since the last time. */
    flush(): void {
      if (waiting.size === 0) return
      const all = [...waiting.values()]
      waiting.clear()
      for (const asking of all) void send(asking)
    },
  }
}
