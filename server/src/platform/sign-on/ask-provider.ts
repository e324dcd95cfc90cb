/**
 * Promise: what a provider is asked goes to its own origin, or by TLS to a public address; it is never sent on elsewhere, takes
 * five seconds at most, and no answer is larger than 256 kB. Nothing that a provider writes about itself makes the server call
 * into the network that it stands in.
 */
import { lookup, type LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const patienceMs = 5_000
const mostBytes = 256_000

/** IANA's special-purpose registries: what is not globally reachable. Of IPv6 only 2000::/3 is. */
const inner = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  const [address, bits] = range.split('/')
  inner.addSubnet(address!, Number(bits), 'ipv4')
}
const outer = new BlockList()
outer.addSubnet('2000::', 3, 'ipv6')
const tunnels = new BlockList()
for (const [address, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  tunnels.addSubnet(address, bits, 'ipv6')

/** Whether everybody on the internet could reach it: then asking it tells nothing of the inside. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inner.check(address, 'ipv4')
  return isIP(address) === 6 && outer.check(address, 'ipv6') && !tunnels.check(address, 'ipv6')
}

const lookupPublic: LookupFunction = (name, options, answer) => {
  lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const outside = (found ?? []).filter(({ address }) => isPublicAddress(address))
    if (error !== null || outside.length === 0) answer(error ?? new Error('no public address'), '', 4)
    else if (options.all === true) answer(null, outside)
    else answer(null, outside[0]!.address, outside[0]!.family)
  })
}

interface Asked {
  method: string
  headers: Record<string, string>
  body?: unknown
}

/** As `fetch`, for the provider of one issuer. Throws for whatever is not asked, or not answered in time and size. */
export function askerOf(issuer: string, patience = patienceMs) {
  const own = new URL(issuer)
  return (address: string, { method, headers, body }: Asked): Promise<Response> => {
    const url = new URL(address)
    const isOwn = url.origin === own.origin
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const isOutside = url.protocol === 'https:' && url.port === '' && (isIP(host) === 0 || isPublicAddress(host))
    if (url.username !== '' || url.password !== '' || !(isOwn || isOutside))
      return Promise.reject(new Error('the provider names an address that is not asked'))
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(patience)
      const send = url.protocol === 'https:' ? tlsRequest : plainRequest
      const sent = send(url, {
        method,
        headers: { ...headers, 'user-agent': 'Candour' },
        signal,
        agent: false,
        ...(isOwn ? {} : { lookup: lookupPublic }),
      })
      sent.on('error', reject)
      sent.on('response', (answer) => {
        const parts: Buffer[] = []
        let size = 0
        answer.on('data', (part: Buffer) => {
          size += part.length
          if (size > mostBytes) sent.destroy(new Error('the provider answered too much'))
          else parts.push(part)
        })
        answer.on('error', reject)
        answer.on('end', () => {
          const given = new Headers()
          for (const name of ['content-type', 'www-authenticate']) {
            const value = answer.headers[name]
            if (typeof value === 'string') given.set(name, value)
          }
          const status = answer.statusCode ?? 0
          // A Response of fetch has no other, and redirects are not followed but refused.
          if (status < 200 || status > 599) reject(new Error('the provider answered nothing'))
          else {
            const isBare = [204, 205, 304].includes(status)
            resolve(new Response(isBare ? null : Buffer.concat(parts), { status, headers: given }))
          }
        })
      })
      const text = body instanceof URLSearchParams || typeof body === 'string' ? String(body) : undefined
      sent.end(text)
    })
  }
}
