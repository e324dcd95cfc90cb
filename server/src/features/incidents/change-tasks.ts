import type { Incident } from '@candour/contract/incidents.ts'
import type { TaskPhase } from '@candour/contract/incident-words.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { actOnIncident } from './act-on-incident.ts'
import { namesFor } from './handlers.ts'

const mostTasks = 200

interface Given {
  id: string
  owner: string | null
  dueAt: string | null
}

/** Throws `member.not_found`, `incident.full`. */
export function addTask(call: Call<Given & { phase: TaskPhase; title: string }>): Promise<Outcome<Incident>> {
  const { phase, title, owner } = call.input
  return actOnIncident(call, async ({ opened }) => {
    if (opened.folded.tasks.length >= mostTasks) throw new AppError('incident.full')
    await refuseStranger(call, owner)
    return { step: 'task-added', phase, title, owner, dueAt: dueAt(call.input) }
  })
}

/** Who does it, until when, and whether it is done. Throws `incident.no_task`, `member.not_found`. */
export function changeTask(call: Call<Given & { task: number; isDone: boolean }>): Promise<Outcome<Incident>> {
  const { task: number, owner, isDone } = call.input
  return actOnIncident(call, async ({ opened }) => {
    if (opened.folded.tasks[number - 1] === undefined) throw new AppError('incident.no_task')
    await refuseStranger(call, owner)
    return { step: 'task-changed', task: number, owner, dueAt: dueAt(call.input), isDone }
  })
}

function dueAt({ dueAt: given }: Given): string | null {
  return given === null ? null : new Date(given).toISOString()
}

async function refuseStranger(call: Call<unknown>, owner: string | null): Promise<void> {
  if (owner !== null && !(await namesFor(call)).has(owner)) throw new AppError('member.not_found')
}
