import { globalOrigin } from './checkpoint.ts'
import type { Means } from './means.ts'
import { readVkey, renamed, type Vkey } from './note.ts'
import { Wrong, type Report } from './report.ts'

/** Whom to believe: what was given on the command line counts before what the file says of itself. */
export interface Trust {
  keys: readonly string[]
  witnesses: readonly string[]
  /** How many witnesses must have signed; null: all that were given. */
  need: number | null
}

export interface Chosen {
  keys: Vkey[]
  from: 'you' | 'file'
}

/** The keys that a file brings: 1 to 16, each of its practice or its installation; null where they are others. */
export function readTold(means: Means, texts: unknown, origin: string): Vkey[] | null {
  if (!Array.isArray(texts) || texts.length === 0 || texts.length > 16) return null
  if (!texts.every((text) => typeof text === 'string')) return null
  const keys = texts.map((text) => readVkey(means, text, 'log'))
  return keys.every(({ name }) => name === origin || name === globalOrigin(origin)) ? keys : null
}

/**
 * Keys for a practice's origin, or an installation's. One key pair signs for an installation and all its practices, so a key
 * that was given for one of both names counts for the other.
 */
export function chooseKeys(means: Means, given: readonly string[], told: readonly Vkey[], origin: string): Chosen {
  if (given.length === 0) {
    const keys = told.filter(({ name }) => name === origin)
    if (keys.length === 0) throw new Wrong('key', `There is no key for ${origin}: give one with --key.`)
    return { keys, from: 'file' }
  }
  const keys = given
    .map((text) => readVkey(means, text, 'log'))
    .filter(({ name }) => name === origin || globalOrigin(origin) === name || globalOrigin(name) === origin)
    .map((key) => (key.name === origin ? key : renamed(means, key, origin)))
  if (keys.length === 0) throw new Wrong('key', `None of the keys that were given is for ${origin}.`)
  return { keys, from: 'you' }
}

export function chooseWitnesses(means: Means, trust: Trust, told: readonly Vkey[]): Chosen {
  if (trust.witnesses.length === 0) return { keys: [...told], from: 'file' }
  return { keys: trust.witnesses.map((text) => readVkey(means, text, 'witness')), from: 'you' }
}

export function noteKey(report: Report, key: Vkey, from: 'you' | 'file'): void {
  if (!report.keys.some(({ vkey }) => vkey === key.text)) report.keys.push({ vkey: key.text, from })
}
