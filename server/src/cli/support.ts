import { email as emailShape, line } from '@candour/contract/shapes.ts'
import { openInstallation as openTokenKey } from '../features/accounts/installation.ts'
import { addSupport, listSupportPeople, removeSupport } from '../features/support/support-by-operator.ts'
import { readConfig } from '../platform/config.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command } from './command.ts'
import { openInstallation } from './open-installation.ts'
import { findRunning } from './running.ts'

const acts = ['add', 'list', 'remove']

export const support: Command = {
  name: 'support',
  summary: 'the people who help practices: adds, lists and removes their accounts',
  words: 'add, list or remove',
  flags: {
    email: { value: 'address', meaning: 'of whom' },
    name: { value: 'words', meaning: 'add: their name, as practices see it' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour support add --email ada@example.org --name "Ada Quill"', 'prints a link, by which they add a passkey'],
    ['candour support add --email ada@example.org', 'a further link, for another passkey of hers'],
    ['candour support remove --email ada@example.org', 'out at once, of every practice that let her in'],
  ],
  async run(flags, terminal, words) {
    const [act] = words
    if (words.length !== 1 || !acts.includes(act!)) throw new OperatorError('Say what to do: add, list or remove.')
    const email = emailShape.safeParse(flags['email'])
    if (act !== 'list' && !email.success) throw new OperatorError('Say who: --email <address>.')
    const name = line(80).safeParse(flags['name'])
    await using installation = await openInstallation(flags)
    const { workshop, database } = installation
    const tokenKey = await openTokenKey(database.gate, workshop.vault)
    const parts = { ...workshop, atGate: database.atGate, tokenKey }
    if (act === 'list') {
      const people = await listSupportPeople(parts)
      for (const one of people) {
        terminal.tell({ event: 'person', ...one, since: one.since.toISOString() })
        terminal.say(
          `${terminal.bold(one.name)}  ${one.email}  ${one.passkeys} ${one.passkeys === 1 ? 'passkey' : 'passkeys'}`,
        )
      }
      return people.length > 0 ? 0 : terminal.say('There is nobody.')
    }
    if (act === 'remove') {
      if (!(await removeSupport(parts, email.data!)))
        throw new OperatorError('There is nobody of support with this email.')
      terminal.tell({ event: 'removed', email: email.data })
      return terminal.say('They are out, of every practice that had let them in.')
    }
    const added = await addSupport(parts, { email: email.data!, name: name.success ? name.data : null })
    if (added === null) throw new OperatorError('Say their name: --name "...". Practices see it when they are asked.')
    const home = typeof flags['home'] === 'string' ? flags['home'] : undefined
    const config = readConfig(process.env, { home })
    const origin = findRunning(config.data)?.origin ?? config.origins[0]
    const link = `${origin}/support/enrol#${added.token}`
    terminal.tell({ event: 'added', link, until: added.endsAt.toISOString(), isNew: added.isNew })
    return terminal.say(
      `Give them this link, by a way on which nobody reads along. It adds one passkey, once, within 24 hours:\n${terminal.bold(link)}`,
    )
  },
}
