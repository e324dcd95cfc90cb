import { setImmediate as nextTurn } from 'node:timers/promises'
import { elementsOf, textOf } from '../resources/read-leniently.ts'
import { breather } from '../../platform/breathe.ts'
import { deriveId } from './derive-id.ts'
import { findResources } from './find-resources.ts'
import { referencesIn } from './rewrite-references.ts'
import type { Source } from './source.ts'
import { textAt, walkObject } from './walk-json.ts'

/** `Practitioner?identifier=system|value`: a reference that searches, as bulk files and Bundles have them. */
const conditional = /^([A-Z]\w+)\?identifier=([^|&]*\|[^&]+)$/
const hint = Buffer.from('?identifier=')

export interface Resolved {
  /** How many such references there are, and how many of them name exactly one resource of the import. */
  found: number
  resolved: number
  /** By the reference as it stands there. */
  byText: ReadonlyMap<string, string>
}

/**
 * Reads the files twice: which identifiers are asked for, then who has them. Only those that are asked for are kept in
 * memory. One that two resources of the import have stays unresolved: a guess would be somebody else's name on a record.
 */
export async function resolveReferences(source: Source, practice: string, signal: AbortSignal): Promise<Resolved> {
  const asked = await findAsked(source, practice, signal)
  const byIdentifier = new Map<string, Set<string>>()
  for (const text of asked.keys()) byIdentifier.set(identifierOf(text)!, new Set())
  const types = [...new Set([...byIdentifier.keys()].map((key) => key.slice(0, key.indexOf('?'))))]
  const names = types.map((type) => Buffer.from(`"${type}"`))
  const breathe = breather()
  if (types.length > 0)
    for await (const { bytes, fullUrl } of findResources(source, practice)) {
      await breathe()
      signal.throwIfAborted()
      if (!names.some((name) => bytes.includes(name))) continue
      const resource = bytes.length > large ? await headOf(bytes) : parsed(bytes)
      const type = textOf(resource['resourceType'])
      if (!types.includes(type)) continue
      const id = textOf(resource['id']) || deriveId(practice, fullUrl, bytes)
      for (const { system, value } of elementsOf(resource['identifier']))
        byIdentifier.get(`${type}?${textOf(system)}|${textOf(value)}`)?.add(`${type}/${id}`)
    }
  const byText = new Map<string, string>()
  let found = 0
  let resolved = 0
  for (const [text, times] of asked) {
    found += times
    const [only, ...more] = byIdentifier.get(identifierOf(text)!)!
    if (only === undefined || more.length > 0) continue
    byText.set(text, only)
    resolved += times
  }
  return { found, resolved, byText }
}

async function findAsked(source: Source, practice: string, signal: AbortSignal): Promise<Map<string, number>> {
  const asked = new Map<string, number>()
  const breathe = breather()
  for await (const { bytes } of findResources(source, practice)) {
    await breathe()
    signal.throwIfAborted()
    if (!bytes.includes(hint)) continue
    for (const { text } of referencesIn(bytes)) if (conditional.test(text)) asked.set(text, (asked.get(text) ?? 0) + 1)
  }
  await nextTurn()
  return asked
}

function identifierOf(text: string): string | null {
  const match = conditional.exec(text)
  if (match === null) return null
  try {
    return `${match[1]!}?${decodeURIComponent(match[2]!)}`
  } catch {
    return `${match[1]!}?${match[2]!}`
  }
}

/** Parsing whole what is longer would hold everybody up. */
const large = 256 * 1024

/** The type, id and identifiers of a large one. */
async function headOf(bytes: Buffer): Promise<Record<string, unknown>> {
  try {
    const { values, items } = await walkObject(bytes)
    const identifier = items.get('identifier')?.map(({ start, end }) => parsed(bytes.subarray(start, end)))
    return {
      resourceType: textAt(bytes, values.get('resourceType')),
      id: textAt(bytes, values.get('id')),
      identifier,
    }
  } catch {
    return {}
  }
}

function parsed(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
