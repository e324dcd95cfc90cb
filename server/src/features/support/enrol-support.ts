import type { NewPasskey, PasskeyOptions } from '@candour/contract/factors.ts'
import type { SupportSession } from '@candour/contract/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { PublicCall, SupportCookie } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { isChallengeFor, mintChallenge, useChallenge } from '../factors/challenge.ts'
import { openFactor, sealFactor, type PasskeyFacts } from '../factors/factor.ts'
import { askForNewPasskey, needSite, readNewPasskey } from '../factors/passkey.ts'
import { passkeyToken, type Proving } from '../factors/prove-passkey.ts'
import { people, type LinkRow } from './people.store.ts'
import { keepPasskeysBound, openPerson, readPasskeys } from './support-person.ts'
import { startVisit } from './support-session.ts'

export function linkFields(person: string, hash: Buffer, endsAt: Date) {
  return [person, hash.toString('base64'), endsAt.getTime()]
}

/** Locked. Throws `link.invalid`: unknown, used, over, or not as Candour made it. */
async function findLink(gate: Across, vault: Vault, token: string): Promise<LinkRow> {
  const row = await people.findByLink(gate, hashToken(token))
  const isBound =
    row !== null &&
    vault.isBound('support-link', linkFields(row.person, row.link_hash, row.link_ends_at), row.link_bound)
  if (!isBound) throw new AppError('link.invalid')
  return row
}

/** Asks for a new passkey; none is made twice on the same device. Throws `link.invalid`, `factor.passkey_unavailable`. */
export function startSupportEnrolment({ site }: Proving) {
  return async ({
    atGate,
    vault,
    input,
    now,
  }: PublicCall<{ token: string }>): Promise<{ output: { name: string; passkey: PasskeyOptions } }> =>
    atGate(async (gate) => {
      const row = await findLink(gate, vault, input.token)
      const person = await openPerson(vault, row)
      const rows = await readPasskeys(gate, vault, row)
      const known = rows.map((one) => openFactor<PasskeyFacts>(vault, person, one))
      const challenge = mintChallenge(vault, { act: 'support-enrol', session: row.person }, now)
      const passkey = await askForNewPasskey(needSite(site), vault, person, known, challenge)
      return { output: { name: person.facts.name, passkey } }
    })
}

/** The passkey counts, the link no more. Throws `link.invalid`, `factor.passkey_not_made`, `factor.passkey_unavailable`. */
export function enrolSupport({ tokenKey, site }: Proving) {
  return async (
    call: PublicCall<{ token: string; passkey: NewPasskey; name: string }>,
  ): Promise<{ output: SupportSession; supportCookie: SupportCookie }> => {
    const { input, vault, now } = call
    return call.atGate(async (gate) => {
      const row = await findLink(gate, vault, input.token)
      const person = await openPerson(vault, row)
      await readPasskeys(gate, vault, row)
      const made = await readNewPasskey(needSite(site), input.passkey, (challenge) =>
        isChallengeFor(vault, { act: 'support-enrol', session: row.person }, challenge, now),
      )
      if (!(await useChallenge(gate, made.challenge))) throw new AppError('factor.passkey_not_made')
      const factor = newId()
      const isNew = await people.insertPasskey(gate, {
        factor,
        person: row.person,
        token: passkeyToken(vault, tokenKey, made.facts.credential),
        sealed: sealFactor(vault, person, factor, 1, { name: input.name, ...made.facts }),
        counter: made.counter,
      })
      if (!isNew) throw new AppError('factor.passkey_not_made')
      await people.setLink(gate, row.person, null, null, null)
      await keepPasskeysBound(gate, vault, row.person)
      return startVisit({ ...call, gate }, person)
    })
  }
}
