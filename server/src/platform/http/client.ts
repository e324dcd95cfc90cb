/** Promise: where a request came from is what the connection says; headers count only behind a proxy that was declared. */
import type { FastifyRequest } from 'fastify'
import { BlockList, isIPv6 } from 'node:net'
import { isLoopback } from '../config/addresses.ts'
import type { Origin } from '../access/actor.ts'

/** No browser says more of itself; more would only keep the patterns below busy. */
const longestAgent = 400

/** Fastify resolves `request.ip` by its trustProxy setting, which lists the declared proxies alone. */
export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, device: deviceOf((request.headers['user-agent'] ?? '').slice(0, longestAgent)) }
}

/** "Chrome on Windows": short, fixed words, so that a crafted user agent can't say anything. */
export function deviceOf(userAgent: string): string {
  const browsers: [RegExp, string][] = [
    [/Edg(e|A|iOS)?\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
    [/Version\/[\d.]+.*Safari\//, 'Safari'],
  ]
  const systems: [RegExp, string][] = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'Mac'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ]
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1]
  if (browser === undefined) return system === undefined ? 'A program' : `A program on ${system}`
  return system === undefined ? browser : `${browser} on ${system}`
}

/** Straight from loopback, not through a proxy that happens to run here. */
function isFromLoopback({ socket, headers }: FastifyRequest): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:(?=127\.)/, '')
  return isLoopback(address) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined
}

/**
 * Somebody at this machine asks, by a name that is its own: a page of another site, whose name was made to point here (DNS
 * rebinding), is of another host.
 */
export function isAtThisMachine(request: FastifyRequest, publicOrigins: ReadonlySet<string>): boolean {
  const { host = '' } = request.headers
  const isOwn = [...publicOrigins].some((origin) => new URL(origin).host === host.toLowerCase())
  return isFromLoopback(request) && (isOwn || isLoopback(host.replace(/:\d+$/, '')))
}

/** Plain http beyond this machine comes from the declared proxies alone. */
export function proxyCheck(proxies: string[]): (address: string) => boolean {
  const known = new BlockList()
  known.addSubnet('127.0.0.0', 8)
  known.addAddress('::1', 'ipv6')
  for (const proxy of proxies) {
    const [address, bits] = proxy.split('/')
    const family = isIPv6(address!) ? 'ipv6' : 'ipv4'
    if (bits === undefined) known.addAddress(address!, family)
    else known.addSubnet(address!, Number(bits), family)
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
    return known.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
  }
}
