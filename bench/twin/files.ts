/** Files as plain files: written, synced and renamed, then their row. */
import { fileRoutes, type File } from '@candour/contract/files.ts'
import type { FastifyInstance } from 'fastify'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../server/src/platform/app-error.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import { arriving } from '../../server/src/platform/http/body.ts'
import { newId } from '../../server/src/platform/vault/ids.ts'
import { addRoute, arrive, type Door } from './door.ts'
import { emit } from './patients.ts'
import type { Records } from './records.ts'
import { authenticateWithin } from './sessions.ts'

interface Row {
  patient: string
  name: string
  size: number
  media_type: string | null
  content: string | null
}

const announce = statement(
  'twin-announce-file',
  'insert into public.file (practice, file, patient, name, size) values ($1, $2, $3, $4, $5)',
)
const read = statement<Row>(
  'twin-read-file',
  'select patient, name, size::float8 as size, media_type, content from public.file where practice = $1 and file = $2',
)
const keep = statement(
  'twin-keep-file',
  'update public.file set media_type = $3, content = $4 where practice = $1 and file = $2',
)

export function addFiles(app: FastifyInstance, door: Door, records: Records, folder: string): void {
  const { database } = door
  const announcing = {
    method: 'POST',
    path: '/api/files',
    kind: 'change',
    takes: 'json',
    access: 'record.write',
  } as const
  addRoute(app, door, announcing, async ({ tx, body }) => {
    const { patient, name, size, id = newId() } = fileRoutes.announce.input.parse(body)
    tx.send(announce, [tx.practice, id, patient, name, size])
    return fileRoutes.announce.output.parse({ id, contentUrl: `/api/files/${id}/content` })
  })

  const config = { endpoint: 'PUT content' }
  app.put('/api/files/:id/content', { config }, async (request, reply) => {
    const { id } = request.params as { id: string }
    const { actor, row } = await database.read('', async (tx) => {
      const actor = await arrive(door, request, 'record.write', (presented) => authenticateWithin(tx, presented))
      return { result: { actor, row: (await tx.run(read, actor.practice, id))[0] }, entry: null }
    })
    const { practice, member } = actor
    if (row === undefined) throw new AppError('file.not_found')
    const content = newId()
    const staged = await open(join(folder, `${content}.new`), 'wx')
    for await (const part of arriving(request)) await staged.write(part)
    await staged.sync()
    await staged.close()
    await rename(join(folder, `${content}.new`), join(folder, content))
    const names = await open(folder)
    await names.sync().finally(() => names.close())
    const { patient, name, size } = row
    const mediaType = 'image/jpeg'
    const file: File = await database.change(practice, async (tx) => {
      tx.send(keep, [practice, id, mediaType, content])
      const attachment = { contentType: mediaType, url: `/api/files/${id}/content`, title: name, size }
      const resource = {
        resourceType: 'DocumentReference',
        status: 'current',
        subject: { reference: `Patient/${patient}` },
        content: [{ attachment }],
      }
      const now = new Date()
      await records.create(tx, resource, Buffer.from(JSON.stringify(resource)), now)
      emit(tx, member, 'file.added', patient, id)
      const author = { member, name: 'Imogen Thrale', role: 'Doctor' }
      const facts = { id, patient, version: 1, name, mediaType, size, addedAt: now.toISOString(), author }
      return { ...facts, sha256: null, text: null, contentUrl: `/api/files/${id}/content` }
    })
    return reply.code(201).send(file)
  })

  const fetching = { method: 'GET', path: '/api/files/:id/content', kind: 'read', takes: 'nothing' } as const
  addRoute(app, door, { ...fetching, access: 'record.read' }, async ({ tx, parameters, reply }) => {
    const row = (await tx.run(read, tx.practice, parameters['id']))[0]
    if (row === undefined) throw new AppError('file.not_found')
    reply.header('content-type', row.media_type).header('content-length', String(row.size))
    return createReadStream(join(folder, row.content!), { highWaterMark: 256 * 1024 })
  })
}
