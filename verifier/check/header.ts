/** The first line of a bundle. */
import type { Means } from './means.ts'
import { globalOrigin, isUuid } from './checkpoint.ts'
import { readTold } from './choose-keys.ts'
import { readVkey, type Vkey } from './note.ts'
import { Wrong } from './report.ts'

export interface Header {
  origin: string
  /** Of the installation. */
  global: string
  size: number
  checkpoint: string
  keys: Vkey[]
  witnesses: Vkey[]
  /** Signed note of the installation's own checkpoint. */
  globalNote: string | null
}

interface Raw {
  format: string
  origin: string
  practice: string
  made: string
  size: number
  checkpoint: string
  keys: string[]
  witnesses: string[]
  global: string | null
  names: Record<string, string>
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()
const areTexts = (value: unknown, most: number): value is string[] =>
  Array.isArray(value) && value.length <= most && value.every(isText)

export function readHeader(means: Means, line: string): Header {
  const raw = parsed(line)
  if (raw.format !== 'candour/bundle/1') throw broken('it is of another format')
  if (!isText(raw.origin) || !isText(raw.practice)) throw broken('it names no practice')
  const global = globalOrigin(raw.origin)
  if (global === null || raw.origin !== `${global}/${raw.practice}`) throw broken('its origin and its practice differ')
  if (!isMoment(raw.made)) throw broken('the time at which it was made is none')
  if (!Number.isSafeInteger(raw.size) || raw.size < 0) throw broken('its size is no number of entries')
  if (!isText(raw.checkpoint)) throw broken('it has no checkpoint')
  if (!areTexts(raw.witnesses, 64)) throw broken('its witnesses are no list')
  if (raw.global !== null && !isText(raw.global)) throw broken('its global checkpoint is none')
  if (!areNames(raw.names)) throw broken('its names are no list of names')
  const keys = readTold(means, raw.keys, raw.origin)
  if (keys === null) throw broken('it has no keys, or one that belongs to something else')
  if (JSON.stringify(ordered(raw)) !== line) throw broken('it is written in another way than first lines are')
  const witnesses = raw.witnesses.map((key) => readVkey(means, key, 'witness'))
  const { origin, size, checkpoint } = raw
  return { origin, global, size, checkpoint, keys, witnesses, globalNote: raw.global }
}

function broken(why: string): Wrong {
  return new Wrong('header', `The first line is not that of a bundle: ${why}.`)
}

function parsed(line: string): Raw {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) return value as Raw
  } catch {
    // Said below.
  }
  throw broken('it is not JSON')
}

function isMoment(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/.test(text)) return false
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === text.slice(0, 19)
}

function areNames(names: unknown): names is Record<string, string> {
  if (typeof names !== 'object' || names === null || Array.isArray(names)) return false
  return Object.entries(names).every(([id, name]) => isUuid(id) && isText(name))
}

function ordered({ format, origin, practice, made, size, checkpoint, keys, witnesses, global, names }: Raw): Raw {
  return { format, origin, practice, made, size, checkpoint, keys, witnesses, global, names }
}
