import type { Practice, signUp as signUpShape } from '@candour/contract/practices.ts'
import type { z } from 'zod'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import {
  accountToken,
  checkPassword,
  createAccount,
  openAccount,
  type AccountRow,
  type OpenedAccount,
} from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { refuseWeakPassword } from '../accounts/refuse-weak-password.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { finishSignIn } from '../sessions/finish-sign-in.ts'
import { recordFailedTry } from '../sessions/record-failed-try.ts'
import { agreement } from './agreement.ts'
import { foundPractice } from './found-practice.ts'
import { practices } from './practices.store.ts'
import { showPractice } from './show-practice.ts'

type Input = z.output<typeof signUpShape>
type Call = PublicCall<Input>
interface Answer {
  output: { practice: Practice; signedIn: boolean }
  cookie?: SessionCookie
}

/**
 * Opens a practice: its keys, its first administrator, the accepted agreement, its trial; signs that person in.
 * Who has an account already gives its password. Sent twice with one Idempotency-Key, it opens one practice.
 * Throws `agreement.outdated`, `password.refused`, `account.exists`.
 */
export function signUp(tokenKey: CompartmentKey) {
  return async (call: Call): Promise<Answer> => {
    if (call.input.agreement.version !== agreement.version) throw new AppError('agreement.outdated')
    try {
      return await openPractice(tokenKey, call)
    } catch (error) {
      // Somebody (most likely the same form, sent twice) was faster: now the password must be that account's. It is
      // compared outside the transaction, which would keep others from the gate for as long as that takes.
      if (error instanceof AccountTaken) return openPractice(tokenKey, call)
      throw error
    }
  }
}

class AccountTaken extends Error {}

async function openPractice(tokenKey: CompartmentKey, call: Call): Promise<Answer> {
  const { input, vault } = call
  const existing = await call.atGate((gate) => findAccount(gate, vault, tokenKey, input.person.email))
  const passwordHash = await preparePassword(call, tokenKey, existing)
  const practice = newId()
  const member = newId()
  // The key lies in the keyring before anything is sealed under it; one that nobody came to use hurts nobody.
  await vault.createPracticeKey(practice)
  return call.atGate(async (gate) => {
    const account = await accountFor(gate, call, tokenKey, existing, passwordHash)
    const repeated = await repeatedSignUp(gate, call, tokenKey, { practice, member, account: account.account })
    const ids = repeated ?? { practice, member }
    if (repeated === null) await foundPractice(gate, call, account, ids)
    return answer(gate, call, account, ids)
  })
}

/** For a new account the hash of its password; for one that is there the password must be right. */
async function preparePassword(
  call: Call,
  tokenKey: CompartmentKey,
  existing: AccountRow | null,
): Promise<string | null> {
  const { input, vault, origin } = call
  const { email, name, password } = input.person
  if (existing === null) {
    refuseWeakPassword(password, [name, email, input.name])
    return vault.hashPassword(password)
  }
  const tried = await call.atGate((gate) => reserveTry(gate, vault, tokenKey, email, origin.address))
  if (!(await checkPassword(vault, existing, password))) {
    await recordFailedTry(call, existing.account, tried.count)
    throw new AppError('account.exists')
  }
  await call.atGate((gate) => tried.succeeded(gate))
  return null
}

async function accountFor(
  gate: GateTransaction,
  { input, vault }: Call,
  tokenKey: CompartmentKey,
  existing: AccountRow | null,
  passwordHash: string | null,
): Promise<OpenedAccount> {
  if (existing !== null) return openAccount(vault, existing)
  const { name, email } = input.person
  const made = await createAccount(gate, vault, accountToken(vault, tokenKey, email), { name, email }, passwordHash!)
  if (made === null) throw new AccountTaken()
  return made
}

async function repeatedSignUp(
  gate: GateTransaction,
  { retryKey, input, vault }: Call,
  tokenKey: CompartmentKey,
  ids: { practice: string; member: string; account: string },
): Promise<{ practice: string; member: string } | null> {
  if (retryKey === undefined) return null
  const keyHash = vault.searchToken(tokenKey, 'retry-key', retryKey)
  const requestHash = vault.searchToken(tokenKey, 'request', JSON.stringify(input))
  if (await practices.claimSignUp(gate, keyHash, requestHash, ids.practice, ids.member, ids.account)) return null
  const before = await practices.findSignUp(gate, keyHash)
  if (before === null || !before.request_hash.equals(requestHash) || before.account !== ids.account)
    throw new AppError('request.repeated_differently')
  return before
}

/** A password alone opens no session where a second factor is on (P12): then the person signs in as always. */
async function answer(
  gate: GateTransaction,
  call: Call,
  account: OpenedAccount,
  { practice, member }: { practice: string; member: string },
): Promise<Answer> {
  const { vault, keysOf, now } = call
  const tx = gate.within(practice)
  const shown = await showPractice({ tx, vault, keys: await keysOf(tx), now })
  if ((await waysToProve(gate, account.account)).length > 0) return { output: { practice: shown, signedIn: false } }
  const { cookie } = await finishSignIn(call, gate, account, { practice, member }, { how: 'password' })
  return { output: { practice: shown, signedIn: true }, cookie }
}
