/** Promise: JSON in by the contract, JSON out by the contract, and the entry in between. */
import { csrfTokenOf } from '../access/authenticate.ts'
import { asAppError } from './faults.ts'
import type { Arrived } from './arrived.ts'
import type { Door } from './record.ts'
import { readInput, validOutput } from './validate.ts'
import { changeOnce } from './change-once.ts'
import { readDeviceToken, readFlow, readSessionToken, setFlowCookie, setSessionCookie } from './session-cookie.ts'
import type { FlowCookie, SessionCookie } from './endpoint.ts'
import type { AppError } from '../app-error.ts'
import { readOnce, RecordedRefusal } from './read-once.ts'

export async function runJson(door: Door, arrived: Arrived): Promise<unknown> {
  const { endpoint, request, reply } = arrived
  let refused: AppError
  try {
    const input = await readInput(endpoint, request)
    if (endpoint.kind === 'read') return await read(door, arrived, input)
    const answer = endpoint.kind === 'gate' ? await atGate(door, arrived, input) : await change(door, arrived, input)
    door.poke()
    if (answer.flow !== undefined) setFlowCookie(reply, answer.flow, door.secure)
    if (answer.cookie !== undefined) setSessionCookie(reply, answer.cookie, door.secure)
    return answer.body
  } catch (error) {
    if (error instanceof RecordedRefusal) throw error.refusal
    refused = asAppError(error)
    if (refused.code === 'system.failed')
      door.log.error({ requestId: request.id, route: endpoint.path, err: error }, 'a request failed')
  }
  throw await door.recorder.refuse(arrived, refused)
}

async function read(door: Door, arrived: Arrived, input: unknown): Promise<unknown> {
  const { endpoint, actor } = arrived
  if (endpoint.kind !== 'read') throw new TypeError('not a read')
  const body = await readOnce(door, arrived, async (tx, keys) => {
    const { output, subjects, reason } = await endpoint.verb({ ...door.tools(), actor, input, tx, keys })
    return { value: validOutput(endpoint, output), subjects, reason }
  })
  door.poke()
  return body
}

interface Answer {
  body: unknown
  cookie?: SessionCookie | undefined
  flow?: FlowCookie | undefined
}

async function change(door: Door, arrived: Arrived, input: unknown): Promise<Answer> {
  const { endpoint, actor } = arrived
  if (endpoint.kind !== 'change') throw new TypeError('not a change')
  const keeping = {
    request: () => JSON.stringify(input),
    pack: (body: unknown) => Buffer.from(JSON.stringify(body)),
    unpack: (kept: Buffer): unknown => JSON.parse(kept.toString()),
  }
  const body = await changeOnce(door, arrived, keeping, async (tx, keys) => {
    const { output, subjects, reason, facts, notFor } = await endpoint.verb({ ...door.tools(), actor, input, tx, keys })
    return { value: validOutput(endpoint, output), subjects, reason, facts, notFor }
  })
  return { body }
}

async function atGate(door: Door, arrived: Arrived, input: unknown): Promise<Answer> {
  const { endpoint, actor } = arrived
  if (endpoint.kind !== 'gate') throw new TypeError('not at the gate')
  const deviceToken = readDeviceToken(arrived.request, door.secure)
  const { atGate: transact } = door.database
  const { keysOf } = door
  const preparing = { ...door.tools(), actor, input, atGate: transact, keysOf, deviceToken }
  const prepared = await endpoint.prepare?.({ ...preparing, flow: readFlow(arrived.request, door.secure) })
  return transact(async (gate) => {
    const outcome = await endpoint.verb({
      ...door.tools(),
      actor,
      input,
      gate,
      keysOf: door.keysOf,
      csrf: csrfTokenOf(readSessionToken(arrived.request, door.secure)!),
      prepared,
      deviceToken,
    })
    const body = validOutput(endpoint, outcome.output)
    const tx = gate.within(actor.practice)
    const keys = await door.keysOf(tx)
    const outcomeKind = arrived.request.method === 'GET' ? 'opened' : 'changed'
    const { subjects, reason, facts } = outcome
    door.recorder.insert(
      tx,
      door.recorder.entryOf(arrived, tx, keys, { outcome: outcomeKind, subjects, reason, facts }),
    )
    return { body, cookie: outcome.cookie, flow: outcome.flow }
  })
}
