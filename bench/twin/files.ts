/** Files as plain files: written, synced and renamed, then their row. */
import { fileRoutes, type File } from '@candour/contract/files.ts'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { emit } from './patients.ts'
import { writeResource } from './records.ts'
import type { Routes } from './routes.ts'

const announce = 'insert into file (practice, file, patient, name, size) values ($1, $2, $3, $4, $5)'
const read =
  'select patient, name, size::float8 as size, media_type, content from file where practice = $1 and file = $2'
const keep = 'update file set media_type = $3, content = $4 where practice = $1 and file = $2'

interface Row {
  patient: string
  name: string
  size: number
  media_type: string | null
  content: string | null
}

export function addFiles({ get, post, app, signedIn, database }: Routes, folder: string): void {
  post('/api/files', 'change', async ({ query, actor, body }) => {
    const { patient, name, size, id = randomUUID() } = fileRoutes.announce.input.parse(body)
    await query.run('announce-file', announce, actor.practice, id, patient, name, size)
    return fileRoutes.announce.output.parse({ id, contentUrl: `/api/files/${id}/content` })
  })

  app.put('/api/files/:id/content', async (request, reply) => {
    const { id } = request.params as { id: string }
    const { actor, row } = await database.read(async (query) => {
      const actor = await signedIn(query, request, true)
      return { actor, row: (await query.run<Row>('read-file', read, actor.practice, id))[0]! }
    })
    const content = randomUUID()
    const staged = await open(join(folder, `${content}.new`), 'wx')
    for await (const part of request.raw) await staged.write(part as Buffer)
    await staged.sync()
    await staged.close()
    await rename(join(folder, `${content}.new`), join(folder, content))
    const names = await open(folder)
    await names.sync().finally(() => names.close())
    const file: File = await database.change(async (query) => {
      const { practice, member, name: author, role } = actor
      const mediaType = 'image/jpeg'
      await query.run('keep-file', keep, practice, id, mediaType, content)
      const attachment = { contentType: mediaType, url: `/api/files/${id}/content`, title: row.name, size: row.size }
      const resource = {
        resourceType: 'DocumentReference',
        status: 'current',
        subject: { reference: `Patient/${row.patient}` },
        content: [{ attachment }],
      }
      const { lastUpdated } = await writeResource(query, practice, resource, id)
      await emit(query, actor, 'file.added', row.patient, id)
      const { patient, name, size } = row
      const by = { member, name: author, role }
      const facts = { id, patient, version: 1, name, mediaType, size, addedAt: lastUpdated.toISOString(), author: by }
      return { ...facts, sha256: null, text: null, contentUrl: `/api/files/${id}/content` }
    })
    return reply.code(201).send(file)
  })

  get('/api/files/:id/content', async ({ query, actor, parameters, reply }) => {
    const row = (await query.run<Row>('read-file', read, actor.practice, parameters['id']))[0]!
    reply.header('content-type', row.media_type).header('content-length', String(row.size))
    return createReadStream(join(folder, row.content!), { highWaterMark: 256 * 1024 })
  })
}
