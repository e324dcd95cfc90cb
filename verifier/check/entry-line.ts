/** A line of a bundle that holds an entry, and the bytes of the leaf that it stands for. */
import { fromBase64 } from './bytes.ts'

const word = '[ !#-\\[\\]-~]{1,100}'
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const hash = '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]='
/** The only way to write one: no other order, space, escape or number counts, so no two programs read it differently. */
const whole = new RegExp(
  `^\\{"nonce":"([A-Za-z0-9+/]{21}[AQgw]==)","at":(0|[1-9]\\d{0,15}),"actorKind":"(${word})",` +
    `"actor":(?:null|"(${uuid})"),"verb":"(${word})","outcome":"(${word})",` +
    `"subjects":(0|[1-9]\\d{0,8}),"subjectsHash":"(${hash})","detailHash":"(${hash})"\\}$`,
)
const latest = 8_640_000_000_000_000

export interface Entry {
  at: number
  /** Only until the next entry is read. */
  leaf: Uint8Array
}

/** Reads one line after the other into the same memory. Null: this is no entry. */
export function entryReader(): (line: string) => Entry | null {
  const buffer = new Uint8Array(1024)
  let at = 0
  const field = (length: number) => {
    buffer[at++] = 0
    buffer[at++] = 0
    buffer[at++] = length >> 8
    buffer[at++] = length & 0xff
  }
  const ascii = (text: string) => {
    field(text.length)
    for (let place = 0; place < text.length; place++) buffer[at++] = text.charCodeAt(place)
  }
  const bytes = (part: Uint8Array) => {
    field(part.length)
    buffer.set(part, at)
    at += part.length
  }
  return (line) => {
    const found = whole.exec(line)
    if (found === null) return null
    const [, nonce, time, kind, actor, verb, outcome, subjects, subjectsHash, detailHash] = found
    if (Number(time) > latest) return null
    at = 0
    ascii('candour/leaf/2')
    bytes(fromBase64(nonce!)!)
    ascii(time!)
    ascii(kind!)
    ascii(actor ?? '')
    ascii(verb!)
    ascii(outcome!)
    ascii(subjects!)
    bytes(fromBase64(subjectsHash!)!)
    bytes(fromBase64(detailHash!)!)
    return { at: Number(time), leaf: buffer.subarray(0, at) }
  }
}

/** Why a line is no entry, as far as can be told. */
export function whyNoEntry(line: string): string {
  if (line === '') return 'the line is empty'
  if (line.endsWith('\r')) return 'it ends as on another system (CR LF)'
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return 'it is not JSON'
  }
  if (typeof parsed !== 'object' || parsed === null) return 'it is not an object'
  const names = ['nonce', 'at', 'actorKind', 'actor', 'verb', 'outcome', 'subjects', 'subjectsHash', 'detailHash']
  const missing = names.filter((name) => !Object.hasOwn(parsed, name))
  if (missing.length > 0) return `it has no ${missing[0]}`
  const odd = Object.keys(parsed).find((name) => !names.includes(name))
  if (odd !== undefined) return `it has a field that entries don't have`
  if (JSON.stringify(parsed) !== line) return 'it is written in another way than entries are'
  return 'one of its fields has a value that entries can’t have, or they stand in another order'
}
