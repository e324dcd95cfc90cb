/** For tests: random values of FHIR's primitive types, as JSON text, so that `1.0` and `1e2` stay what they are. */

/** A number as it is written. */
export class Lexeme {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export interface Dice {
  /** 0 to n - 1 */
  upTo: (n: number) => number
  chance: (p: number) => boolean
  pick: <T>(list: readonly T[]) => T
}

/** Mulberry32: small, seeded, good enough to choose tests. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (n: number) => Math.floor(next() * n)
  return { upTo, chance: (p) => next() < p, pick: (list) => list[upTo(list.length)]! }
}

const texts = [
  'Zoë',
  'a "quoted" word',
  'line\nbreak',
  'tab\there',
  '血圧',
  '🦷 tooth',
  'O’Brien',
  ' leading',
  'e\u0301',
  'a\u2028b',
]
texts.push(
  '<b>&amp;',
  "Robert'); DROP TABLE",
  '‮txt',
  'x'.repeat(300),
  '1',
  '*',
  'null',
  '\\u0041',
  '\u0000'.replace('\u0000', '-'),
)
const decimals = [
  '1.0',
  '1e2',
  '0.10',
  '-0',
  '1E-7',
  '0.00',
  '123456789012345678901234567890.10',
  '-17.50',
  '3',
  '9.99e+3',
]
const dates = ['2026', '2026-11', '2026-11-22', '2024-02-29', '1900-01-01', '0001-01', '9999-12-31', '2000-02-29']
const instants = ['2026-11-22T09:30:00Z', '2026-03-29T01:30:00.123+01:00', '2016-12-31T23:59:60Z']
instants.push('1999-12-31T23:59:59.9999999-14:00', '2026-11-22T24:00:00Z'.replace('T24', 'T00'))
const uris = [
  'http://example.org/a',
  'urn:oid:1.2.3',
  'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d',
  'Patient',
  'ü:1',
  'a?b=c&d',
]
const uuid = 'urn:uuid:0c4f8f2e-3c4b-4d7a-9c0e-5d1f2a3b4c5d'
const divs = [
  'plain',
  '<b>bold &amp; <i>italic</i></b>',
  '<table><tr><td colspan="2">1 &lt; 2</td></tr></table>',
  '&#233;<br/>x',
]
const integer = ['0', '1', '42', '2147483647']

/** A valid value of a primitive type. */
export function randomPrimitive(type: string, { pick, upTo }: Dice): unknown {
  switch (type) {
    case 'boolean':
      return pick([true, false])
    case 'decimal':
      return new Lexeme(pick(decimals))
    case 'integer':
      return new Lexeme(pick([...integer, '-1', '-2147483648']))
    case 'unsignedInt':
      return new Lexeme(pick(integer))
    case 'positiveInt':
      return new Lexeme(pick(integer.slice(1)))
    case 'date':
      return pick(dates)
    case 'dateTime':
      return pick([...dates, ...instants])
    case 'instant':
      return pick(instants)
    case 'time':
      return pick(['00:00:00', '23:59:60', '09:30:00.5'])
    case 'id':
      return pick(['a', 'A-1.b', '9'.repeat(64), `x${upTo(1000)}`])
    case 'code':
      return pick(['active', 'a b', 'ä', '<', 'c', 'c', 'c']) + upTo(1_000_000_000)
    case 'oid':
      return pick(['urn:oid:1.2.3', 'urn:oid:2.16.840.1.113883.2.1.4.1'])
    case 'uuid':
      return uuid
    case 'uri':
    case 'url':
    case 'canonical':
      return pick(uris)
    case 'base64Binary':
      return pick(['AAAA', 'QQ==', 'QUI=', 'AAAA\nBBBB'])
    case 'xhtml':
      return `<div xmlns="http://www.w3.org/1999/xhtml">${pick(divs)}</div>`
    default:
      return pick(texts)
  }
}

/** The JSON text of a tree with lexemes: sometimes with escapes and space that JSON.stringify would not write. */
export function writeJson(value: unknown, { chance, pick }: Dice): string {
  const space = () => (chance(0.05) ? pick([' ', '\n', '\t', '\r\n  ']) : '')
  const text = (one: string) =>
    chance(0.1)
      ? `"${JSON.stringify(one)
          .slice(1, -1)
          .replace(/[\u007f-\uffff]/g, escapeSome)}"`
      : JSON.stringify(one)
  const escapeSome = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  const write = (one: unknown): string => {
    if (one instanceof Lexeme) return one.text
    if (typeof one === 'string') return text(one)
    if (Array.isArray(one)) return `[${one.map((inside) => space() + write(inside)).join(`${space()},`)}${space()}]`
    if (typeof one !== 'object' || one === null) return JSON.stringify(one)
    const members = Object.entries(one).map(
      ([key, inside]) => `${space()}${JSON.stringify(key)}${space()}:${space()}${write(inside)}`,
    )
    return `{${members.join(',')}${space()}}`
  }
  return write(value)
}
