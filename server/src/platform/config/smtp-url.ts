/** Promise: a mail server beyond this machine is reached through TLS that checks its name, or not at all. */
import { inspect } from 'node:util'
import { isLoopback } from './addresses.ts'
import { decodePart, readAuthority } from './url-parts.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly password?: string
  /** `at-once` from the first byte (smtps), `starttls` before anything else, `none` on this machine alone. */
  readonly tls: 'at-once' | 'starttls' | 'none'
  /** PEM; the authorities that Node knows when absent. */
  readonly ca?: string
  readonly from: { readonly name: string; readonly address: string }
}

const parameters = ['from', 'name', 'ca', 'tls']

/**
 * `smtps://user:password@host:465?from=records@practice.example&name=Harbour%20Street`, `smtp://` for STARTTLS on port
 * 587, with `&ca=/path.pem` for an authority of one's own; `&tls=none` on this machine alone. Throws with words that follow "SMTP_URL" and
 * hold no password.
 */
export function readSmtpUrl(text: string): MailServer {
  const url = URL.parse(text)
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new Error('must look like smtps://user:password@host:465?from=records@practice.example')
  for (const name of url.searchParams.keys()) {
    if (!parameters.includes(name))
      throw new Error(`has the parameter ${name}; only ${parameters.join(', ')} are known`)
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const address = url.searchParams.get('from') ?? ''
  if (!/^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(address))
    throw new Error('says no sender; add ?from=records@practice.example')
  const name = url.searchParams.get('name') ?? 'Candour'
  if (/[\p{Cc}<>"]/u.test(name) || name.length > 100) throw new Error('has a name that cannot stand before an address')
  const user = decodePart(url.username)
  const ca = url.searchParams.get('ca')
  const tls = readTls(url.protocol, host, url.searchParams.get('tls'))
  const server = {
    host,
    port: Number(url.port || (tls === 'at-once' ? 465 : tls === 'none' ? 25 : 587)),
    ...(user === '' ? {} : { user, password: decodePart(url.password) }),
    tls,
    ...(ca === null ? {} : { ca: readAuthority('ca', ca) }),
    from: { name, address },
  }
  const shown = () => ({ ...server, password: '(hidden)' })
  return Object.defineProperties({ ...server }, { toJSON: { value: shown }, [inspect.custom]: { value: shown } })
}

function readTls(protocol: string, host: string, asked: string | null): MailServer['tls'] {
  if (asked === null) return protocol === 'smtps:' ? 'at-once' : 'starttls'
  if (asked !== 'none') throw new Error('has a tls parameter that is not "none"')
  if (!isLoopback(host)) throw new Error(`asks for no TLS to ${host}, which is not this machine`)
  return 'none'
}
