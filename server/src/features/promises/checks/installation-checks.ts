import { stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { showDay } from '@candour/contract/formatting.ts'
import { isLoopback } from '../../../platform/config/addresses.ts'
import type { Check, Finding } from '../../checks/check.ts'
import { listCredentials } from '../../keys/credentials.ts'
import { walls } from './walls.store.ts'

const well = (what: string, facts: Finding['facts'] = {}): Finding => ({ state: 'well', what, facts })
const failing = (what: string, facts: Finding['facts'] = {}): Finding => ({ state: 'failing', what, facts })

/** Whoever else on the machine may read or write a file, by its mode. */
const othersMay = 0o077

const keysApart: Check = {
  name: 'keys-apart',
  title: 'The keys lie apart from the data, and nobody else on the server may read them',
  of: 'installation',
  everySeconds: 60,
  async run({ config }) {
    const [data, keys] = [resolve(config.data), resolve(config.keys)]
    if (`${keys}${sep}`.startsWith(`${data}${sep}`))
      return failing('The keys lie in the same folder as the data. Whoever runs the server has to move them.')
    for (const path of [keys, join(keys, 'root.key'), join(keys, 'keyring'), join(keys, 'database-roles.json')])
      if (((await stat(path)).mode & othersMay) !== 0)
        return failing(
          'Others on the machine may read a file of the keys. Only Candour should: tell whoever runs the server.',
        )
    return well('The keys lie apart from the data, and only Candour may read them.')
  },
}

const httpsOnly: Check = {
  name: 'https-only',
  title: 'Candour is reached over encrypted connections (HTTPS) alone',
  of: 'installation',
  everySeconds: 60,
  run({ config, address }) {
    const { hostname, protocol } = new URL(address)
    const plain = config.origins.filter((origin) => {
      const url = new URL(origin)
      return url.protocol !== 'https:' && !isLoopback(url.hostname)
    })
    const isOpen = protocol !== 'https:' && !isLoopback(hostname) && config.trustedProxies.length === 0
    if (plain.length > 0 || isOpen)
      return Promise.resolve(
        failing('Candour can be reached without encryption from another machine. Tell whoever runs the server.'),
      )
    return Promise.resolve(
      protocol === 'https:'
        ? well('Every connection to Candour is encrypted.')
        : config.trustedProxies.length > 0
          ? well('People reach Candour encrypted, through a server that stands in front of it.')
          : well('Candour is reached on its own machine alone, so nothing travels unencrypted.'),
    )
  },
}

const databaseTls: Check = {
  name: 'database-tls',
  title: 'What Candour sends to its database and its mail server is encrypted, or stays on this machine',
  of: 'installation',
  everySeconds: 60,
  run({ config }) {
    const { database, mailServer } = config
    if (database.kind === 'server') {
      const { host, ssl } = database.connection
      if (!host.startsWith('/') && !isLoopback(host) && ssl?.rejectUnauthorized !== true)
        return Promise.resolve(
          failing(
            'The database is on another machine, and the connection to it is not safely encrypted. Tell whoever runs the server.',
          ),
        )
    }
    if (mailServer?.tls === 'none' && !isLoopback(mailServer.host))
      return Promise.resolve(failing('Mails go to another machine without encryption. Tell whoever runs the server.'))
    return Promise.resolve(
      well('What goes to the database and to the mail server is encrypted, or stays on this machine.'),
    )
  },
}

const sequencing: Check = {
  name: 'sequencing',
  title: 'Every entry gets its number in the ledger within a minute',
  of: 'installation',
  everySeconds: 15,
  async run({ database }) {
    const waiting = await walls.oldestWaiting(database.sequencer)
    if (waiting === null || waiting <= 60) return well('Entries get their number as they come.')
    const minutes = Math.floor(waiting / 60)
    return failing(`An entry has waited for its number for ${minutes} minute${minutes === 1 ? '' : 's'}. None is lost.`)
  },
}

const keyAges: Check = {
  name: 'key-ages',
  title: 'Every key, and every password between machines, is replaced in time',
  of: 'installation',
  everySeconds: 60,
  async run({ config, now }) {
    const overdue = (await listCredentials(config.keys, now)).filter(({ isOverdue }) => isOverdue)
    return overdue.length === 0
      ? well('Every key, and every password between machines, was replaced in time.')
      : failing(
          `Not replaced in time: ${overdue.map(({ name, since }) => `${name}, since ${showDay(since)}`).join('; ')}.`,
        )
  },
}

export const installationChecks: readonly Check[] = [keysApart, httpsOnly, databaseTls, sequencing, keyAges]
