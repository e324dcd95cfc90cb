/** A wire to the database that can be cut at the worst moment: after PostgreSQL has committed, before it could say so. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import type { DatabaseConnection } from '../../src/platform/config.ts'

export interface BreakingWire {
  through(own: DatabaseConnection): DatabaseConnection
  /** The next transaction that runs the statement of this name loses its connection at its commit. */
  breakAtCommitOf(statement: string): void
  broken(): number
  close(): void
}

export async function breakingWire(database: { host: string; port: number }): Promise<BreakingWire> {
  let wanted: string | null = null
  let broken = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = database.host.startsWith('/')
      ? connect(join(database.host, `.s.PGSQL.${database.port}`))
      : connect(database.port, database.host)
    let marked = false
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', end).on('close', end)
    }
    near.on('data', (bytes) => {
      if (wanted !== null && bytes.includes(wanted)) {
        marked = true
        wanted = null
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (marked && bytes.includes('COMMIT\0')) {
        broken += 1
        end()
      } else near.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    through: (own) => ({ ...own, host: '127.0.0.1', port }),
    breakAtCommitOf: (statement) => void (wanted = statement),
    broken: () => broken,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
