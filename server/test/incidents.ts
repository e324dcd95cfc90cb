/** Cases of incidents, as tests need them: made through the door. */
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import type { Person } from './people.ts'

const hour = 3_600_000

export const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour).toISOString()

export const openCase = (by: Person, rest: object = {}): Promise<Incident> =>
  by.browser.call(incidentRoutes.open, {
    title: 'A letter in the wrong envelope',
    what: 'It went to a neighbour',
    kind: 'sent',
    role: 'controller',
    happenedAt: hoursAgo(30),
    awareAt: hoursAgo(1),
    who: null,
    ...rest,
  })

export const readCase = (by: Person, id: string) => by.browser.call(incidentRoutes.read, { id })

export const decideRisk = (by: Person, { id, revision }: Incident, risk: 'none' | 'risk' | 'high') =>
  by.browser.call(incidentRoutes.decideRisk, { id, baseRevision: revision, risk, reason: 'As we see it' })

/** Told, by telephone, just now. */
export const recordAct = (by: Person, { id, revision }: Incident, rest: object = {}) =>
  by.browser.call(incidentRoutes.recordAct, {
    id,
    baseRevision: revision,
    notice: 'ico',
    at: new Date().toISOString(),
    how: 'By telephone',
    reference: 'IC-1234',
    lateReason: null,
    ...rest,
  })

export const clockOf = ({ clocks }: Pick<Incident, 'clocks'>, name: string) =>
  clocks.find(({ clock }) => clock === name)?.state

/** `done`, or the code of the error. */
export const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => /"code":"([^"]+)"/.exec(error.message)?.[1] ?? error.message,
  )
