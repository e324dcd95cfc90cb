/** The twin's connections: pipelined and prepared as Candour's are, and reads that wait share one transaction. */
import pg from 'pg'
import type { Writable } from 'node:stream'

export interface Query {
  run<Row>(name: string, text: string, ...values: unknown[]): Promise<Row[]>
}

export interface Database {
  read<T>(act: (query: Query) => Promise<T>): Promise<T>
  change<T>(act: (query: Query) => Promise<T>): Promise<T>
}

export function openDatabase(connection: pg.PoolConfig): Database {
  const options = '-c synchronous_commit=on'
  const pool = new pg.Pool({ ...connection, options, max: 10, pipeline: true } as pg.PoolConfig)

  async function together<T>(act: (query: Query) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
    // What is sent in one go leaves in one packet, as Candour's does.
    const send = (config: pg.QueryConfig) => {
      stream.cork()
      process.nextTick(() => stream.uncork())
      return client.query(config)
    }
    const query: Query = {
      run: async <Row>(name: string, text: string, ...values: unknown[]) =>
        (await send({ name, text, values })).rows as Row[],
    }
    try {
      // Not awaited: it goes ahead of the first statement on the same wire.
      const begun = send({ text: 'begin' })
      begun.catch(() => undefined)
      const result = await act(query)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  const waiting: ((query: Query) => Promise<void>)[] = []
  let inFlight = 0
  let turning = false
  function pump(): void {
    turning = false
    while (inFlight < 2 && waiting.length > 0) {
      inFlight += 1
      const batch = waiting.splice(0, 64)
      void together((query) => Promise.all(batch.map((one) => one(query)))).finally(() => {
        inFlight -= 1
        pump()
      })
    }
  }

  return {
    read: (act) =>
      new Promise((resolve, reject) => {
        // Nothing has to be durable before a plain answer leaves.
        waiting.push((query) => act(query).then(resolve, reject))
        if (turning) return
        turning = true
        setImmediate(pump)
      }),
    change: together,
  }
}
