/** Promise: SQL is written once, by name, in a store; each runs as a prepared statement with parameters, never pasted text. */

export interface Statement<Row> {
  readonly name: string
  readonly text: string
  /** Carries the row's type; never set. */
  readonly row?: Row
}

/** As whom a statement runs: the connection's own role, or (from the gate alone) the application's. */
export interface Standing {
  role: 'own' | 'application'
  practice: string | null
}

const names = new Map<string, string>()

/** `name` is unique in the program: PostgreSQL prepares it once a connection. */
export function statement<Row = Record<string, never>>(name: string, text: string): Statement<Row> {
  const before = names.get(name)
  if (before !== undefined && before !== text) throw new Error(`two statements are named ${name}`)
  names.set(name, text)
  return { name, text }
}
