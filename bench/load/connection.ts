/** One keep-alive connection over a plain socket: one request at a time, its answer read whole. Cheap on a shared core. */
import { connect, type Socket } from 'node:net'

export interface Request {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  headers: Record<string, string>
  body?: Buffer
}

export interface Answer {
  status: number
  /** Bytes of the body. */
  size: number
  /** The body, for answers up to 256 KiB. */
  body: Buffer
  location: string | undefined
}

export interface Connection {
  send(request: Request): Promise<Answer>
  close(): void
}

const longestKept = 256 * 1024
const none: Buffer = Buffer.alloc(0)
const headEnd = Buffer.from('\r\n\r\n')

export async function openConnection(address: string): Promise<Connection> {
  const { hostname, port, host } = new URL(address)
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return { send: exchange(socket, host), close: () => socket.destroy() }
}

function exchange(socket: Socket, host: string): Connection['send'] {
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null
  let head = none
  let parts: Buffer[] = []
  let answer: Answer | null = null
  let missing = 0

  function fail(error: Error): void {
    waiting?.reject(error)
    waiting = null
  }
  socket.on('error', fail).on('close', () => fail(new Error('the connection was closed')))
  socket.on('data', (arrived: Buffer) => {
    if (answer === null) {
      head = head.length === 0 ? arrived : Buffer.concat([head, arrived])
      const end = head.indexOf(headEnd)
      if (end === -1) return
      const text = head.toString('latin1', 0, end)
      const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1]
      const status = Number(text.slice(9, 12))
      if (length === undefined && status !== 204) return socket.destroy(new Error('an answer without a length'))
      answer = { status, size: Number(length ?? 0), body: none, location: /\r\nlocation: *(\S+)/i.exec(text)?.[1] }
      missing = answer.size
      arrived = head.subarray(end + 4)
      head = none
    }
    missing -= arrived.length
    if (answer.size <= longestKept) parts.push(arrived)
    if (missing > 0) return
    const done = answer
    if (parts.length > 0) done.body = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    answer = null
    parts = []
    waiting?.resolve(done)
    waiting = null
  })

  return ({ method, path, headers, body = none }) =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error('the connection was closed'))
      waiting = { resolve, reject }
      let text = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n`
      for (const name in headers) text += `${name}: ${headers[name]}\r\n`
      if (method !== 'GET') text += `Content-Length: ${body.length}\r\n`
      text += '\r\n'
      if (body.length === 0) socket.write(text, 'latin1')
      else if (body.length < 16_384) socket.write(Buffer.concat([Buffer.from(text, 'latin1'), body]))
      else {
        socket.write(text, 'latin1')
        socket.write(body)
      }
    })
}
