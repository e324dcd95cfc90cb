import { openRulesByOperator } from '../features/rules/rules-by-operator.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command } from './command.ts'
import { openInstallation } from './open-installation.ts'

export const openRules: Command = {
  name: 'open-rules',
  summary: 'takes away a practice’s networks, hours and the duty of single sign-on, when they keep everybody out',
  flags: {
    practice: { value: 'id or name', meaning: 'which practice' },
    reason: { value: 'words', meaning: 'why; it stands in the practice’s activity' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour open-rules --practice "Tallow Lane Dental" --reason "Their provider gave them another address"', ''],
  ],
  async run(flags, terminal) {
    const { practice, reason } = flags
    if (typeof practice !== 'string') throw new OperatorError('Say which practice: --practice <id or name>.')
    if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 300)
      throw new OperatorError('Say why, in at most 300 letters: --reason "...".')
    await using installation = await openInstallation(flags)
    const { id, name } = await installation.practice(practice)
    await openRulesByOperator({ ...installation.workshop, atGate: installation.database.atGate }, id, reason)
    terminal.tell({ event: 'opened', practice: id })
    return terminal.say(
      `${terminal.bold(name)} is open from any network, at any time, by every way in. Its other rules stay.`,
    )
  },
}
