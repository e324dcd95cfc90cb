/** The ledger as the practice reads it: who did what, when, from where. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { entryRoutes } from '@candour/contract/entries.ts'
import { showCount } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './activity.css'
import { ActivityFilters } from './activity-filters.tsx'
import type { Narrow } from './entry-detail.tsx'
import { EntryExport } from './entry-export.tsx'
import { EntryList } from './entry-list.tsx'
import { asked, isNarrowed } from './entry-search.ts'
import { OlderEntries, useEntries } from './found-entries.tsx'
import { LedgerState } from './ledger-state.tsx'

export function ActivityPage() {
  usePageTitle('Activity')
  const { practice, can } = useSession()
  const search = useSearch({ from: '/signed-in/activity' })
  const navigate = useNavigate({ from: '/activity' })
  const [named, setNamed] = useState<Parameters<Narrow>[0]['patient']>(null)
  const change: React.ComponentProps<typeof ActivityFilters>['onChange'] = (part) =>
    void navigate({ search: (before) => ({ ...before, ...part }) as typeof search, replace: true, resetScroll: false })
  const entries = useEntries(
    [search],
    (before) => call(entryRoutes.list, { ...asked(search), ...(before !== null && { before }) }),
    can.includes('entry.read'),
  )
  const { pages, shown } = entries
  if (!can.includes('entry.read'))
    return (
      <div className="page">
        <Empty
          wholePage
          heading="The activity is for practice managers"
          text={`Your level in this practice does not include it.${can.includes('seal.read') ? ' Who opened one record is behind the lock on that record.' : ''}`}
        >
          <Link to="/activity/own" className="button">
            What you did yourself
          </Link>
        </Empty>
      </div>
    )
  const isFiltered = isNarrowed(search)
  const narrow: Narrow = ({ patient, ...part }) => {
    setNamed(patient)
    change({ ...part, ...(patient && { patient: patient.id }) })
  }
  const patient = [named, ...shown.map((one) => one.patient)].find((one) => one?.id === search.patient) ?? null
  return (
    <div className="page activity">
      <PageHead
        title="Activity"
        lead={`Everything done at ${practice.name}, by whom, from where. Nothing here can be edited or removed unseen.`}
      >
        <Link to="/sign-ins" className="button">
          <Icon name="fingerprint" />
          Sign-ins
        </Link>
        <EntryExport search={search} />
        <button type="button" className="button" onClick={() => void entries.refetch()}>
          <Icon name="try-again" />
          Look again
        </button>
      </PageHead>
      {pages[0] !== undefined && (
        <LedgerState number={pages[0].total} at={isFiltered ? undefined : shown[0]?.at}>
          <Link to="/activity/check">Check it yourself</Link>
        </LedgerState>
      )}
      <div className="activity-filters">
        <ActivityFilters search={search} patient={patient} members={pages[0]?.members ?? []} onChange={change} />
        {pages[0] !== undefined && (
          <span className="second activity-total">
            {countWords(shown.length, pages[0], isFiltered || search.routine === undefined)}
          </span>
        )}
      </div>
      {entries.error !== null && (
        <Failure error={entries.error} heading="The activity can’t be shown" again={() => void entries.refetch()} />
      )}
      {entries.isLoading && <Loading lines={8} />}
      {shown.length > 0 && <EntryList entries={shown} byVisit={search.visits === undefined} onNarrow={narrow} />}
      {entries.data !== undefined && shown.length === 0 && (
        <Empty
          heading={search.kind === 'refused' ? 'Nothing was refused' : 'No such entries'}
          text={
            isFiltered
              ? 'Your filter hides the others.'
              : search.routine === undefined
                ? 'Entries come as people work. What is routine is left out here.'
                : 'Entries come as people work.'
          }
        >
          {isFiltered && (
            <Link to="/activity" className="button">
              Show all entries
            </Link>
          )}
        </Empty>
      )}
      <OlderEntries pages={pages} isFetching={entries.isFetchingNextPage} onMore={() => void entries.fetchNextPage()} />
    </div>
  )
}

interface Counted {
  total: number
  matching: { count: number; isAll: boolean } | null
}

const entriesOf = (count: number) => `${showCount(count)} ${count === 1 ? 'entry' : 'entries'}`

function countWords(shown: number, { total, matching }: Counted, isPart: boolean): string {
  if (matching !== null)
    return `${matching.isAll ? '' : 'At least '}${entriesOf(matching.count)}, of ${showCount(total)}`
  return isPart ? `${showCount(shown)} shown, of ${entriesOf(total)}` : entriesOf(total)
}
