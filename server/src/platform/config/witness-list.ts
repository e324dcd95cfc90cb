/** Promise: witnesses are asked where the operator says, and nowhere else: by TLS, or on this machine itself. */
import { readWitnessKey } from '../vault/cosignature.ts'
import { isLoopback } from './addresses.ts'

export interface WitnessSetting {
  /** Without a slash at its end; `/add-checkpoint` follows. */
  url: string
  vkey: string
}

/** `<address> <verifier key>`, several with commas between them. */
export function readWitnesses(given: string | undefined, problems: string[]): WitnessSetting[] {
  const witnesses: WitnessSetting[] = []
  for (const part of (given ?? '').split(',').flatMap((part) => part.trim() || [])) {
    const [address = '', vkey = '', ...more] = part.split(/\s+/)
    const url = URL.parse(address)
    const key = readWitnessKey(vkey)
    const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname)
    const isWhole = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
    if (!isWhole || !(url.protocol === 'https:' || isPlain))
      problems.push(
        `CANDOUR_WITNESSES must list addresses that begin with https://, or lie on this machine, not "${address}"`,
      )
    else if (key === null || more.length > 0)
      problems.push(`CANDOUR_WITNESSES needs the verifier key of ${address} behind it, with a space in between`)
    else if (witnesses.some((one) => one.vkey === vkey)) problems.push(`CANDOUR_WITNESSES names ${key.name} twice`)
    else witnesses.push({ url: url.href.replace(/\/+$/, ''), vkey })
  }
  return witnesses
}
