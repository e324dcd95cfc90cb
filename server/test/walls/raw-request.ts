/** Sends bytes as they are: what no well-behaved client would send. */
import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  /** Everything that came, as Latin-1. */
  text: string
}

/** One request on a connection of its own; resolves when the other end closes, or has been silent for a while. */
export function sendRaw(address: string, bytes: string | Buffer, silence = 1500): Promise<RawAnswer> {
  const { hostname, port } = new URL(address)
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const socket = connect(Number(port), hostname)
  const parts: Buffer[] = []
  const finish = () => {
    socket.destroy()
    const text = Buffer.concat(parts).toString('latin1')
    resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text })
  }
  socket.on('data', (part) => parts.push(part))
  socket.on('end', finish)
  socket.on('error', (error) => (parts.length > 0 ? finish() : reject(error)))
  socket.setTimeout(silence, finish)
  socket.write(bytes)
  return promise
}
