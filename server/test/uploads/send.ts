/** Uploads as a socket sees them: slow, cut, too long, or larger than memory. */
import { fileRoutes } from '@candour/contract/files.ts'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { startDigest } from '../../src/platform/vault/digest.ts'
import type { Browser } from '../browser.ts'

export async function announceFile(
  browser: Browser,
  patient: string,
  size: number,
): Promise<{ id: string; path: string }> {
  const { id, contentUrl } = await browser.call(fileRoutes.announce, { patient, name: 'scan.pdf', size })
  return { id, path: contentUrl }
}

function headersOf(browser: Browser): Record<string, string> {
  return { cookie: browser.cookie ?? '', 'x-candour-csrf': browser.csrf ?? '' }
}

/** Every MiB differs from the others, and none is kept: `%PDF-1.7`, then the number of the MiB again and again. */
export function* pieces(size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += 1024 ** 2) {
    const piece = Buffer.alloc(Math.min(1024 ** 2, size - at), `piece ${at / 1024 ** 2}. `)
    if (at === 0) piece.write('%PDF-1.7\n')
    yield piece
  }
}

export function pieceAt(size: number, start: number, end: number): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (const piece of pieces(size)) {
    if (at + piece.length > start && at < end) parts.push(piece.subarray(Math.max(0, start - at), end - at))
    at += piece.length
    if (at >= end) break
  }
  return Buffer.concat(parts)
}

/** Answers the status and the SHA-256 of what was sent. */
export async function uploadPieces(
  browser: Browser,
  path: string,
  size: number,
): Promise<{ status: number; sha256: string }> {
  const sent = startDigest()
  const send = request(browser.address + path, {
    method: 'PUT',
    headers: { ...headersOf(browser), 'content-length': size },
  })
  const answered = once(send, 'response') as Promise<[IncomingMessage]>
  for (const piece of pieces(size)) {
    sent.update(piece)
    if (!send.write(piece)) await once(send, 'drain')
  }
  send.end()
  const [response] = await answered
  response.resume()
  await once(response, 'end')
  return { status: response.statusCode!, sha256: sent.finish().toString('hex') }
}

/** SHA-256 of everything that comes, without keeping it. */
export async function downloadDigest(browser: Browser, path: string): Promise<string> {
  const { response } = await browser.fetch('GET', path)
  const received = startDigest()
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) received.update(part)
  return received.finish().toString('hex')
}

/**
 * Says that `announced` bytes come and sends `bytes`, by a socket of its own: all of them before it looks for an answer.
 * @returns the status; null when it was cut, or ended without an answer
 */
export async function sendRaw(
  browser: Browser,
  path: string,
  announced: number,
  bytes: Buffer,
  end: 'cut' | 'wait',
): Promise<number | null> {
  const { hostname, port } = new URL(browser.address)
  const socket = connect(Number(port), hostname)
  const closed = once(socket, 'close')
  socket.on('error', () => undefined)
  const headers = Object.entries({ host: hostname, ...headersOf(browser), 'content-length': String(announced) })
  socket.write(`PUT ${path} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  await new Promise((resolve) => socket.write(bytes, resolve))
  if (end === 'cut') {
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    return null
  }
  const answer = once(socket, 'data') as Promise<[Buffer]>
  const heard = await Promise.race([answer.then(([part]) => part.toString('latin1')), closed.then(() => '')])
  socket.destroy()
  const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]
  return status === undefined ? null : Number(status)
}
