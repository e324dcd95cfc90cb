import type { accessLinkRoutes } from '@candour/contract/access-links.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintReadableCode, mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readRestriction } from '../compartments/read-restriction.ts'
import { nameMembers } from '../members/list-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { codeFields } from './code-fields.ts'
import { showOne } from './list-links.ts'
import { keepNewLink, listLinksOf, type LinkFacts } from './sealed-link.ts'

interface Asked {
  id: string
  days: 1 | 3 | 7
  isAnybodyAtRisk: boolean
  words: string
  hidden: string[]
  allHidden: boolean
}

/**
 * A link and a code, told this once: of both a hash is kept, and no retry tells them again. Throws `patient.not_found`,
 * `patient.deleted`, `member.not_found`, `access-link.hide_somebody`.
 */
export function makeLink(publicOrigin: string) {
  return async (call: GateCall<Asked>): Promise<Outcome<OutputOf<typeof accessLinkRoutes.make>>> => {
    const { gate, vault, actor, input, now } = call
    const tx = gate.within(actor.practice)
    tx.asker = { kind: 'member', member: actor.member, now }
    const within = { tx, vault, keys: await call.keysOf(tx), now }
    const key = await openPatientKey(within, input.id)
    if (tx.deleted.size > 0) throw new AppError('patient.deleted')
    const { isAnybodyAtRisk, words, allHidden } = input
    const hidden = [...new Set(input.hidden)]
    if (isAnybodyAtRisk && hidden.length === 0 && !allHidden) throw new AppError('access-link.hide_somebody')
    const names = await nameMembers(within)
    if (!hidden.every((member) => names.has(member))) throw new AppError('member.not_found')
    const safety = { isAnybodyAtRisk, words, hidden, allHidden }
    const { revision: restriction } = await readRestriction(within, key)
    const id = newId()
    const { token, hash } = mintToken()
    const code = mintReadableCode()
    const made = await keepNewLink(within, key, id, {
      patient: key.compartment,
      tokenHash: hash.toString('base64'),
      codeBound: vault.bind('access-link-code', codeFields(id, code)).toString('base64'),
      made: { at: now.toISOString(), by: actor.member },
      endsAt: new Date(now.getTime() + input.days * 86_400_000).toISOString(),
      safety,
      restriction,
      needsSecond: await needsSecond(within, key, safety),
      confirmed: null,
      tries: 0,
      opened: null,
      ended: null,
    })
    const link = await showOne({ ...within, actor }, made)
    const facts = { hidden: allHidden ? 'all' : hidden.length, risk: isAnybodyAtRisk ? 'yes' : 'no' }
    return {
      output: { link, url: `${publicOrigin}/access#${token}`, code },
      subjects: [key.compartment],
      reason: words,
      facts,
    }
  }
}

/** Where somebody is named now whom an earlier link hid, or the record is restricted: two people look at it. */
async function needsSecond(
  within: Within,
  key: CompartmentKey,
  { hidden, allHidden }: LinkFacts['safety'],
): Promise<boolean> {
  const { admission } = await readRestriction(within, key)
  if (admission !== null && admission.facts.members.length > 0) return true
  if (allHidden) return false
  const before = await listLinksOf(within, key)
  return before.some(({ facts: { safety } }) => safety.allHidden || safety.hidden.some((one) => !hidden.includes(one)))
}
