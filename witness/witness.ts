#!/usr/bin/env node
/**
 * A witness of transparency logs: c2sp.org/tlog-witness. `node witness/witness.ts --log VKEY`. It needs Node 24 and this folder,
 * and shares no code with Candour, on purpose: who runs it need not trust what it watches.
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answerer, type Answer } from './answer.ts'
import { openFolder } from './keep-state.ts'
import { isName, readLog, vkeyOf } from './notes.ts'

const help = `node witness/witness.ts --log VKEY: signs what it saw of a log, if the log only grew

  --log <vkey>           a log to watch; may be given more than once
  --logs <file>          more of them, one a line; # begins a remark
  --folder <folder>      where its key and what it saw are kept; ./witness-data otherwise
  --name <name>          its name, such as witness.example.org/candour; that of this machine otherwise
  --listen <host:port>   where it listens; 127.0.0.1:8089 otherwise. Put a proxy with TLS in front of it
`
const mostBody = 256_000

try {
  await run()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      log: { type: 'string', multiple: true },
      logs: text,
      folder: text,
      name: text,
      listen: text,
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) return void process.stdout.write(help)
  const listed = values.logs === undefined ? [] : readFileSync(values.logs, 'utf8').split('\n')
  const logs = [...(values.log ?? []), ...listed.map((line) => line.trim()).filter((line) => !/^(#|$)/.test(line))].map(
    readLog,
  )
  if (logs.length === 0) throw new Error('Say which log to watch: --log <vkey>.')
  const name = values.name ?? hostname()
  if (!isName(name)) throw new Error('--name takes a name without spaces and plus signs.')
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(values.listen ?? '127.0.0.1:8089') ?? []
  if (host === undefined) throw new Error('--listen takes an address such as 127.0.0.1:8089.')
  const { state, privateKey } = await openFolder(resolve(values.folder ?? 'witness-data'))
  const cosigner = { name, privateKey }
  const answer = answerer({ logs, cosigner, state, now: Date.now })
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8_192 },
    (request, response) => {
      void answerTo(request, answer, cosigner).then(({ status, body, type = 'text/plain; charset=utf-8' }) => {
        response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
        response.end(body)
        if (request.method === 'POST') process.stdout.write(`${new Date().toISOString()} ${status}\n`)
      })
    },
  )
  server.maxConnections = 100
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(port), host.replace(/^\[(.*)\]$/, '$1'), resolve)
  })
  const address = server.address()
  process.stdout.write(`${vkeyOf(cosigner)}\nlistening on port ${typeof address === 'object' ? address?.port : ''}\n`)
}

async function answerTo(
  request: IncomingMessage,
  answer: (body: string) => Promise<Answer>,
  cosigner: Parameters<typeof vkeyOf>[0],
): Promise<Answer> {
  try {
    if (request.method === 'GET' && request.url === '/') return { status: 200, body: `${vkeyOf(cosigner)}\n` }
    if (!/^(?:\/[\w.~-]+)*\/add-checkpoint$/.test(request.url ?? ''))
      return { status: 404, body: 'There is nothing here.\n' }
    if (request.method !== 'POST') return { status: 405, body: 'Checkpoints are posted.\n' }
    const body = await bodyOf(request)
    return body === null ? { status: 400, body: 'The request is too large, or no text.\n' } : await answer(body)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return { status: 500, body: 'It could not be kept, so it was not signed.\n' }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBody) return null
    parts.push(part)
  }
  const bytes = Buffer.concat(parts)
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : null
}
