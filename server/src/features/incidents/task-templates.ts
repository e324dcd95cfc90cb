import type { IncidentKind, IncidentRole, TaskPhase } from '@candour/contract/incident-words.ts'
import type { NewTask } from './incident-step.ts'

/** Title, phase, and by how many hours after it was known; null: no hour. */
type Template = readonly [phase: TaskPhase, title: string, hours: number | null]

const contain: Record<IncidentKind, readonly Template[]> = {
  access: [
    ['contain', 'Stop the access: take it from whoever should not have it', 1],
    ['preserve', 'Take out the activity and the sign-ins of whoever it was', 12],
  ],
  sent: [
    ['contain', 'Ask whoever got it to delete or return it, and to say so in writing', 2],
    ['preserve', 'Keep what was sent, to whom, and their answer', 12],
  ],
  lost: [
    ['contain', 'Look for it, ring where it may be, and lock or wipe it from afar', 2],
    ['contain', 'End the sessions of whoever had it, and change their passwords', 2],
    ['preserve', 'Write down what was on it, and how that was protected', 12],
  ],
  account: [
    ['contain', 'End the sessions of the account, and set a new password and second factor', 1],
    ['contain', 'Lock the practice, if somebody is still in', 1],
    ['preserve', 'Take out the sign-ins and the activity of the account', 12],
  ],
  integrity: [
    ['contain', 'Ask whoever runs the server to take away any access to its database and files', 2],
    ['preserve', 'Have the database, its files and its logs kept as they are', 2],
    ['assess', 'Find out which records were altered, and whether anybody was treated by them', 24],
  ],
  unavailable: [
    ['contain', 'Bring back what is needed for treating people today', 1],
    ['preserve', 'Write down since when what could not be reached, and why', 12],
    ['assess', 'Find out whether anybody came to harm meanwhile', 24],
  ],
  other: [
    ['contain', 'Stop it, so that it does not go on', 2],
    ['preserve', 'Keep the traces: what was seen, by whom, when', 12],
  ],
}

const own: readonly Template[] = [
  ['assess', 'Count the people and the records concerned, and say what the data are', 24],
  ['assess', 'Decide how high the risk to people is, and why', 36],
  ['notify', 'Tell the ICO, unless no risk is likely: what is known is enough, the rest follows', 66],
  ['notify', 'Ask whether anybody else has to know: insurer, NHS England by the DSPT, CQC, police', 72],
  ['tell', 'Tell the people concerned, where the risk is high', 72],
]

const held: readonly Template[] = [
  ['assess', 'Count the people and the records concerned, and say what the data are', 24],
  ['notify', 'Tell the controller, without undue delay: what is known is enough, the rest follows', 24],
]

const always: readonly Template[] = [
  ['mend', 'Mend what let it happen', null],
  ['learn', 'Talk it through with the team, and write down what changes', null],
]

export function tasksFor(kind: IncidentKind, role: IncidentRole, awareAt: string): NewTask[] {
  const templates = [...contain[kind], ...(role === 'controller' ? own : held), ...always]
  return templates.map(([phase, title, hours]) => ({
    phase,
    title,
    owner: null,
    dueAt: hours === null ? null : new Date(Date.parse(awareAt) + hours * 3_600_000).toISOString(),
  }))
}
