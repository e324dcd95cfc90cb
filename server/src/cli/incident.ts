import { text as textShape } from '@candour/contract/shapes.ts'
import { tellPractice } from '../features/incidents/tell-practice.ts'
import { AppError } from '../platform/app-error.ts'
import { readConfig } from '../platform/config.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { openInstallation } from './open-installation.ts'
import { findRunning } from './running.ts'

export const incident: Command = {
  name: 'incident',
  summary: 'tells a practice of a breach, without undue delay: a case, a notice and mails to its managers',
  words: 'what happened',
  flags: {
    practice: { value: 'id or name', meaning: 'which practice' },
    known: { value: 'time', meaning: 'when you knew of it, such as 2026-11-22T09:30Z; now unless given' },
    happened: { value: 'time', meaning: 'when it happened, if that is known' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    [
      'candour incident --practice "Tallow Lane Dental" --known 2026-11-22T09:30Z "A backup disk was stolen"',
      'without names of patients: the practice adds what it knows',
    ],
  ],
  async run(flags, terminal, words) {
    const { practice } = flags
    if (typeof practice !== 'string') throw new OperatorError('Say which practice: --practice <id or name>.')
    const text = textShape(4000).safeParse(words.join(' ').trim())
    if (!text.success || text.data === '') throw new OperatorError('Say what happened, in at most 4,000 letters.')
    const now = new Date().toISOString()
    const [awareAt, happenedAt] = [timeOf(flags, 'known') ?? now, timeOf(flags, 'happened')]
    await using installation = await openInstallation(flags)
    const { id, name } = await installation.practice(practice)
    const config = readConfig(process.env, { home: typeof flags['home'] === 'string' ? flags['home'] : undefined })
    const origin = findRunning(config.data)?.origin ?? config.origins[0]
    const told = await tellPractice(installation.workshop, id, { text: text.data, awareAt, happenedAt }, origin).catch(
      (error: unknown) => {
        if (error instanceof AppError) throw new OperatorError(error.message)
        throw error
      },
    )
    terminal.tell({ event: 'told', practice: id, incident: told.id, toldAt: told.toldAt })
    return terminal.say(
      `${terminal.bold(name)} is told: a case stands open there, and those who handle incidents get a mail. Ring them as well; its 72 hours run.`,
    )
  },
}

function timeOf(flags: GivenFlags, name: string): string | null {
  const given = flags[name]
  if (given === undefined) return null
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(String(given))
    ? new Date(String(given))
    : new Date(Number.NaN)
  if (Number.isNaN(at.getTime()))
    throw new OperatorError(`--${name} is a time with its zone, such as 2026-11-22T09:30Z.`)
  return at.toISOString()
}
