/**
 * Words, numbers and bytes that exist nowhere else in the world. Each piece of text begins and ends with a mark of this
 * run, so that a part of it is found too, whatever it was cut into.
 */
import { randomBytes, randomInt } from 'node:crypto'

export interface Canary {
  /** Where it was put, for the report. */
  what: string
  bytes: Buffer
}

const letters = 'abcdefghjkmnpqrstvwxyz'
const letter = () => letters[randomInt(letters.length)]!
const word = (length: number) => Array.from({ length }, letter).join('')
const digits = (length: number) => Array.from({ length }, () => String(randomInt(10))).join('')

export interface Canaries {
  /** All that must not be found. */
  readonly planted: Canary[]
  /** Text: 20 marked letters around the number of the place. Short enough for every field, lower case, one word. */
  text(what: string): string
  /** `bytes` with a canary at its start, its end and every 300,000 bytes. */
  mark(what: string, bytes: Buffer): Buffer
  nhsNumber(what: string): string
  phone(what: string): string
  postcode(what: string): string
  /** A day in the 1890s, which nothing else is likely to name. */
  birthDate(what: string): string
  /** Something that is secret by itself: a token, a key. */
  secret(what: string, value: string | Buffer): void
}

export function createCanaries(): Canaries {
  const front = word(10)
  const back = word(10)
  const planted: Canary[] = []
  const add = (what: string, value: string | Buffer) => {
    planted.push({ what, bytes: Buffer.from(value as string) })
    return value
  }
  let count = 0
  add('the front of every marked text', front)
  add('the back of every marked text', back)
  const places: string[] = []
  return {
    planted,
    text(what) {
      places.push(what)
      return `${front}${++count}${back}`
    },
    mark(what, bytes) {
      const marked = Buffer.from(bytes)
      const own = Buffer.concat([Buffer.from(front), randomBytes(16)])
      planted.push({ what, bytes: own.subarray(10) })
      for (let at = 16; at < marked.length - own.length; at += 300_000) own.copy(marked, at)
      own.copy(marked, marked.length - own.length)
      return marked
    },
    nhsNumber: (what) => add(what, makeNhsNumber()) as string,
    phone: (what) => add(what, `07${digits(9)}`) as string,
    postcode(what) {
      const postcode = `${word(2)}${digits(2)} ${digits(1)}${word(2)}`.toUpperCase()
      add(`${what}, without its gap`, postcode.replace(' ', ''))
      return add(what, postcode) as string
    },
    birthDate: (what) => add(what, `189${digits(1)}-0${randomInt(1, 10)}-1${digits(1)}`) as string,
    secret(what, value) {
      add(what, value)
    },
  }
}

function makeNhsNumber(): string {
  for (;;) {
    const nine = `${randomInt(4, 8)}${digits(8)}`
    const sum = [...nine].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0)
    const check = (11 - (sum % 11)) % 11
    if (check !== 10) return `${nine}${check}`
  }
}

/** How a value may lie somewhere: as it is, as UTF-16, base64 (three alignments, two alphabets), hex, percent-encoded. */
export function encodingsOf(value: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>([['as it is', value]])
  const add = (name: string, text: string) => found.set(name, Buffer.from(text, 'latin1'))
  const text = value.toString('utf8')
  if (Buffer.from(text).equals(value)) {
    found.set('UTF-16LE', Buffer.from(text, 'utf16le'))
    found.set('UTF-16BE', Buffer.from(text, 'utf16le').swap16())
    const component = encodeURIComponent(text)
    if (component !== text) add('percent-encoded', component)
    const json = JSON.stringify(text).slice(1, -1)
    if (json !== text) found.set('JSON', Buffer.from(json))
  }
  for (const offset of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(offset), value])
      .toString('base64')
      .replaceAll('=', '')
    // The characters that hold bits of a neighbour are left out, at both ends.
    const first = Math.ceil((offset * 8) / 6)
    const last = Math.floor(((offset + value.length) * 8) / 6)
    const inner = whole.slice(first, last)
    add(`base64, alignment ${offset}`, inner)
    const url = inner.replaceAll('+', '-').replaceAll('/', '_')
    if (url !== inner) add(`base64url, alignment ${offset}`, url)
  }
  const hex = value.toString('hex')
  add('hex', hex)
  add('HEX', hex.toUpperCase())
  const escaped = hex.replace(/../g, '%$&')
  add('every byte percent-encoded', escaped)
  add('every byte percent-encoded, upper case', escaped.toUpperCase())
  return found
}
