/** FHIR create and read, JSON in and out. */
import { readNewest, writeResource } from './records.ts'
import type { Routes } from './routes.ts'

export function addFhir({ get, post }: Routes): void {
  get('/fhir/R4/:type/:id', async ({ query, actor, parameters, reply }) => {
    const row = await readNewest(query, actor.practice, parameters['type']!, parameters['id']!)
    if (row === undefined) return null
    reply.header('content-type', 'application/fhir+json; charset=utf-8')
    reply.header('etag', `W/"${row.version}"`).header('last-modified', row.last_updated.toUTCString())
    return row.content
  })

  post('/fhir/R4/:type', 'change', async ({ query, actor, parameters, body, reply }) => {
    const resource = body as Record<string, unknown>
    const { type } = parameters
    if (resource['resourceType'] !== type) throw new Error('another type')
    const { id, lastUpdated, content } = await writeResource(query, actor.practice, resource)
    reply.code(201).header('content-type', 'application/fhir+json; charset=utf-8').header('etag', 'W/"1"')
    reply.header('last-modified', lastUpdated.toUTCString()).header('location', `/fhir/R4/${type}/${id}/_history/1`)
    return content
  })
}
