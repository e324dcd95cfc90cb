/**
 * Promise: a call by a patient's link goes the same way as every other: who it is, whether it came from here, its shape, the
 * practice's transaction, the entry that commits with it, and the shape of the answer. What is refused is entered as well.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PatientLinkActor } from '../access/actor.ts'
import { AppError } from '../app-error.ts'
import type { GateTransaction } from '../database/transaction.ts'
import { sealEntry } from '../ledger/entry.ts'
import { insertEntry } from '../ledger/ledger.store.ts'
import { originOf } from './client.ts'
import { refuseCrossSite } from './cross-site.ts'
import type { Endpoint, Within } from './endpoint.ts'
import { asAppError } from './faults.ts'
import type { Door } from './record.ts'
import { readLinkToken, setLinkCookie } from './session-cookie.ts'
import { readInput, validOutput } from './validate.ts'

type LinkEndpoint = Endpoint & { kind: 'patient-link' }

export async function answerPatientLink(
  door: Door,
  endpoint: LinkEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const token = readLinkToken(request, door.secure)
  // The cookie is strict and short, and all that it can do besides reading is to end itself: the origin is asked alone.
  if (request.method !== 'GET') refuseCrossSite(request, door.publicOrigins, null)
  const visit = (gate: GateTransaction) => door.patientLinkGate.visitOf(gate, token, originOf(request))
  const enter = ({ tx, keys }: Within, actor: PatientLinkActor, refusal?: string) => {
    const outcome = refusal !== undefined ? 'refused' : request.method === 'GET' ? 'opened' : 'changed'
    const detail = { request: request.id, route: endpoint.path, ...(refusal === undefined ? {} : { refusal }) }
    const entry = sealEntry(door.vault, keys, {
      actor,
      verb: endpoint.name,
      outcome,
      subjects: [actor.patient, ...tx.touched],
      detail,
    })
    insertEntry(tx, entry, () => new AppError('ledger.unavailable'))
  }
  try {
    const input: unknown = await readInput(endpoint, request)
    const { body, linkCookie } = await door.database.atGate(async (gate) => {
      const { actor, within, why } = await visit(gate)
      if (why !== null) throw new AppError(why)
      const { output, linkCookie: cookie } = await endpoint.verb({ ...door.tools(), ...within, actor, input })
      const valid = validOutput(endpoint, output)
      enter(within, actor)
      return { body: valid, linkCookie: cookie }
    })
    door.poke()
    if (linkCookie !== undefined) setLinkCookie(reply, linkCookie, door.secure)
    return body
  } catch (error) {
    const refused = asAppError(error)
    if (['access-link.over', 'ledger.unavailable', 'system.unsure'].includes(refused.code)) throw refused
    // By whom: where nobody is known any more there is nobody to enter it for.
    await door.database.atGate(async (gate) => {
      const { actor, within } = await visit(gate)
      enter(within, actor, refused.code)
    })
    door.poke()
    throw refused
  }
}
