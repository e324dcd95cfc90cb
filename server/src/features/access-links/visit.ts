import type { accessLinkRoutes } from '@candour/contract/access-links.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { PatientLinkGate } from '../../platform/access/patient-link.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LinkCookie, PatientLinkCall } from '../../platform/http/endpoint.ts'
import { findEntries } from '../../platform/ledger/find-entries.store.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openPatient } from '../patients/open-patient.ts'
import { identityOf } from '../patients/patient-fhir.ts'
import { showPractice } from '../practices/show-practice.ts'
import { links } from './access-links.store.ts'
import { looksOf } from './looks-of.ts'
import type { DecidedBy } from './open-link.ts'
import { findLink, rewriteLink, stateOf, type OpenedLink } from './sealed-link.ts'

/** Pages and reloads of half an hour; a script in somebody's browser fills no ledger. */
const mostReads = 60

interface GateParts {
  vault: Vault
  keysOf: PracticeKeySource
  decidedBy: DecidedBy
  clock: Clock
}

/** Asked at every call: the link is the one that this browser opened, its minutes are not over, and nobody revoked it. */
export function patientLinkGate({ vault, keysOf, decidedBy, clock }: GateParts): PatientLinkGate {
  return {
    async visitOf(gate, token, origin) {
      if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('access-link.over')
      const hash = hashToken(token)
      const found = await links.byVisit(gate, hash)
      if (found === null) throw new AppError('access-link.over')
      const tx = gate.within(found.practice)
      tx.asker = { kind: 'candour' }
      const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
      const opened = await findLink(within, found.link, 'read').catch(overWhenErased)
      if (opened === null || stateOf(opened, within.now).state !== 'open') throw new AppError('access-link.over')
      const { patient } = opened.facts
      const actor = { kind: 'patient-link', practice: tx.practice, link: opened.id, patient, origin } as const
      const { isLocked } = await decidedBy(tx.practice, await links.rulesMark(tx))
      return { actor, within, why: isLocked || tx.deleted.size > 0 ? 'access-link.closed' : null }
    },
  }
}

function overWhenErased(error: unknown): never {
  if (error instanceof AppError && error.code === 'resource.gone') throw new AppError('access-link.over')
  throw error
}

async function linkOf(call: PatientLinkCall<unknown>, how: 'read' | 'lock'): Promise<OpenedLink> {
  return (await findLink(call, call.actor.link, how))!
}

const all = { outcome: null, about: null, without: [], from: null, to: null }

/** By the ledger itself, which has each of them. What is over is not entered, so that it ends. Throws `access-link.over`. */
async function refuseTooMany({ tx, actor }: PatientLinkCall<unknown>): Promise<void> {
  const filter = { ...all, member: actor.link, verbs: ['access-link.read'] }
  const stretch = { before: Number.MAX_SAFE_INTEGER, least: 1 }
  const { count } = await findEntries.count(tx, filter, stretch, mostReads)
  if (count >= mostReads) throw new AppError('access-link.over')
}

/** What the patient sees: who, when, what and, as far as it is fit, why. Throws `access-link.over`. */
export async function readByLink(
  call: PatientLinkCall<{ before?: number | undefined }>,
): Promise<{ output: OutputOf<typeof accessLinkRoutes.read> }> {
  const { patient } = call.actor
  await refuseTooMany(call)
  const { facts } = await linkOf(call, 'read')
  const { hidden, allHidden } = facts.safety
  const [{ looks, before }, { name, town }, { resource }] = await Promise.all([
    looksOf(call, patient, { before: call.input.before, reader: 'patient', hidden, allHidden }),
    showPractice(call),
    openPatient(call, patient),
  ])
  return {
    output: {
      looks,
      before,
      practice: { name, town },
      patient: shortName(identityOf(resource)),
      until: facts.opened!.until,
      hidesNames: allHidden || hidden.length > 0,
    },
  }
}

/** "Margery A.": whoever looks over a shoulder learns little. */
function shortName({ given, family }: { given: string; family: string }): string {
  const first = given.split(' ')[0] ?? ''
  const initial = [...family][0]
  return [first, initial === undefined ? '' : `${initial.toUpperCase()}.`].filter((part) => part !== '').join(' ')
}

/** Before its time: whoever used somebody else's phone leaves nothing there. */
export async function leaveLink(
  call: PatientLinkCall<unknown>,
): Promise<{ output: Record<string, never>; linkCookie: LinkCookie }> {
  const opened = await linkOf(call, 'lock')
  const ended = { at: call.now.toISOString(), how: 'left', by: null } as const
  await rewriteLink(call, opened, { ...opened.facts, ended })
  return { output: {}, linkCookie: 'cleared' }
}
