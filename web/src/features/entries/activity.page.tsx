/** The ledger as the practice reads it: who did what, when, from where. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { entryRoutes, type Entry } from '@candour/contract/entries.ts'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Lock } from '../../ui/lock.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './activity.css'
import { ActivityFilters, whatMatters, type ActivityFilter } from './activity-filters.tsx'
import { EntryList } from './entry-list.tsx'

export function ActivityPage() {
  usePageTitle('Activity')
  const { practice, can } = useSession()
  const [filter, setFilter] = useState(whatMatters)
  const change = (part: Partial<ActivityFilter>) => setFilter((before) => ({ ...before, ...part }))
  const { kind, member, patient, routine, byVisit } = filter
  const entries = useInfiniteQuery({
    queryKey: ['entries', kind, member, patient?.id ?? '', routine],
    staleTime: 0,
    queryFn: ({ pageParam }) =>
      call(entryRoutes.list, {
        kind,
        routine,
        ...(patient !== null && { patient: patient.id }),
        ...(member !== '' && { member }),
        ...(pageParam !== null && { before: pageParam }),
      }),
    enabled: can.includes('entry.read'),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.before,
    placeholderData: keepPreviousData,
  })
  const pages = entries.data?.pages ?? []
  const shown: Entry[] = pages.flatMap((page) => page.entries)
  const total = pages[0]?.total ?? 0
  const newest = kind === 'all' && member === '' && patient === null ? shown[0] : undefined
  const filtered = kind !== 'all' || member !== '' || patient !== null
  if (!can.includes('entry.read'))
    return (
      <div className="page">
        <Empty
          wholePage
          heading="The activity is for practice managers"
          text={`Your level in this practice does not include it.${can.includes('seal.read') ? ' Who opened one record is behind the lock on that record.' : ''}`}
        />
      </div>
    )
  return (
    <div className="page activity">
      <PageHead
        title="Activity"
        lead={`Everything done at ${practice.name}, by whom, from where. Nothing here can be edited.`}
      >
        <button type="button" className="button" onClick={() => void entries.refetch()}>
          <Icon name="try-again" />
          Look again
        </button>
      </PageHead>
      {newest !== undefined && (
        <div className="ledger-state">
          <Lock state="sealed" size={24} silent />
          <div>
            <p className="ledger-newest">Numbered to entry {showCount(Math.max(total, newest.number))}</p>
            <p className="second">
              {showDayAndTime(newest.at)}. Each entry is numbered and hashed; independent verification comes with a
              later version.
            </p>
          </div>
        </div>
      )}
      <div className="activity-filters">
        <ActivityFilters filter={filter} members={pages[0]?.members ?? []} onChange={change} />
        {pages[0] !== undefined && (
          <span className="second activity-total">
            {(filtered || routine === 'folded') && `${showCount(shown.length)} shown, of `}
            {showCount(pages[0].total)} {pages[0].total === 1 ? 'entry' : 'entries'}
          </span>
        )}
      </div>
      {entries.error !== null && (
        <Failure error={entries.error} heading="The activity can’t be shown" again={() => void entries.refetch()} />
      )}
      {entries.isLoading && <Loading lines={8} />}
      {shown.length > 0 && (
        <EntryList entries={shown} byVisit={byVisit} onPatient={(chosen) => change({ patient: chosen })} />
      )}
      {entries.data !== undefined && shown.length === 0 && (
        <Empty
          heading={kind === 'refused' ? 'Nothing was refused' : 'No such entries'}
          text={
            filtered
              ? 'Your filter hides the others.'
              : routine === 'folded'
                ? 'Entries come as people work. What is routine is left out here.'
                : 'Entries come as people work.'
          }
        >
          {filtered && (
            <button type="button" className="button" onClick={() => change({ kind: 'all', member: '', patient: null })}>
              Show all entries
            </button>
          )}
        </Empty>
      )}
      {entries.hasNextPage && (
        <p className="files-more">
          <button type="button" className="button" onClick={() => void entries.fetchNextPage()}>
            {entries.isFetchingNextPage ? 'Fetching older ones' : 'Show older ones'}
          </button>
        </p>
      )}
    </div>
  )
}
