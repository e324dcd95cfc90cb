/**
 * Promise: stopping waits for the requests that are being answered, and for nothing else. Browsers open connections ahead
 * of need; Node takes one that has not asked anything yet for a busy one, and would wait for it without end.
 */
import type { FastifyInstance } from 'fastify'
import type { Socket } from 'node:net'

export function endSilentConnections(app: FastifyInstance): void {
  const silent = new Map<string, Socket>()
  app.server.on('connection', (socket: Socket) => {
    const name = nameOf(socket)
    silent.set(name, socket)
    socket.once('close', () => silent.delete(name))
  })
  app.server.on('request', (request: { socket: Socket }) => silent.delete(nameOf(request.socket)))
  app.addHook('preClose', (done) => {
    for (const socket of silent.values()) socket.destroy()
    done()
  })
}

/** By the other end: over TLS the request's socket is another object than the connection's. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
