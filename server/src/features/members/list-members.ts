import type { Member } from '@candour/contract/members.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'
import { showMember } from './show-member.ts'

export async function listMembers(call: Call<unknown>): Promise<Outcome<{ members: Member[] }>> {
  const [rows, signIns] = await Promise.all([members.list(call.tx), members.lastSignIns(call.tx)])
  const lastSignIn = new Map(signIns.map((one) => [one.actor, one.at]))
  const names = new Map(rows.map((row) => [row.member, openMember(call, row).name]))
  const nameOf = (member: string) => names.get(member) ?? ''
  const shown = rows.map((row) =>
    showMember(call, row, call.actor, { nameOf, lastSignInAt: lastSignIn.get(row.member) ?? null }),
  )
  return { output: { members: shown }, subjects: [] }
}

export interface NamedMember {
  id: string
  name: string
  role: string
}

/** Every member's name and role, for pages that show who did something. */
export async function nameMembers(within: Within): Promise<Map<string, NamedMember>> {
  const rows = await members.list(within.tx)
  return new Map(rows.map((row) => [row.member, { id: row.member, ...pick(openMember(within, row)) }]))
}

function pick({ name, role }: { name: string; role: string }) {
  return { name, role }
}
