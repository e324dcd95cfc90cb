import { firstRules } from '@candour/contract/rules.ts'
import { absoluteHours } from '../../../platform/access/authenticate.ts'
import { isSessionBound } from '../../../platform/access/bound-session.ts'
import { newId } from '../../../platform/vault/ids.ts'
import { SealBroken } from '../../../platform/vault/vault-errors.ts'
import { readAccountRow } from '../../accounts/find-account.ts'
import { passwordForm } from '../../accounts/password-form.ts'
import { insideOf } from '../../checks/check-place.ts'
import type { Check, Finding } from '../../checks/check.ts'
import { FactorsAltered, readFactors } from '../../factors/factor-set.ts'
import { membersToTell } from '../../members/approved-members.ts'
import { isMirrored } from '../../rules/is-mirrored.ts'
import { openRules } from '../../rules/sealed-rules.ts'
import { whoIsIn } from '../../support/list-support.ts'
import { looksSealed } from './looks-sealed.ts'
import { walls } from './walls.store.ts'

const well = (what: string, facts: Finding['facts'] = {}): Finding => ({ state: 'well', what, facts })
const failing = (what: string, facts: Finding['facts'] = {}): Finding => ({ state: 'failing', what, facts })

/** People of a practice whose accounts are looked at in one go. */
const mostPeople = 200

async function accountsOf(at: Parameters<Check['run']>[0]): Promise<string[]> {
  const people = await membersToTell(insideOf(at))
  return people.flatMap(({ account }) => account ?? []).slice(0, mostPeople)
}

const practiceIsolation: Check = {
  name: 'practice-isolation',
  title: 'Nothing of another practice can be seen from inside this one',
  of: 'practice',
  everySeconds: 30,
  async run(at) {
    const { tx } = insideOf(at)
    const shown = await walls.foreignRows(tx, at.another ?? newId())
    return shown.length === 0
      ? well(
          `Candour asked ${walls.readable} tables for another practice’s data from inside this one, and was shown none.`,
        )
      : failing(
          `Data of another practice can be read from here: tell whoever runs the server. It lies in ${shown.slice(0, 3).join(', ')}.`,
        )
  },
}

const sealedColumns: Check = {
  name: 'sealed-columns',
  title: 'What should be sealed is sealed: samples of everything that is kept',
  of: 'practice',
  everySeconds: 60,
  async run(at) {
    const samples = await walls.samples(insideOf(at).tx)
    const clear = samples.find((sample) => !looksSealed(sample))
    return clear === undefined
      ? well(`${samples.length} sealed values were looked at, and none can be read without its key.`)
      : failing(`Something in ${clear.table} can be read without its key. Tell whoever runs the server.`)
  },
}

const secondFactorRules: Check = {
  name: 'second-factor-rules',
  title: 'A second factor is asked for just as the practice decided',
  of: 'practice',
  everySeconds: 30,
  async run(at) {
    const within = insideOf(at)
    if (!firstRules.factorRequired) return failing('A new practice does not begin with a second factor for everybody.')
    try {
      const { rules } = await openRules(within)
      if (!(await isMirrored(within, rules)))
        return failing('The database says otherwise than the practice decided about the second factor.')
      return rules.factorRequired
        ? well('Everybody is asked for a second factor, as the practice decided.')
        : well('The practice has decided to ask nobody for a second factor.')
    } catch (error) {
      if (error instanceof SealBroken)
        return failing(
          'The rules of the practice were altered outside Candour. Nobody is let in until they are mended.',
        )
      throw error
    }
  },
}

const secondFactorsBound: Check = {
  name: 'second-factors-bound',
  title: 'Nobody’s second factor was added, changed or removed outside Candour',
  of: 'practice',
  everySeconds: 30,
  async run(at) {
    const accounts = await accountsOf(at)
    let holders = 0
    let altered = 0
    for (const account of accounts)
      try {
        if ((await readFactors(at.database.gate, at.vault, account)).length > 0) holders += 1
      } catch (error) {
        if (!(error instanceof FactorsAltered)) throw error
        altered += 1
      }
    const facts = { people: accounts.length, withOne: holders }
    return altered === 0
      ? well(`${holders} of ${accounts.length} people have a second factor, each as Candour left it.`, facts)
      : failing(
          `${altered === 1 ? 'One account has second factors that were' : `${altered} accounts have second factors that were`} altered outside Candour. It lets nobody in.`,
          facts,
        )
  },
}

const openSessions: Check = {
  name: 'open-sessions',
  title: 'Everybody who is signed in came in through Candour, and is signed out within twelve hours',
  of: 'practice',
  everySeconds: 30,
  async run(at) {
    const sessions = await walls.openSessions(at.database.gate, insideOf(at).tx.practice)
    const forged = sessions.filter((session) => !isSessionBound(at.vault, session, session.bound)).length
    const long = sessions.filter(({ lasts }) => lasts > absoluteHours * 3600 + 60).length
    const facts = { open: sessions.length, altered: forged, long }
    return forged + long === 0
      ? well(
          `${sessions.length === 1 ? 'One session is' : `${sessions.length} sessions are`} open, each as Candour opened it.`,
          facts,
        )
      : failing('A session was written or prolonged outside Candour. It lets nobody in.', facts)
  },
}

const passwordHashes: Check = {
  name: 'password-hashes',
  title: 'Passwords are kept so that nobody can read them back',
  of: 'practice',
  everySeconds: 60,
  async run(at) {
    const counts = { argon2id: 0, foreign: 0, other: 0 }
    for (const account of await accountsOf(at)) {
      const row = await readAccountRow(at.database.gate, account)
      const form = await passwordForm(at.vault, row).catch((error: unknown) => {
        if (error instanceof SealBroken) return 'other' as const
        throw error
      })
      counts[form] += 1
    }
    const facts = { people: counts.argon2id + counts.foreign + counts.other, takenOver: counts.foreign }
    return counts.other === 0
      ? well(
          `The passwords of ${facts.people === 1 ? 'one person' : `${facts.people} people`} are kept as one-way hashes, which nobody can turn back.`,
          facts,
        )
      : failing('What is kept of a password is no hash of Candour’s. It opens nothing.', facts)
  },
}

const supportSwitch: Check = {
  name: 'support-switch',
  title: 'While support is switched off, nobody of support is in',
  of: 'practice',
  everySeconds: 30,
  async run(at) {
    const within = insideOf(at)
    const { rules } = await openRules(within)
    const { length } = await whoIsIn(within)
    if (rules.supportAllowed)
      return well(`Support may ask to be let in; ${length === 0 ? 'nobody is' : `${length} are`}.`)
    return length === 0
      ? well('Support is switched off, and nobody of support is in.')
      : failing('Somebody of support is in although it is switched off.', { in: length })
  },
}

export const practiceChecks: readonly Check[] = [
  practiceIsolation,
  sealedColumns,
  secondFactorRules,
  secondFactorsBound,
  openSessions,
  passwordHashes,
  supportSwitch,
]
