import type { Clock } from '../../platform/clock.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import { cameToPass, sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { bindFactors } from '../accounts/bound-factors.ts'
import { installation } from '../accounts/installation.ts'
import { endSupport } from './end-support.ts'
import { linkFields } from './enrol-support.ts'
import { people } from './people.store.ts'
import { requests } from './requests.store.ts'
import { emailToken, openPerson, personPlace } from './support-person.ts'

interface Parts {
  atGate: Transactions['atGate']
  keysOf: PracticeKeySource
  vault: Vault
  clock: Clock
  tokenKey: CompartmentKey
}

const linkHours = 24

/** Somebody new, or a further passkey for somebody who is there: a link for one passkey, once, for a day. Null: new, and no name. */
export async function addSupport(
  { atGate, vault, tokenKey }: Parts,
  { email, name }: { email: string; name: string | null },
): Promise<{ token: string; endsAt: Date; isNew: boolean } | null> {
  return atGate(async (gate) => {
    const byEmail = emailToken(vault, tokenKey, email)
    const known = await people.findByEmail(gate, byEmail)
    if (known === null && name === null) return null
    const person = known?.person ?? newId()
    if (known === null) {
      const { wrapped, key } = await vault.newCompartment(installation, person, 'account')
      await people.insert(gate, {
        person,
        emailToken: byEmail,
        keyVersion: wrapped.practiceKeyVersion,
        wrapped: wrapped.wrapped,
        sealed: vault.seal(key, personPlace(person), Buffer.from(JSON.stringify({ name, email }))),
        bound: bindFactors(vault, person, []),
      })
    }
    const { token, hash } = mintToken()
    const endsAt = await people.later(gate, linkHours * 60)
    await people.setLink(gate, person, hash, endsAt, vault.bind('support-link', linkFields(person, hash, endsAt)))
    return { token, endsAt, isNew: known === null }
  })
}

export interface ListedSupport {
  name: string
  email: string
  passkeys: number
  since: Date
}

export async function listSupportPeople({ atGate, vault }: Parts): Promise<ListedSupport[]> {
  return atGate(async (gate) => {
    const found: ListedSupport[] = []
    for (const row of await people.list(gate)) {
      const { facts } = await openPerson(vault, row)
      found.push({ ...facts, passkeys: Number(row.passkeys), since: row.created_at })
    }
    return found
  })
}

/** With passkeys and sessions, at once; what practices had opened to them ends, in their ledgers too. False for nobody. */
export async function removeSupport(parts: Parts, email: string): Promise<boolean> {
  const { atGate, vault, keysOf, clock, tokenKey } = parts
  return atGate(async (gate) => {
    const row = await people.findByEmail(gate, emailToken(vault, tokenKey, email))
    if (row === null) return false
    await people.remove(gate, row.person)
    for (const practice of await requests.practicesOf(gate, row.person)) {
      const tx = gate.within(practice)
      const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
      if ((await endSupport(within, 'operator', { person: row.person })) === 0) continue
      const actor = { kind: 'operator', practice, command: 'candour support remove' } as const
      const entry = { actor, verb: 'support.remove', outcome: 'changed', subjects: [], detail: cameToPass(tx) } as const
      insertEntry(tx, sealEntry(vault, within.keys, entry))
    }
    return true
  })
}
