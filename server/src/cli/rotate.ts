import { rotateCredentials, type AskedFor, type Rotated } from '../features/keys/rotate-credentials.ts'
import { practiceWork } from '../platform/jobs/practice-work.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command } from './command.ts'
import { openInstallation } from './open-installation.ts'

const parts = ['database', 'practices', 'root'] as const

export const rotate: Command = {
  name: 'rotate',
  summary: 'replaces the database’s passwords, the practices’ keys and the root key, now',
  flags: {
    only: { value: parts.join(' or '), meaning: 'one kind of them' },
    practice: { value: 'id or name', meaning: 'the key of this practice alone' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour rotate', 'everything, also while Candour runs'],
    ['candour rotate --only database', 'when somebody may have seen a password of the database'],
    ['candour rotate --practice "Tallow Lane Dental"', 'one practice’s key'],
  ],
  notes: () =>
    'Candour does all this by itself (passwords after 60 days, practices’ keys after 28, the root key after 350). What was\n' +
    'before is destroyed an hour later by the Candour that runs, or by this command. Copy the folder of keys afterwards:\n' +
    'a copy from before opens nothing that was replaced since.',
  async run(flags, terminal) {
    const { only, practice } = flags
    if (only !== undefined && !parts.some((part) => part === only))
      throw new OperatorError(`--only takes ${parts.join(' or ')}, not "${String(only)}".`)
    if (only !== undefined && practice !== undefined)
      throw new OperatorError('--only and --practice exclude each other.')
    await using installation = await openInstallation(flags)
    const { workshop, database, owner, keysDirectory, ownerPasswordFile } = installation
    const { vault, log, clock } = workshop
    const all = only === undefined && practice === undefined
    const one = typeof practice === 'string' ? [(await installation.practice(practice)).id] : []
    const asked: AskedFor = {
      database: all || only === 'database',
      root: all || only === 'root',
      practices: all || only === 'practices' ? 'all' : one,
    }
    const work = practiceWork({ ...workshop, database })
    const rotated = await rotateCredentials(
      { database, vault, work, log, keysDirectory, by: 'command', owner, ownerPasswordFile },
      clock.now(),
      asked,
    )
    if (rotated === null)
      throw new OperatorError('Candour itself is replacing keys at this moment. Try again in a minute.')
    terminal.tell({ event: 'rotated', ...rotated })
    return terminal.say(describe(rotated, asked))
  },
}

function describe({ database, root, practices, rewrapped, destroyed }: Rotated, asked: AskedFor): string {
  const early = 'were replaced within the last hour, and the ones before still hold: try again then'
  const lines = [
    asked.database === true &&
      (database === 'replaced' ? 'The passwords of the database are new.' : `The passwords of the database ${early}.`),
    practices > 0 && `${practices === 1 ? 'One practice has' : `${practices} practices have`} a new key.`,
    rewrapped > 0 && `${rewrapped === 1 ? 'One key was' : `${rewrapped} keys were`} wrapped afresh.`,
    destroyed > 0 &&
      `${destroyed === 1 ? 'One key' : `${destroyed} keys`} from before ${destroyed === 1 ? 'is' : 'are'} destroyed.`,
    asked.root === true &&
      (root === 'replaced'
        ? 'The root key is new.'
        : 'The root key was replaced within the last hour: try again then.'),
    (database === 'replaced' || root === 'replaced' || practices + rewrapped > 0) &&
      'Copy the folder of keys again: an older copy opens nothing that was replaced.',
  ]
  return lines.filter((line) => line !== false).join('\n')
}
