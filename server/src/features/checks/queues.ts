import type { Check } from './check.ts'
import { figures } from './figures.store.ts'

/** Seconds. Entries are numbered within one; jobs that fail are tried again for about ten minutes before anybody has to look. */
const ledgerWaits = 60
const jobIsLate = 15 * 60
const mailWaits = 3_600

/** What waits is worked on: entries for their number, jobs, mails. */
export const queues: Check = {
  name: 'queues',
  title: 'What waits is worked on in time: entries of the activity, imports and other work, mails',
  of: 'installation',
  everySeconds: 30,
  async run({ database, config }) {
    const ledger = await figures.ledger(database.sequencer)
    const { late, dead, mail } = await figures.jobs(database.jobs)
    const facts = {
      ledgerWaitingSeconds: Math.round(ledger.waiting),
      jobLateSeconds: Math.round(late),
      jobsGivenUp: dead,
      mailWaitingSeconds: config.mailServer === null ? 0 : Math.round(mail),
    }
    const troubles = [
      ...(ledger.leading ? [] : ['entries of the activity get no number']),
      ...(facts.ledgerWaitingSeconds > ledgerWaits ? ['entries of the activity wait for their number'] : []),
      ...(facts.jobLateSeconds > jobIsLate ? ['a piece of work is late'] : []),
      ...(facts.jobsGivenUp > 0 ? ['a piece of work was given up after several tries'] : []),
      ...(facts.mailWaitingSeconds > mailWaits ? ['mails are not taken by the mail server'] : []),
    ]
    if (troubles.length === 0) return { state: 'well', what: 'Nothing waits for longer than it should.', facts }
    const said = troubles.join('; ')
    return { state: 'failing', what: `${said[0]!.toUpperCase()}${said.slice(1)}.`, facts }
  },
}
