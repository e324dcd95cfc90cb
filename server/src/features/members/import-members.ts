import { email as emailShape, line } from '@candour/contract/shapes.ts'
import { z } from 'zod'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction, Transactions } from '../../platform/database/transaction.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { cameToPass, sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { readForeignHash } from '../../platform/vault/foreign-hash.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accountToken, createAccount } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { emit } from '../events/emit.ts'
import { carriedOf, emailTokenOf, sealMember } from './member-facts.ts'
import { members } from './members.store.ts'

const comingMember = z.strictObject({
  name: line(120),
  role: line(80),
  email: emailShape,
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  passwordHash: z
    .string()
    .max(400)
    .refine((text) => readForeignHash(text) !== null, 'This is no bcrypt or PBKDF2 hash of a cost that Candour runs.'),
})
type ComingMember = z.output<typeof comingMember>

/** What becomes of a line. `known`: the email has an account here, which keeps its own password. */
export type LineOutcome =
  { line: number; outcome: 'added' | 'known' | 'member-already' } | { line: number; outcome: 'refused'; why: string }

interface Parts {
  atGate: Transactions['atGate']
  vault: Vault
  keysOf: PracticeKeySource
  tokenKey: CompartmentKey
}

/**
 * Members of another system, each with the password that they have there; it is hashed anew at their next sign-in. They wait
 * for the practice's approval, as whoever was invited does (P06). One line of JSON each; a dry run only says what would be.
 */
export async function importMembers(
  parts: Parts,
  practice: string,
  lines: AsyncIterable<string>,
  isDryRun: boolean,
  onLine: (outcome: LineOutcome) => void,
): Promise<void> {
  let place = 0
  for await (const text of lines) {
    place += 1
    if (text.trim() === '') continue
    const read = readLine(text)
    if (typeof read === 'string') onLine({ line: place, outcome: 'refused', why: read })
    else onLine({ line: place, outcome: await parts.atGate((gate) => bringIn(gate, parts, practice, read, isDryRun)) })
  }
}

/** Why it is refused, in words that hold nothing of it. */
function readLine(text: string): ComingMember | string {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return 'This is no line of JSON.'
  }
  const { data, error } = comingMember.safeParse(parsed)
  if (data !== undefined) return data
  const [first] = error.issues
  return `${first!.path.join('.') || 'The line'}: ${first!.message}`
}

async function bringIn(
  gate: GateTransaction,
  { vault, keysOf, tokenKey }: Parts,
  practice: string,
  { name, role, email, level, passwordHash }: ComingMember,
  isDryRun: boolean,
): Promise<'added' | 'known' | 'member-already'> {
  const tx = gate.within(practice)
  const within = { tx, vault, keys: await keysOf(tx) }
  const emailToken = emailTokenOf(within, email)
  if ((await members.findByEmail(tx, emailToken)) !== null) return 'member-already'
  const existing = await findAccount(gate, vault, tokenKey, email)
  const outcome = existing === null ? 'added' : 'known'
  if (isDryRun) return outcome
  const token = accountToken(vault, tokenKey, email)
  const account = existing?.account ?? (await createAccount(gate, vault, token, { name, email }, passwordHash))?.account
  if (account === undefined) throw new AppError('member.exists')
  const member = newId()
  const standing = { account, level, state: 'pending' } as const
  const sealed = sealMember(within, member, 1, { name, role, email, ...standing })
  noteChange(tx, 'member', member, null, carriedOf({ name, role, email, ...standing }))
  await members.insert(tx, { member, ...standing, ...sealed, emailToken, invitationHash: null, expiresAt: null })
  emit({ tx }, { kind: 'member.changed', patient: null, object: member, member: null })
  const actor = { kind: 'operator', practice, command: 'candour import-members' } as const
  const entry = { actor, verb: 'member.import', outcome: 'changed', subjects: [], detail: cameToPass(tx) } as const
  insertEntry(tx, sealEntry(vault, within.keys, entry), () => new AppError('ledger.unavailable'))
  return outcome
}
