import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { MemberChange } from '@candour/contract/members.ts'
import { permissionWords } from '@candour/contract/permission-words.ts'
import { levels, type Level, type Permission } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { openPosted } from '../../platform/ledger/open-entry.ts'

/** What each act did to the member, said to whoever reads their page. */
const what: Record<string, string> = {
  'member.invite': 'Invited',
  'member.invite-again': 'Invited again, with a new link',
  'member.accept-invitation': 'Accepted the invitation',
  'member.withdraw': 'Invitation withdrawn',
  'member.approve': 'Approved',
  'member.change-level': 'Level changed',
  'member.give': 'Given, beyond the level',
  'member.take': 'Withdrawn from what the level includes',
  'member.end-grant': 'Back to what the level says',
  'member.say-own-record': 'Said which record is their own',
  'member.clear-own-record': 'Took back which record is their own',
  'member.leave': 'Left the practice',
}
const most = 200

type Facts = Record<string, string | number>

/** Newest first, from the ledger: who did it, when and why. SealBroken for an entry that was altered, or is about somebody else (P33). */
export async function historyOf(
  { tx, vault, keys }: Within,
  member: string,
  whoOf: (member: string | null) => MemberChange['by'],
): Promise<MemberChange[]> {
  const rows = (await entries.ofCompartment(tx, member, most)).filter((row) => row.outcome !== 'refused')
  return rows.flatMap((row) => {
    const { facts = {}, reason } = openPosted(vault, keys, row, member)
    if (what[row.verb] === undefined || facts['repeated'] !== undefined) return []
    return {
      number: row.number,
      at: row.at.toISOString(),
      by: whoOf(row.actor),
      what: what[row.verb]!,
      details: detailsOf(facts),
      reason: reason ?? null,
    }
  })
}

function detailsOf(facts: Facts): string[] {
  const { levelBefore, levelAfter, permission, at } = facts
  if (levelAfter !== undefined && levelBefore !== undefined)
    return [`Before: ${levels[levelBefore as Level]}. After: ${levels[levelAfter as Level]}.`]
  if (levelAfter !== undefined) return [`As ${levels[levelAfter as Level]}`]
  if (permission === undefined) return []
  const about = permissionWords[permission as Permission].may
  const place = at === undefined ? '' : `, at ${at}`
  return [capital(about) + place, `Before: ${stateOf(facts, 'before')}. After: ${stateOf(facts, 'after')}.`]
}

const states: Record<string, string> = { level: 'as the level says', given: 'given', taken: 'withdrawn' }

function stateOf(facts: Facts, when: 'before' | 'after'): string {
  const until = facts[`${when}Until`]
  return `${states[facts[when]!]}${until === undefined ? '' : ` until ${showDayAndTime(until as string)}`}`
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
}
