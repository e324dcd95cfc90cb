/** Promise: of all nodes and commands of an installation, one at a time replaces keys and passwords. */
import pg from 'pg'

const lock = 0x6b657973 // "keys"

/** Null when another is at it. The lock ends with the connection, also where its process was killed. */
export async function aloneAtKeys<T>(owner: pg.ClientConfig, act: () => Promise<T>): Promise<T | null> {
  const client = new pg.Client(owner)
  // While it waits nobody listens to it: that it broke is noticed at its end.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lock])
    return rows[0]!.got ? await act() : null
  } finally {
    await client.end().catch(() => undefined)
  }
}
