import type { noticeRoutes } from '@candour/contract/notices.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noticePlace, type NoticeFacts } from './add-notice.ts'
import { notices } from './notices.store.ts'

/** Those that are for one's level, and not about oneself alone. */
export async function listNotices(call: Call<unknown>): Promise<Outcome<OutputOf<typeof noticeRoutes.list>>> {
  const { actor, tx } = call
  const rows = await notices.list(tx, actor.level)
  const shown = rows.flatMap(({ notice, at, sealed }) => {
    const { heading, text, notFor, proposes } = openNotice(call, notice, sealed)
    const isTheirs = proposes === 'incident' && actor.can.has('incident.manage')
    return notFor === actor.member
      ? []
      : [{ id: notice, at: at.toISOString(), heading, text, proposes: isTheirs ? ('incident' as const) : null }]
  })
  return { output: { notices: shown }, subjects: [] }
}

function openNotice(
  { vault, keys }: Pick<Call<unknown>, 'vault' | 'keys'>,
  notice: string,
  sealed: Buffer,
): NoticeFacts {
  return JSON.parse(vault.open(keys.record, noticePlace(notice), sealed).toString()) as NoticeFacts
}

/** A notice that proposes to open a case. Throws `notice.not_found` for any other. */
export async function proposedBy(
  call: Call<unknown>,
  notice: string,
): Promise<Pick<NoticeFacts, 'heading' | 'text'> & { at: Date }> {
  const row = await notices.read(call.tx, notice)
  if (row === null) throw new AppError('notice.not_found')
  const { heading, text, proposes } = openNotice(call, notice, row.sealed)
  if (proposes !== 'incident') throw new AppError('notice.not_found')
  return { heading, text, at: row.at }
}

/** Throws `notice.not_found`. */
export async function dismissNotice(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { tx, input, actor } = call
  const row = await notices.read(tx, input.id)
  if (row !== null && openNotice(call, input.id, row.sealed).notFor === actor.member)
    throw new AppError('notice.not_found')
  if (!(await notices.dismiss(tx, input.id, actor.level))) throw new AppError('notice.not_found')
  return { output: {}, subjects: [] }
}
