/** Promise: what Candour assumes about the machine that it runs on is asked once, here, and a test can say otherwise. */
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  defaultHome: string
  /** The address that stands for all of this machine's. */
  everywhere: '::' | '0.0.0.0'
  /** Names and addresses by which others on the network may know it. */
  names: string[]
  /** Whether a person watches. */
  isTerminal: boolean
}

export const checkout = join(import.meta.dirname, '../../../..')

export function thisMachine(): Machine {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const name = hostname().toLowerCase()
  const names = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name) ? [name, ...(name.includes('.') ? [] : [`${name}.local`])] : []
  return {
    defaultHome: process.getuid?.() === 0 ? '/var/lib/candour' : join(checkout, '.candour'),
    everywhere: addresses.some(({ family }) => family === 'IPv6') ? '::' : '0.0.0.0',
    names: [
      ...names.filter((own) => !own.startsWith('localhost')),
      ...addresses
        .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
        .map(({ address }) => address),
    ],
    isTerminal: process.stderr.isTTY,
  }
}
