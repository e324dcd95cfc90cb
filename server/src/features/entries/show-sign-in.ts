import { errors, type ErrorCode } from '@candour/contract/errors.ts'
import { signInVerbs, type SignIn, type SignInKind, type signInKinds } from '@candour/contract/sign-ins.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import type { entries, EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import type { NamedMember } from '../members/list-members.ts'
import { whoDid } from './list-entries.ts'
import { removedWords } from './open-if-whole.ts'
import { verbWords } from './words.ts'

export interface SignInFilter {
  kind: (typeof signInKinds)[number]
  member?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

type Asked = Parameters<typeof entries.signIns>[1]

/** What is asked of the ledger. */
export function askedOf({ kind, member, from, to }: SignInFilter, before: number, most: number): Asked {
  return {
    before,
    verbs: kind === 'all' || kind === 'failed' ? null : signInVerbs[kind],
    refused: kind === 'all' ? null : kind === 'failed',
    member: member ?? null,
    from: from ?? null,
    to: to ?? null,
    most,
  }
}

export const hows: Record<string, string> = {
  password: 'by password',
  'password+totp': 'by password and authenticator app',
  'password+recovery': 'by password and recovery code',
  'password+passkey': 'by password and passkey',
  passkey: 'by passkey',
  provider: 'by the single sign-on',
  'provider+totp': 'by the single sign-on and authenticator app',
  'provider+recovery': 'by the single sign-on and recovery code',
  'provider+passkey': 'by the single sign-on and passkey',
  'provider+strong': 'by the single sign-on, with its second factor',
  recovered: 'with the help of colleagues, to set up a second factor',
}

function kindOf({ verb, outcome }: EntryRow): SignInKind {
  if (outcome === 'refused') return 'failed'
  const found = Object.entries(signInVerbs).find(([, verbs]) => (verbs as readonly string[]).includes(verb))
  return found![0] as SignInKind
}

const failedAt: Record<string, string> = { 'factor.refused': ' at the second step', 'seat.refused': ' by short code' }

function whatOf({ verb, outcome }: EntryRow, { facts = {}, reason, refusal = '' }: EntryDetail): string {
  const isSignIn = verb === 'session.sign-in'
  if (outcome === 'refused') {
    const failures = Number(facts['failures'] ?? 1)
    const words = isSignIn
      ? `Could not sign in${failedAt[refusal] ?? ''}`
      : `Was refused: ${verbWords[verb]?.toLowerCase() ?? verb}`
    return failures > 1 ? `${words}, try ${failures} in five minutes` : words
  }
  const how = facts['by'] === 'code' ? 'by short code' : (hows[String(facts['how'])] ?? '')
  const said = [verbWords[verb] ?? verb, isSignIn ? how : ''].filter((part) => part !== '').join(' ')
  if (facts['device'] === 'new') return `${said}, at a new device`
  return reason === undefined ? said : `${said}. ${reason}`
}

/** An entry as a sign-in. Throws SealBroken for one that was altered. */
export function showSignIn(within: Within, row: EntryRow, names: Map<string, NamedMember>): SignIn {
  const detail = openEntry(within.vault, within.keys, row)
  const { refusal, removedAt } = detail
  return {
    number: row.number,
    at: row.at.toISOString(),
    who: whoDid(row, detail, names),
    kind: kindOf(row),
    what: whatOf(row, detail),
    device: removedAt === undefined ? (detail.device ?? '') : removedWords(removedAt),
    address: detail.address ?? '',
    refusal: refusal === undefined ? null : (errors[refusal as ErrorCode]?.[1] ?? refusal),
    hash: row.leaf_hash.toString('hex'),
  }
}
