/** Promise: what is said of the certificate is what a browser gets to see, whoever serves it; nothing is sent to ask. */
import { isIP } from 'node:net'
import { connect, type DetailedPeerCertificate } from 'node:tls'

export interface ServedCertificate {
  /** Names of subject and issuer, as they stand in it. */
  subject: string
  issuer: string
  from: Date
  /** The first end among it and those that it came with. */
  until: Date
  fingerprint: string
  /** Node's code for why it is not trusted here, for example `UNABLE_TO_VERIFY_LEAF_SIGNATURE`; null: it is. */
  trouble: string | null
}

export interface AskedServer {
  host: string
  port: number
  /** For whom it is to be. */
  name: string
}

/** Throws when nobody answers within ten seconds. */
export function askCertificate({ host, port, name }: AskedServer): Promise<ServedCertificate> {
  return new Promise((resolve, reject) => {
    const server = isIP(name) === 0 ? { servername: name } : {}
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: 10_000, ...server }, () => {
      const certificate = socket.getPeerCertificate(true)
      const trouble = socket.authorizationError as Error | string | undefined | null
      socket.destroy()
      resolve({
        subject: nameOf(certificate.subject),
        issuer: nameOf(certificate.issuer),
        from: new Date(certificate.valid_from),
        until: new Date(Math.min(...chainOf(certificate).map((one) => Date.parse(one.valid_to)))),
        fingerprint: certificate.fingerprint256,
        trouble: trouble === undefined || trouble === null ? null : codeOf(trouble),
      })
    })
    socket.once('timeout', () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
  })
}

/** Without a root, which ends with the machine's own list. */
function chainOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain = [certificate]
  for (;;) {
    const next = chain.at(-1)!.issuerCertificate as DetailedPeerCertificate | undefined
    if (next === undefined || chain.some((one) => one.fingerprint256 === next.fingerprint256)) return chain
    if (nameOf(next.subject) === nameOf(next.issuer)) return chain
    chain.push(next)
  }
}

function nameOf(parties: DetailedPeerCertificate['subject']): string {
  const { CN, O } = parties as { CN?: string | string[]; O?: string | string[] }
  return [CN ?? O ?? 'no name'].flat()[0]!.slice(0, 100)
}

function codeOf(trouble: Error | string): string {
  if (typeof trouble === 'string') return trouble
  return 'code' in trouble ? String(trouble.code) : trouble.name
}
