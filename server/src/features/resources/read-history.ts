import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { HiddenRecord } from '../compartments/hidden-record.ts'
import { openUnlessHidden } from '../compartments/open-compartment.ts'
import { knownType } from './check-resource.ts'
import { openRow, type OpenedResource } from './read-resource.ts'
import { isFhirId, resourceId } from './resource-id.ts'
import { countVersions, listWholeVersions, type WholeRow } from './resources.store.ts'

const defaultCount = 50
const mostCount = 200

/**
 * FHIR history of one resource, newest first: https://hl7.org/fhir/R4/http.html#history. `_count` up to 200 a page; the
 * `next` link goes on below the last version of this one. Entries hold the bytes as they are kept.
 */
export async function readHistory(call: Call<BytesInput>): Promise<BytesOutcome> {
  const { parameters, query } = call.input
  const type = knownType(parameters['type']!)
  const fhirId = parameters['id']!
  if (!isFhirId(fhirId)) throw new AppError('resource.not_found')
  const count = Math.min(whole(query, '_count') ?? defaultCount, mostCount)
  const below = whole(query, 'below')
  const id = resourceId(call, type, fhirId)
  const total = await countOpen(call, type, id)
  if (total === 0) throw new AppError('resource.not_found')
  const rows = count === 0 ? [] : await listWholeVersions(call.tx, type, id, below ?? null, count)
  const each = await Promise.all(rows.map((row) => openUnlessRestricted(call, row)))
  const opened = each.filter((one) => one !== null)
  const address = `${type}/${fhirId}`
  // Versions have no gaps. Large ones make a short page.
  const last = rows.at(-1)?.version ?? 1
  const next = last > 1 ? `${address}/_history?_count=${count}&below=${last}` : null
  return {
    headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
    body: bundleOf(address, total, next, opened),
    subjects: [],
  }
}

/**
 * Versions may lie in several records: those in one that is restricted to others are neither shown nor counted, and nobody is told
 * how many there are of what does not open.
 */
async function countOpen(call: Call<unknown>, type: string, id: string): Promise<number> {
  let total = 0
  for (const { compartment, count } of await countVersions(call.tx, type, id))
    if ((await openUnlessHidden(call, compartment).catch(goneIsCounted)) !== 'hidden') total += count
  return total
}

function goneIsCounted(error: unknown): null {
  if (error instanceof AppError && error.code === 'resource.gone') return null
  throw error
}

async function openUnlessRestricted(call: Call<unknown>, row: WholeRow): Promise<OpenedResource | null> {
  try {
    return await openRow(call, row)
  } catch (error) {
    if (error instanceof HiddenRecord) return null
    throw error
  }
}

function whole(query: Record<string, string>, name: string): number | undefined {
  const text = query[name]
  if (text === undefined) return undefined
  if (!/^\d{1,6}$/.test(text))
    throw new AppError('input.invalid', [{ path: name, message: 'This must be a whole number.' }])
  return Number(text)
}

function bundleOf(address: string, total: number, next: string | null, versions: OpenedResource[]): Buffer {
  const link = next === null ? [] : [{ relation: 'next', url: next }]
  const head = { resourceType: 'Bundle', type: 'history', total, ...(next === null ? {} : { link }) }
  const entries = versions.flatMap((version, place) => [
    Buffer.from(place === 0 ? '' : ','),
    ...entryOf(address, version),
  ])
  if (entries.length === 0) return Buffer.from(JSON.stringify(head))
  return Buffer.concat([Buffer.from(`${JSON.stringify(head).slice(0, -1)},"entry":[`), ...entries, Buffer.from(']}')])
}

/** Pieces of JSON, so that a resource's own bytes go out as they are. */
function entryOf(address: string, { version, deleted, lastUpdated, bytes }: OpenedResource): Buffer[] {
  const method = deleted ? 'DELETE' : version === 1 ? 'POST' : 'PUT'
  const request = { method, url: method === 'POST' ? address.split('/')[0] : address }
  const response = {
    status: deleted ? '204' : version === 1 ? '201' : '200',
    etag: `W/"${version}"`,
    lastModified: lastUpdated.toISOString(),
  }
  const rest = JSON.stringify({ request, response })
  if (deleted) return [Buffer.from(rest)]
  return [Buffer.from('{"resource":'), bytes, Buffer.from(`,${rest.slice(1)}`)]
}
