/**
 * Promise: a provider is asked only where whoever runs Candour allowed it: no practice can make the server call an address of
 * its choice.
 */
import { isLoopback } from '../config/addresses.ts'

/** A tenant's id stands in its place: Microsoft Entra has an issuer for each. Never a word, such as `common`. */
const tenant = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** An issuer as OpenID Connect Discovery, section 3, has it: https, no query, no fragment; plain http on this machine alone. */
export function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || text.length > 300 || !/^[\x21-\x7e]+$/.test(text) || text.endsWith('/.')) return false
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  const isPlain = url.username === '' && url.password === '' && !/[?#\\@]/.test(text)
  // What is written is what is asked: no dots to climb by, nothing that a parser would put right.
  return isSafe && isPlain && !/\/\.{1,2}(\/|$)|%2e|%2f/i.test(text)
}

/** An issuer; or one with `*` as a whole part of its path, which stands for the id of a tenant. */
export function isIssuerPattern(text: string): boolean {
  const parts = text.split('/*/')
  return parts.length <= 2 && !parts.some((part) => part.includes('*')) && isIssuer(parts.join('/tenant/'))
}

/** @param allowed what the operator listed, each an `isIssuerPattern` */
export function isAllowedIssuer(allowed: readonly string[], issuer: string): boolean {
  if (!isIssuer(issuer) || issuer.includes('*')) return false
  return allowed.some((pattern) => {
    const [before, after] = pattern.split('*')
    if (after === undefined) return issuer === pattern
    const middle = issuer.slice(before!.length, issuer.length - after.length)
    return issuer === `${before}${middle}${after}` && new RegExp(`^${tenant}$`).test(middle)
  })
}
