import { accessMinutes, accessTries } from '@candour/contract/access-links.ts'
import type { ErrorCode } from '@candour/contract/errors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Decided } from '../../platform/access/decided.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import { inEvenTime } from '../../platform/even-time.ts'
import type { LinkCookie, PublicCall, Within } from '../../platform/http/endpoint.ts'
import { sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { hashToken, mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { links } from './access-links.store.ts'
import { codeFields } from './code-fields.ts'
import { findLink, rewriteLink, stateOf, type OpenedLink } from './sealed-link.ts'

/** Milliseconds to whose next multiple every answer waits. */
const answerMs = 100

export type DecidedBy = (practice: string, mark: Buffer | null) => Promise<Decided>

type Opening = PublicCall<{ token: string; code: string }>

/**
 * By link and code, once. Whatever is wrong (no such link, another code, over, not confirmed yet) answers alike and after the
 * same time; the fifth wrong code ends the link. Only whoever has both is told that the practice is closed. Each try is in the
 * practice's ledger, and so in what the patient sees. Throws `access-link.refused`, `access-link.closed`, `session.throttled`.
 */
export function openAccessLink(tokenKey: CompartmentKey, decidedBy: DecidedBy) {
  return async (call: Opening): Promise<{ output: { until: string }; linkCookie: LinkCookie }> => {
    const { vault, input, origin, atGate } = call
    const hash = hashToken(input.token)
    const name = `access link ${hash.toString('base64url')}`
    return inEvenTime(answerMs, async () => {
      const tried = await atGate((gate) => reserveTry(gate, vault, tokenKey, name, origin.address))
      // A wrong code is counted by a transaction that commits: so it is refused after it.
      const came = await atGate((gate) => tryOpening(call, gate, hash, decidedBy))
      if (typeof came === 'string') throw new AppError(came)
      await atGate((gate) => tried.succeeded(gate))
      return { output: { until: came.endsAt.toISOString() }, linkCookie: came }
    })
  }
}

async function tryOpening(
  call: Opening,
  gate: GateTransaction,
  hash: Buffer,
  decidedBy: DecidedBy,
): Promise<ErrorCode | Exclude<LinkCookie, 'cleared'>> {
  const { vault, input, now } = call
  const found = await links.byToken(gate, hash)
  if (found === null) {
    vault.isBound('access-link-code', codeFields('', input.code), null)
    return 'access-link.refused'
  }
  const tx = gate.within(found.practice)
  tx.asker = { kind: 'candour' }
  const within = { tx, vault, keys: await call.keysOf(tx), now }
  const opened = await findLink(within, found.link, 'lock').catch(nothingWhenErased)
  if (opened === null) return 'access-link.refused'
  const { facts } = opened
  const isRight = vault.isBound(
    'access-link-code',
    codeFields(opened.id, input.code),
    Buffer.from(facts.codeBound, 'base64'),
  )
  if (stateOf(opened, now).state !== 'ready') return refuse(call, within, opened, 'access-link.refused')
  if (!isRight) {
    const tries = facts.tries + 1
    const ended = tries < accessTries ? null : ({ at: now.toISOString(), how: 'tries', by: null } as const)
    await rewriteLink(within, opened, { ...facts, tries, ended })
    return refuse(call, within, opened, 'access-link.refused')
  }
  const { isLocked } = await decidedBy(found.practice, await links.rulesMark(tx))
  if (isLocked || tx.deleted.size > 0) return refuse(call, within, opened, 'access-link.closed')
  const { token, hash: visitHash } = mintToken()
  const endsAt = new Date(now.getTime() + accessMinutes * 60_000)
  const visit = { at: now.toISOString(), visitHash: visitHash.toString('base64'), until: endsAt.toISOString() }
  await rewriteLink(within, opened, { ...facts, opened: visit })
  enter(call, within, opened, null)
  return { token, endsAt }
}

function refuse(call: Opening, within: Within, opened: OpenedLink, code: ErrorCode): ErrorCode {
  enter(call, within, opened, code)
  return code
}

function enter({ vault, origin }: Opening, { tx, keys }: Within, { id, facts }: OpenedLink, refusal: ErrorCode | null) {
  const { patient } = facts
  const entry = sealEntry(vault, keys, {
    actor: { kind: 'patient-link', practice: tx.practice, link: id, patient, origin },
    verb: 'access-link.open',
    outcome: refusal === null ? 'opened' : 'refused',
    subjects: [patient],
    detail: refusal === null ? {} : { refusal },
  })
  insertEntry(tx, entry, () => new AppError('ledger.unavailable'))
}

function nothingWhenErased(error: unknown): null {
  if (error instanceof AppError && error.code === 'resource.gone') return null
  throw error
}
