import { readFile } from 'node:fs/promises'
import { showDay } from '@candour/contract/formatting.ts'
import { askCertificate, type AskedServer, type ServedCertificate } from '../../platform/http/ask-certificate.ts'
import { fingerprintOf } from '../../platform/vault/local-certificate.ts'
import type { CheckPlace } from './check-place.ts'
import type { Check, Finding } from './check.ts'

const day = 86_400_000
/** Failing so many days before it ends; told in words before. */
const failsBefore = 14
const toldBefore = 30

/** The certificate that people meet, whoever serves it: for the right name, by a known issuer, and not about to end (P36). */
export const certificate: Check = {
  name: 'certificate',
  title: 'The certificate that encrypts connections is for this address, trusted, and lasts',
  of: 'installation',
  everySeconds: 30,
  async run(at) {
    const asked = serverOf(at)
    if (asked === null) {
      const what = 'Nothing leaves this machine: Candour is reached at its own address alone, without a certificate.'
      return { state: 'well', what }
    }
    const served = await askCertificate(asked).catch(() => null)
    if (served === null)
      return { state: 'failing', what: `Nobody answers over an encrypted connection as ${asked.name}.` }
    const facts = { endsInDays: Math.floor((served.until.getTime() - at.now.getTime()) / day) }
    return { ...(await judge(at, asked, served)), facts }
  },
}

/** Its own server by the address at which it listens; one behind a proxy by what people type. */
function serverOf({ config, address }: CheckPlace): AskedServer | null {
  const publicly = new URL(config.origins[0])
  const host = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')
  if (config.tls !== null) {
    const own = new URL(address)
    return { host: host(own), port: Number(own.port === '' ? 443 : own.port), name: host(publicly) }
  }
  if (publicly.protocol !== 'https:') return null
  return { host: host(publicly), port: Number(publicly.port === '' ? 443 : publicly.port), name: host(publicly) }
}

async function judge(
  { config, now }: CheckPlace,
  asked: AskedServer,
  { subject, issuer, from, until, fingerprint, trouble }: ServedCertificate,
): Promise<Omit<Finding, 'facts'>> {
  const { tls } = config
  const left = Math.floor((until.getTime() - now.getTime()) / day)
  // What lies in the file is not what is served until somebody starts again.
  const isNewer = tls !== null && fingerprintOf(await readFile(tls.certificate, 'utf8')) !== fingerprint
  const mend = isNewer ? 'Another one lies in its file: start Candour again.' : 'Renew it.'
  const who = tls?.isLocal === true ? 'made by Candour for this network' : `issued by ${issuer}`
  const failing = (what: string) => ({ state: 'failing', what }) as const
  if (until <= now) return failing(`The certificate of ${subject} ended on ${showDay(until)}. ${mend}`)
  if (from > now) return failing(`The certificate of ${subject} holds from ${showDay(from)} on only.`)
  if (trouble === 'ERR_TLS_CERT_ALTNAME_INVALID') return failing(`The certificate is not for ${asked.name}.`)
  if (trouble !== null && tls?.isLocal !== true)
    return failing(
      `The certificate, ${who}, does not lead to an issuer that this machine knows (${trouble}). Serve its whole chain; name an issuer of your own in NODE_EXTRA_CA_CERTS.`,
    )
  if (left < failsBefore) return failing(`The certificate, ${who}, ends on ${showDay(until)}. ${mend}`)
  const what = `It is ${who}, and lasts until ${showDay(until)}.`
  if (isNewer) return { state: 'well', what: `${what} Another one lies in its file: start Candour again to serve it.` }
  return { state: 'well', what: left < toldBefore ? `${what} That is in ${left} days: renew it.` : what }
}
