import { lockByOperator, liftByOperator } from '../features/rules/rules-by-operator.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command } from './command.ts'
import { openInstallation } from './open-installation.ts'

export const lockdown: Command = {
  name: 'lockdown',
  summary: 'stops all access to a practice at once, and lifts it again',
  flags: {
    practice: { value: 'id or name', meaning: 'which practice' },
    reason: { value: 'words', meaning: 'why; its managers and administrators are told' },
    lift: { meaning: 'open it again' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour lockdown --practice "Tallow Lane Dental" --reason "Passwords were seen for sale"', 'everybody is out'],
    ['candour lockdown --practice 0199... --lift --reason "They were somebody else’s"', 'everybody can sign in again'],
  ],
  async run(flags, terminal) {
    const { practice, reason, lift } = flags
    if (typeof practice !== 'string') throw new OperatorError('Say which practice: --practice <id or name>.')
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 300)
      throw new OperatorError('Say why, in at most 300 letters: --reason "...". The practice is told.')
    await using installation = await openInstallation(flags)
    const { id, name } = await installation.practice(practice)
    const parts = { ...installation.workshop, atGate: installation.database.atGate }
    if (lift === true) {
      if (!(await liftByOperator(parts, id, reason))) throw new OperatorError(`${name} is not locked.`)
      terminal.tell({ event: 'lifted', practice: id })
      return terminal.say(`${terminal.bold(name)} is open again: everybody signs in as always.`)
    }
    const ended = await lockByOperator(parts, id, reason)
    terminal.tell({ event: 'locked', practice: id, ended })
    return terminal.say(
      `${terminal.bold(name)} is locked. ${ended === 1 ? 'One session was' : `${ended} sessions were`} ended; nobody signs in until you lift it.`,
    )
  },
}
