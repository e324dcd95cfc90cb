import type { FactorNeeded } from '@candour/contract/factors.ts'
import type { Practice, signUp as signUpShape } from '@candour/contract/practices.ts'
import type { z } from 'zod'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { accountToken, createAccount, openAccount, type AccountRow, type OpenedAccount } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import { closeWhenAltered } from '../sessions/close-when-altered.ts'
import { finishSignIn } from '../sessions/finish-sign-in.ts'
import { askSecondStep, refuseChanged, withSecondStep } from '../sessions/second-step.ts'
import type { Shown } from '../sessions/start-session.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { tryPassword } from '../sessions/try-password.ts'
import { agreement } from './agreement.ts'
import { foundPractice } from './found-practice.ts'
import { practices } from './practices.store.ts'
import { showPractice } from './show-practice.ts'

type Input = z.output<typeof signUpShape>
type Call = PublicCall<Input>
interface Answer {
  output: { outcome: 'opened'; practice: Practice; signedIn: boolean } | FactorNeeded
  cookie?: SessionCookie
}

/**
 * Opens a practice: its keys, its first administrator, the accepted agreement, its trial; signs that person in.
 * Who has an account already gives its password, and its second factor where it has one, before anything is opened. Sent twice with one Idempotency-Key, it opens one practice.
 * Throws `agreement.outdated`, `password.refused`, `account.exists`, `account.altered`, what the second step throws.
 */
export function signUp(proving: Proving, refuseWeak: RefuseWeak, lookAtNew: () => void) {
  return async (call: Call): Promise<Answer> => {
    if (call.input.agreement.version !== agreement.version) throw new AppError('agreement.outdated')
    const answer = await openPractice(proving, refuseWeak, call).catch((error: unknown) => {
      // Somebody (most likely the same form, sent twice) was faster: now the password must be that account's. It is
      // compared outside the transaction, which would keep others from the gate for as long as that takes.
      if (error instanceof AccountTaken) return openPractice(proving, refuseWeak, call).catch(refuseTaken)
      throw error
    })
    if (answer.output.outcome === 'opened') lookAtNew()
    return answer
  }
}

class AccountTaken extends Error {}

/** Taken by nobody whom one could sign in as: an email that its account can still take back. */
function refuseTaken(error: unknown): never {
  throw error instanceof AccountTaken ? new AppError('account.exists') : error
}

async function openPractice(proving: Proving, refuseWeak: RefuseWeak, call: Call): Promise<Answer> {
  const { input, vault } = call
  const { tokenKey } = proving
  const existing = await call.atGate((gate) => findAccount(gate, vault, tokenKey, input.person.email))
  const passwordHash = await preparePassword(call, tokenKey, refuseWeak, existing)
  const practice = newId()
  const member = newId()
  // The key lies in the keyring before anything is sealed under it; one that nobody came to use hurts nobody.
  await vault.createPracticeKey(practice)
  const opening = (gate: GateTransaction, account: OpenedAccount, how: Shown['how']) =>
    open(gate, call, tokenKey, account, { practice, member, how })
  if (existing === null)
    return call.atGate(async (gate) => opening(gate, await newAccount(gate, call, tokenKey, passwordHash!), 'password'))
  const { second } = input
  const before = await call.atGate((gate) => doneBefore(gate, call, tokenKey, existing.account))
  if (second !== undefined && before === null)
    return withSecondStep(call, proving, { ...second, of: existing.account }, async (gate, account) => {
      await refuseChanged(gate, existing)
      return opening(gate, account, `password+${second.proof.by}`)
    })
  return closeWhenAltered(call, existing.account, () =>
    call.atGate(async (gate) => {
      await refuseChanged(gate, existing)
      const account = await openAccount(vault, existing)
      const needed = before === null ? await askSecondStep(gate, call, proving, account, {}) : null
      return needed === null ? opening(gate, account, 'password') : { output: needed }
    }),
  )
}

/** For a new account the hash of its password; for one that is there the password must be right. */
async function preparePassword(
  call: Call,
  tokenKey: CompartmentKey,
  refuseWeak: RefuseWeak,
  existing: AccountRow | null,
): Promise<string | null> {
  const { input, vault } = call
  const { email, name, password } = input.person
  if (existing === null) {
    await refuseWeak(password, { own: [name, email, input.name], hasFactor: false }, 'person.password')
    return vault.hashPassword(password)
  }
  if ((await tryPassword(call, tokenKey, { email, password })) === null) throw new AppError('account.exists')
  return null
}

async function newAccount(
  gate: GateTransaction,
  { input, vault }: Call,
  tokenKey: CompartmentKey,
  passwordHash: string,
): Promise<OpenedAccount> {
  const { name, email } = input.person
  const made = await createAccount(gate, vault, accountToken(vault, tokenKey, email), { name, email }, passwordHash)
  if (made === null) throw new AccountTaken()
  return made
}

/** Of one sign-up and its repetitions; the second step belongs to one of them alone. */
function retryOf({ retryKey, input, vault }: Call, tokenKey: CompartmentKey) {
  if (retryKey === undefined) return null
  const { second: _, ...rest } = input
  return {
    keyHash: vault.searchToken(tokenKey, 'retry-key', retryKey),
    requestHash: vault.searchToken(tokenKey, 'request', JSON.stringify(rest)),
  }
}

/** What came of it before, or null. Throws `request.repeated_differently`. */
async function doneBefore(gate: GateTransaction, call: Call, tokenKey: CompartmentKey, account: string) {
  const retry = retryOf(call, tokenKey)
  const before = retry === null ? null : await practices.findSignUp(gate, retry.keyHash)
  if (before === null) return null
  if (!before.request_hash.equals(retry!.requestHash) || before.account !== account)
    throw new AppError('request.repeated_differently')
  return before
}

/** Opens it once, and answers. A password alone opens no session where a second factor is on (P12). */
async function open(
  gate: GateTransaction,
  call: Call,
  tokenKey: CompartmentKey,
  account: OpenedAccount,
  { practice, member, how }: { practice: string; member: string; how: Shown['how'] },
): Promise<Answer> {
  const { vault, keysOf, now } = call
  const retry = retryOf(call, tokenKey)
  const isFirst =
    retry === null ||
    (await practices.claimSignUp(gate, retry.keyHash, retry.requestHash, practice, member, account.account))
  const ids = isFirst ? { practice, member } : (await doneBefore(gate, call, tokenKey, account.account))!
  if (isFirst) await foundPractice(gate, call, account, ids)
  const tx = gate.within(ids.practice)
  const shown = await showPractice({ tx, vault, keys: await keysOf(tx), now })
  if (how === 'password' && (await waysToProve(gate, vault, account.account)).length > 0)
    return { output: { outcome: 'opened', practice: shown, signedIn: false } }
  const { cookie } = await finishSignIn(call, gate, account, ids, { how })
  return { output: { outcome: 'opened', practice: shown, signedIn: true }, cookie }
}
