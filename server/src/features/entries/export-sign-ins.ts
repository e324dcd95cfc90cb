import { signInExport, type SignIn } from '@candour/contract/sign-ins.ts'
import { AppError } from '../../platform/app-error.ts'
import type { BytesInput, BytesOutcome, Call } from '../../platform/http/endpoint.ts'
import { entries } from '../../platform/ledger/ledger.store.ts'
import { nameMembers } from '../members/list-members.ts'
import { csvOf } from '../transfers/csv.ts'
import { askedOf, showSignIn } from './show-sign-in.ts'

const page = 1000
/** About 15 MB: by days one takes out more. */
const most = 50_000

const heading = ['Entry', 'When', 'Who', 'Role', 'Kind', 'What', 'Device', 'Address', 'Why refused', 'SHA-256']

/** All that the filter leaves, newest first, as a file. Throws `input.invalid`. */
export async function exportSignIns(call: Call<BytesInput>): Promise<BytesOutcome> {
  const parsed = signInExport.safeParse(call.input.query)
  if (!parsed.success)
    throw new AppError(
      'input.invalid',
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    )
  const { format, ...filter } = parsed.data
  const names = await nameMembers(call)
  const found: SignIn[] = []
  for (let before = Number.MAX_SAFE_INTEGER; found.length < most;) {
    const rows = await entries.signIns(call.tx, askedOf(filter, before, page))
    found.push(...rows.map((row) => showSignIn(call, row, names)))
    if (rows.length < page) break
    before = rows.at(-1)!.number
  }
  const isCsv = format === 'csv'
  return {
    headers: {
      'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="sign-ins.${format}"`,
      'cache-control': 'private, no-store',
    },
    body: isCsv
      ? csvOf(heading, found.map(rowOf))
      : Buffer.from(found.map((one) => `${JSON.stringify(one)}\n`).join('')),
    subjects: [],
  }
}

function rowOf({ number, at, who, kind, what, device, address, refusal, hash }: SignIn): string[] {
  return [String(number), at, who.name, who.role, kind, what, device, address, refusal ?? '', hash]
}
