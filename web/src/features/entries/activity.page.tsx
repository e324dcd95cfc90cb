/** The ledger as the practice reads it: who did what, when, from where. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { entryKinds, entryRoutes, type Entry } from '@candour/contract/entries.ts'
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
import { EntryRow } from './entry-row.tsx'

type Kind = (typeof entryKinds)[number]

const kindWords: Record<Kind, string> = {
  all: 'All',
  opened: 'Opened',
  changed: 'Changed',
  'signed-in': 'Signed in',
  refused: 'Refused',
}

export function ActivityPage() {
  usePageTitle('Activity')
  const { practice, can } = useSession()
  const [kind, setKind] = useState<Kind>('all')
  const [member, setMember] = useState('')
  const [beats, setBeats] = useState<'shown' | 'folded'>('folded')
  const [open, setOpen] = useState<number | null>(null)
  const entries = useInfiniteQuery({
    queryKey: ['entries', kind, member, beats],
    staleTime: 0,
    queryFn: ({ pageParam }) =>
      call(entryRoutes.list, {
        kind,
        beats,
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
  const newest = kind === 'all' && member === '' ? shown[0] : undefined
  const filtered = kind !== 'all' || member !== ''
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
        <div className="chips" role="group" aria-label="Show">
          {entryKinds.map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {each === 'refused' && <Icon name="refused" size={16} />}
              {kindWords[each]}
            </button>
          ))}
        </div>
        <label className="activity-who">
          <span className="for-screen-readers">By whom</span>
          <span className="select">
            <select className="input" value={member} onChange={(event) => setMember(event.target.value)}>
              <option value="">Anyone</option>
              {pages[0]?.members.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <Icon name="down" size={16} />
          </span>
        </label>
        <label className="activity-beats">
          <input
            type="checkbox"
            checked={beats === 'shown'}
            onChange={(event) => setBeats(event.target.checked ? 'shown' : 'folded')}
          />
          Show automatic refreshes
        </label>
        {pages[0] !== undefined && (
          <span className="second activity-total">
            {(filtered || beats === 'folded') && `${showCount(shown.length)} shown, of `}
            {showCount(pages[0].total)} {pages[0].total === 1 ? 'entry' : 'entries'}
          </span>
        )}
      </div>
      {entries.error !== null && (
        <Failure error={entries.error} heading="The activity can’t be shown" again={() => void entries.refetch()} />
      )}
      {entries.isLoading && <Loading lines={8} />}
      {shown.length > 0 && (
        <div className="entries" role="table" aria-label="Entries">
          <div className="entry-head" role="row">
            {['Entry', 'When', 'Who', 'What', 'From'].map((heading) => (
              <span key={heading} role="columnheader">
                {heading}
              </span>
            ))}
          </div>
          {shown.map((entry) => (
            <EntryRow
              key={entry.number}
              entry={entry}
              open={open === entry.number}
              onToggle={() => setOpen(open === entry.number ? null : entry.number)}
            />
          ))}
        </div>
      )}
      {entries.data !== undefined && shown.length === 0 && (
        <Empty
          heading={kind === 'refused' ? 'Nothing was refused' : 'No such entries'}
          text={filtered ? 'Your filter hides the others.' : 'Entries come as people work.'}
        >
          {filtered && (
            <button
              type="button"
              className="button"
              onClick={() => {
                setKind('all')
                setMember('')
              }}
            >
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
