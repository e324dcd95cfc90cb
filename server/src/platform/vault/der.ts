/** Promise: the few values that a certificate is made of are written as DER (ITU-T X.690) wants them. */

/** Tag, length and contents. */
export function tagged(tag: number, contents: Uint8Array): Buffer {
  const { length } = contents
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), contents])
}

export const sequence = (...parts: Uint8Array[]) => tagged(0x30, Buffer.concat(parts))
export const set = (...parts: Uint8Array[]) => tagged(0x31, Buffer.concat(parts))
export const explicit = (number: number, content: Uint8Array) => tagged(0xa0 + number, content)
export const octets = (content: Uint8Array) => tagged(0x04, content)
export const text = (value: string) => tagged(0x0c, bytes(value))
export const bytes = (value: string) => Buffer.from(value, 'utf8')
export const yes = tagged(0x01, Buffer.of(0xff))

/** @param value big-endian, positive, without leading zeros */
export const integer = (value: Uint8Array) =>
  tagged(0x02, (value[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), value]) : value)

export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(unusedBits), content]))
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 127]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128)
  return digits
}

/** UTCTime until 2049, GeneralizedTime afterwards (RFC 5280, section 4.1.2.5). */
export function time(value: Date): Buffer {
  const digits = `${value.toISOString().slice(0, 19).replace(/\D/g, '')}Z`
  return value.getUTCFullYear() < 2050 ? tagged(0x17, bytes(digits.slice(2))) : tagged(0x18, bytes(digits))
}
