import { AppError } from '../../platform/app-error.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { handlersOf, mayHandle, type Handlers } from './handlers.ts'
import { openIncident, type OpenedIncident } from './sealed-incident.ts'

export interface Found {
  opened: OpenedIncident
  handlers: Handlers
}

/**
 * One about oneself is as good as none, unless nobody else handles incidents. Throws `incident.not_found`; SealBroken for one
 * that was altered. @param upTo as it was after that step
 */
export async function findIncident(call: Call<unknown>, id: string, upTo?: number): Promise<Found> {
  const opened = await openIncident(call, id, upTo)
  if (opened === null) throw new AppError('incident.not_found')
  const handlers = await handlersOf(call)
  if (!mayHandle(call, opened.folded, handlers)) throw new AppError('incident.not_found')
  return { opened, handlers }
}
