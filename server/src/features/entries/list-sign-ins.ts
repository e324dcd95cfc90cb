import type { OutputOf } from '@candour/contract/route.ts'
import type { signInRoutes } from '@candour/contract/sign-ins.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { nameMembers } from '../members/list-members.ts'
import { askedOf, showSignIn, type SignInFilter } from './show-sign-in.ts'

const page = 100

/** The practice's sign-ins, newest first. */
export async function listSignIns(
  call: Call<SignInFilter & { before?: number | undefined }>,
): Promise<Outcome<OutputOf<typeof signInRoutes.list>>> {
  const { before = Number.MAX_SAFE_INTEGER, ...filter } = call.input
  const names = await nameMembers(call)
  const rows = await entries.signIns(call.tx, askedOf(filter, before, page + 1))
  const shown = rows.slice(0, page)
  const output = {
    signIns: shown.map((row) => showSignIn(call, row, names)),
    before: rows.length > page ? shown.at(-1)!.number : null,
    members: [...names.values()].map(({ id, name }) => ({ id, name })),
  }
  return { output, subjects: [] }
}
