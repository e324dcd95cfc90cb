import { globalTree } from '../../platform/ledger/global.store.ts'
import type { Check } from '../checks/check.ts'

/** The tree of all is signed every minute in which a practice grew, and every hour in any case. */
const mostMs = 65 * 60_000
const mostMinutes = 5

export const ledgerSigned: Check = {
  name: 'checkpoints',
  title: 'The ledger is signed within minutes, and each signature goes on from the one before',
  of: 'installation',
  everySeconds: 30,
  async run({ database, now }) {
    const { signed_at: signedAt } = await globalTree.signed(database.gate)
    const waiting = await globalTree.waitingFor(database.sequencer)
    if (waiting !== null && waiting > mostMinutes)
      return {
        state: 'failing',
        what: `Entries of ${waiting} minutes ago are not signed yet: signing stands still, or the ledger does not go on from what was signed. Tell whoever runs the server.`,
      }
    if (signedAt === null) return { state: 'well', what: 'Nothing was signed yet, and nothing waits for it.' }
    const age = now.getTime() - signedAt.getTime()
    return age > mostMs
      ? { state: 'failing', what: `Nothing was signed for ${Math.floor(age / 60_000)} minutes.` }
      : {
          state: 'well',
          what: 'Every entry that has its number is signed.',
          facts: { seconds: Math.floor(age / 1000) },
        }
  },
}
