/** Ranges of IP addresses, v4 and v6, as CIDR writes them (RFC 4632, RFC 4291 section 2.3): for forms and for the door alike. */

export interface AddressRange {
  family: 4 | 6
  /** Of the first address. */
  bits: bigint
  prefix: number
}

const sizes = { 4: 32, 6: 128 } as const

/** An address, or one with `/` and the length of its prefix. Null for what is none, and where bits after the prefix are set. */
export function readRange(text: string): AddressRange | null {
  const [address, prefixText, ...more] = text.trim().split('/')
  const read = readAddress(address!)
  if (read === null || more.length > 0) return null
  const size = sizes[read.family]
  if (prefixText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return null
  const prefix = prefixText === undefined ? size : Number(prefixText)
  if (prefix > size) return null
  const rest = BigInt(size - prefix)
  return (read.bits >> rest) << rest === read.bits ? { ...read, prefix } : null
}

/** Whether a range has this address. A v4 address that came as v6 (`::ffff:192.0.2.1`) is the v4 one. */
export function hasAddress({ family, bits, prefix }: AddressRange, address: string): boolean {
  const asked = readAddress(address)
  if (asked === null || asked.family !== family) return false
  const rest = BigInt(sizes[family] - prefix)
  return asked.bits >> rest === bits >> rest
}

function readAddress(text: string): Omit<AddressRange, 'prefix'> | null {
  const four = readFour(text)
  if (four !== null) return { family: 4, bits: four }
  const six = readSix(text)
  if (six === null) return null
  return six >> 32n === 0xffffn ? { family: 4, bits: six & 0xffffffffn } : { family: 6, bits: six }
}

function readFour(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function readSix(text: string): bigint | null {
  if (text.length > 45 || !text.includes(':')) return null
  const last = text.slice(text.lastIndexOf(':') + 1)
  const four = last.includes('.') ? readFour(last) : undefined
  if (four === null) return null
  const hex = (bits: bigint) => bits.toString(16)
  const plain = four === undefined ? text : `${text.slice(0, -last.length)}${hex(four >> 16n)}:${hex(four & 0xffffn)}`
  const halves = plain.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const [before = [], after = []] = halves
  const missing = 8 - before.length - after.length
  // `::` stands for one group of zeros at least.
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}

/**
 * The network that an address is in, as far as a sign-in is compared with another: v4 by its first 16 bits, v6 by its first 32
 * (what a provider is given, RFC 6177). What is private (RFC 1918, RFC 4193) or this machine's own is one network. Null for what
 * is no address.
 */
export function networkOf(address: string): string | null {
  const read = readAddress(address)
  if (read === null) return null
  if (inside.some(({ family, bits, prefix }) => read.family === family && sameStart(read.bits, bits, family, prefix)))
    return 'inside'
  if (read.family === 4) return `${read.bits >> 24n}.${(read.bits >> 16n) & 255n}.0.0/16`
  const groups = [read.bits >> 112n, (read.bits >> 96n) & 0xffffn].map((group) => group.toString(16))
  return `${groups.join(':')}::/32`
}

const inside = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '::1',
  'fc00::/7',
  'fe80::/10',
].map((range) => readRange(range)!)

function sameStart(one: bigint, other: bigint, family: 4 | 6, prefix: number): boolean {
  const rest = BigInt(sizes[family] - prefix)
  return one >> rest === other >> rest
}
