import type { Check } from './check.ts'
import { figures } from './figures.store.ts'

/**
 * Codes of authenticator apps allow 30 seconds and witnesses a few minutes; but sessions and entries go by the database's clock and
 * the rest by the server's, and within two seconds nobody can tell them apart. Two machines that keep time by NTP are within 0.1 s.
 */
const most = 2_000

export const clockDrift: Check = {
  name: 'clock-drift',
  title: 'The clocks of the server and of the database agree',
  of: 'installation',
  everySeconds: 60,
  async run({ database, clock }) {
    const before = clock.now().getTime()
    const theirs = (await figures.now(database.jobs)).getTime()
    const after = clock.now().getTime()
    // It was read somewhere in between: as much as the question took is not held against it.
    const drift = theirs < before ? theirs - before : Math.max(0, theirs - after)
    const facts = { driftMilliseconds: drift }
    if (Math.abs(drift) <= most) return { state: 'well', what: 'They agree within two seconds.', facts }
    const seconds = Math.round(Math.abs(drift) / 1000)
    const what = `The server’s clock is ${seconds} seconds ${drift > 0 ? 'behind' : 'ahead of'} the database’s. For whoever runs the server: set both by NTP.`
    return { state: 'failing', what, facts }
  },
}
