/** Examples of the calls about the ledger as people read it. */
import type { Asked } from './call-endpoint.ts'
import type { Example } from './factor-examples.ts'
import type { House } from './house.ts'
import type { Person } from '../people.ts'

const filter = { kind: 'all', group: 'team', from: '2026-01-01', to: '2100-01-01', place: 'program', routine: 'shown' }
const input = (fields: Record<string, unknown>): Promise<Asked> => Promise.resolve({ input: fields })

/** The newest that the caller made: anybody may read their own. */
async function ownEntry({ candour, owner, practice }: House, { session }: Person): Promise<number> {
  await candour.settle()
  const [row] = await owner.rows<{ number: number }>(
    'select max(number) as number from ledger.entry where practice = $1 and actor = $2',
    [practice, session.member.id],
  )
  return row!.number
}

export const entryExamples: Record<string, Example> = {
  'entry.list': ({ admin, patient }) => {
    const member = admin.session.member.id
    return input({ ...filter, session: member, member, patient: patient.id, before: 1_000_000 })
  },
  'entry.list-own': ({ admin }) => input({ ...filter, session: admin.session.member.id, before: 1_000_000 }),
  'entry.list-about': ({ note }) => input({ type: 'Composition', id: note, before: 1_000_000 }),
  'entry.read': async (house, caller) => ({ input: { number: await ownEntry(house, caller) } }),
  'entry.export': ({ admin, patient }) => {
    const member = admin.session.member.id
    const reason = 'For the inspector'
    return input({ ...filter, session: member, member, patient: patient.id, format: 'ndjson', reason })
  },
}
