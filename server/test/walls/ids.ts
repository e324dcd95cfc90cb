/** Finds the ids in an example call and exchanges them. */
import type { Asked } from './call-endpoint.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

export interface FoundId {
  /** Where it stands first, for example `patient` or `amends.note`. */
  path: string
  value: string
}

/** Every different UUID in the input and in the resource, with its place. */
export function idsIn({ input, resource = {} }: Asked): FoundId[] {
  const found = new Map<string, FoundId>()
  for (const { path, value } of [...leaves(input, ''), ...leaves(resource, 'resource')]) {
    const id = uuid.exec(value)?.[0]
    if (id !== undefined && !found.has(id)) found.set(id, { path, value: id })
  }
  return [...found.values()]
}

/** The id that stands at the same place in another practice's example. */
export function idAt(asked: Asked, path: string): string {
  const found = idsIn(asked).find((one) => one.path === path)
  if (found === undefined) throw new Error(`no id at ${path}`)
  return found.value
}

/** The same call with `to` wherever `from` stood. */
export function exchange(asked: Asked, from: string, to: string): Asked {
  const { input, resource, ...rest } = asked
  const swap = (value: object) => JSON.parse(JSON.stringify(value).replaceAll(from, to)) as Record<string, unknown>
  return { ...rest, input: swap(input), ...(resource === undefined ? {} : { resource: swap(resource) }) }
}

function leaves(value: unknown, path: string): { path: string; value: string }[] {
  if (typeof value === 'string') return [{ path, value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => leaves(one, path === '' ? key : `${path}.${key}`))
}

/** An answer without what differs from call to call: ids that were asked for, request ids, times and totals. */
export function comparable(status: number, body: unknown, asked: string[]): string {
  let text = JSON.stringify(body)
  for (const id of asked) text = text.replaceAll(id, '«asked»')
  return `${status} ${text
    .replace(new RegExp(uuid, 'g'), '«id»')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '«time»')
    .replace(/"(took|total)":[\d.]+/g, '"$1":«number»')}`
}
