import type { noticeRoutes } from '@candour/contract/notices.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noticePlace } from './add-notice.ts'
import { notices } from './notices.store.ts'

export async function listNotices({
  tx,
  vault,
  keys,
}: Call<unknown>): Promise<Outcome<OutputOf<typeof noticeRoutes.list>>> {
  const rows = await notices.list(tx)
  const opened = rows.map(({ notice, at, sealed }) => ({
    id: notice,
    at: at.toISOString(),
    ...(JSON.parse(vault.open(keys.record, noticePlace(notice), sealed).toString()) as {
      heading: string
      text: string
    }),
  }))
  return { output: { notices: opened }, subjects: [] }
}

/** Throws `notice.not_found`. */
export async function dismissNotice({ tx, input }: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  if (!(await notices.dismiss(tx, input.id))) throw new AppError('notice.not_found')
  return { output: {}, subjects: [] }
}
