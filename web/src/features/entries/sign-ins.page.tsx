/** Who came in, who failed to, who left, who changed how they sign in: day by day, as a picture of the day and as rows. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { signInRoutes } from '@candour/contract/sign-ins.ts'
import { call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './activity.css'
import { daysOf } from './sign-in-days.ts'
import { SignInDay, SignInLegend } from './sign-in-day.tsx'
import { SignInExport } from './sign-in-export.tsx'
import { allSignIns, queryOf, SignInFilters, type SignInFilter } from './sign-in-filters.tsx'
import './sign-ins.css'

export function SignInsPage() {
  usePageTitle('Sign-ins')
  const { practice, can } = useSession()
  const search = useSearch({ from: '/signed-in/sign-ins' })
  const [filter, setFilter] = useState<SignInFilter>(() =>
    search.member === undefined && search.kind === undefined ? allSignIns : { ...allSignIns, ...search },
  )
  const may = can.includes('entry.read')
  const { data, error, isLoading, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['sign-ins', filter],
    staleTime: 0,
    queryFn: ({ pageParam }) =>
      call(signInRoutes.list, { ...queryOf(filter), ...(pageParam !== null && { before: pageParam }) }),
    enabled: may,
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.before,
    placeholderData: keepPreviousData,
  })
  if (!may)
    return (
      <div className="page">
        <Empty
          wholePage
          heading="The sign-ins are for practice managers"
          text="Your own stand under Signing in: where you are signed in, and since when."
        />
      </div>
    )
  const shown = data?.pages.flatMap(({ signIns }) => signIns) ?? []
  const failed = shown.filter(({ kind }) => kind === 'failed').length
  const isFiltered = filter !== allSignIns
  return (
    <div className="page activity">
      <PageHead
        title="Sign-ins"
        lead={`Who came into ${practice.name}, from where, and who could not. From the ledger: nothing here can be edited.`}
      >
        <button type="button" className="button" onClick={() => void refetch()}>
          <Icon name="try-again" />
          Look again
        </button>
        <SignInExport filter={filter} />
      </PageHead>
      <SignInFilters filter={filter} members={data?.pages[0]?.members ?? []} onChange={setFilter} />
      {error !== null && <Failure error={error} heading="The sign-ins can’t be shown" again={() => void refetch()} />}
      {isLoading && <Loading lines={8} />}
      {shown.length > 0 && <SignInLegend shown={shown.length} failed={failed} />}
      {daysOf(shown).map((day) => (
        <SignInDay key={day.day} day={day} />
      ))}
      {data !== undefined && shown.length === 0 && (
        <Empty
          heading={filter.kind === 'failed' ? 'Nobody failed to sign in' : 'No such sign-ins'}
          text={isFiltered ? 'Your filter hides the others.' : 'They come as people work.'}
        >
          {isFiltered && (
            <button type="button" className="button" onClick={() => setFilter(allSignIns)}>
              Show all of them
            </button>
          )}
        </Empty>
      )}
      {hasNextPage && (
        <p className="files-more">
          <button type="button" className="button" onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Fetching older ones' : 'Show older ones'}
          </button>
        </p>
      )}
    </div>
  )
}
