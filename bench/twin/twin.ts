/**
 * Candour's twin: what an ordinary, competent server of the same stack would be. Same requests, same answers, same
 * batching of reads, named prepared statements, durable commits; no sealing, no ledger, no row security. It exists to
 * price those, takes nothing from server/, and is never shipped.
 */
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type pg from 'pg'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Query } from './database.ts'
import { addFhir } from './fhir.ts'
import { addFiles } from './files.ts'
import { addPatients } from './patients.ts'
import type { Actor, Routes, Verb } from './routes.ts'

const findSession = `select s.practice, s.member, s.csrf, m.name, m.role from session s join member m using (practice, member)
  where s.token_hash = $1 and s.ends_at > now() and s.seen_at > now() - interval '15 minutes'`

const hash = (token: string) => createHash('sha256').update(token).digest()

async function signedIn(query: Query, request: FastifyRequest, isChange: boolean): Promise<Actor> {
  const token = /(?:^|; )twin=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const actor = (await query.run<Actor>('find-session', findSession, hash(token)))[0]
  if (actor === undefined || (isChange && request.headers['x-candour-csrf'] !== actor.csrf))
    throw Object.assign(new Error('not signed in'), { statusCode: 401 })
  return actor
}

const {
  database: connection,
  folder,
  port,
} = JSON.parse(process.env['TWIN']!) as {
  database: pg.PoolConfig
  folder: string
  port: number
}
const database = openDatabase(connection)
await database
  .change((query) => query.run('', readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')))
  .catch((error: { code?: string }) => {
    if (error.code !== '42P07') throw error
  })

const app = Fastify({ logger: false })
app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, (_request, body, done) => {
  try {
    done(null, JSON.parse(body as string))
  } catch (error) {
    done(error as Error)
  }
})
app.addContentTypeParser('image/jpeg', (_request, _payload, done) => done(null))

function handler(kind: 'read' | 'change', isChange: boolean, verb: Verb) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const retryKey = request.headers['idempotency-key'] as string | undefined
    const parameters = request.params as Record<string, string>
    const answer = await database[kind](async (query) => {
      const actor = await signedIn(query, request, isChange)
      return verb({ query, actor, parameters, body: request.body, retryKey, reply })
    })
    return answer === null ? reply.code(404).send({ error: 'not found' }) : reply.send(answer)
  }
}

const routes: Routes = {
  app,
  database,
  get: (path, verb) => void app.get(path, { exposeHeadRoute: false }, handler('read', false, verb)),
  post: (path, kind, verb) => void app.post(path, handler(kind, true, verb)),
  signedIn,
}
addPatients(routes)
addFhir(routes)
addFiles(routes, folder)
app.get('/ready', async () => ({ status: 'ready' }))
app.post('/api/practices', async (_request, reply) => {
  const [practice, member, csrf] = [randomUUID(), randomUUID(), randomUUID()]
  const token = randomBytes(32).toString('base64url')
  await database.change(async (query) => {
    await query.run('', 'insert into practice values ($1, $2)', practice, 'A practice')
    await query.run('', 'insert into member values ($1, $2, $3, $4)', practice, member, 'Imogen Thrale', 'Doctor')
    const columns = 'token_hash, practice, member, csrf'
    await query.run('', `insert into session (${columns}) values ($1, $2, $3, $4)`, hash(token), practice, member, csrf)
  })
  return reply.send({ cookie: `twin=${token}`, csrf, member })
})

await app.listen({ host: '127.0.0.1', port })
process.on('SIGTERM', () => process.exit(0))
