/** Histories with the rows of the activity: what one did oneself, and all who opened or changed a record. */
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { entryRoutes } from '@candour/contract/entries.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { typeWordsOf } from '../resources/element-words.ts'
import './activity.css'
import { EntryList } from './entry-list.tsx'
import { OlderEntries, useEntries } from './found-entries.tsx'

export function OwnActivityPage() {
  usePageTitle('What you did')
  const entries = useEntries(['own'], (before) =>
    call(entryRoutes.listOwn, { kind: 'all', routine: 'folded', ...(before !== null && { before }) }),
  )
  return (
    <div className="page activity">
      <PageHead
        title="What you did"
        lead="Everything that the ledger holds of you here, and from where. If something was not you, tell an administrator, and end your sessions under Signing in."
      />
      <Shown entries={entries} byVisit />
    </div>
  )
}

export function RecordHistoryPage() {
  usePageTitle('History of a record')
  const { patient } = useParams({ from: '/signed-in/patients/$patient' })
  const { type = 'Patient', item = patient } = useSearch({ from: '/signed-in/patients/$patient/history' })
  const entries = useEntries(['about', type, item], (before) =>
    call(entryRoutes.listAbout, { type, id: item, ...(before !== null && { before }) }),
  )
  const isWhole = type === 'Patient'
  return (
    <section className="page activity record-history">
      <PageHead
        title={
          isWhole
            ? 'Who opened or changed this record'
            : `Who opened or changed this: ${typeWordsOf(type).toLowerCase()}`
        }
        lead="From the ledger, newest first. Nothing here can be edited or removed unseen."
      >
        {!isWhole && (
          <Link to="/patients/$patient/history" params={{ patient }} className="button">
            The whole record
          </Link>
        )}
      </PageHead>
      <Shown entries={entries} byVisit={false} />
    </section>
  )
}

function Shown({ entries, byVisit }: { entries: ReturnType<typeof useEntries>; byVisit: boolean }) {
  const { pages, shown, error, isLoading, data } = entries
  return (
    <>
      {error !== null && (
        <Failure error={error} heading="The history can’t be shown" again={() => void entries.refetch()} />
      )}
      {isLoading && <Loading lines={8} />}
      {shown.length > 0 && <EntryList entries={shown} byVisit={byVisit} onNarrow={null} />}
      {data !== undefined && shown.length === 0 && (
        <Empty heading="Nothing yet" text="Entries appear here within a second of what is done." />
      )}
      <OlderEntries pages={pages} isFetching={entries.isFetchingNextPage} onMore={() => void entries.fetchNextPage()} />
    </>
  )
}
