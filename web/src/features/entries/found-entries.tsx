/** Pages of entries as they come, however they were asked for. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Entry } from '@candour/contract/entries.ts'
import { showCount } from '@candour/contract/formatting.ts'

interface Page {
  entries: Entry[]
  before: number | null
}

export function useEntries<P extends Page>(
  key: readonly unknown[],
  ask: (before: number | null) => Promise<P>,
  enabled = true,
) {
  const found = useInfiniteQuery({
    queryKey: ['entries', ...key],
    staleTime: 0,
    queryFn: ({ pageParam }) => ask(pageParam),
    enabled,
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.before,
    placeholderData: keepPreviousData,
  })
  const pages = found.data?.pages ?? []
  return { ...found, pages, shown: pages.flatMap(({ entries }) => entries) }
}

interface MoreProps {
  pages: readonly Page[]
  isFetching: boolean
  onMore: () => void
}

const pageSize = 50

/** What is looked for in sealed entries is looked for a stretch at a time: how far is said. */
export function OlderEntries({ pages, isFetching, onMore }: MoreProps) {
  const last = pages.at(-1)
  if (last === undefined || last.before === null) return null
  return (
    <p className="files-more">
      {last.entries.length < pageSize && (
        <span className="second">Looked through as far back as entry {showCount(last.before)}. </span>
      )}
      <button type="button" className="button" onClick={onMore}>
        {isFetching ? 'Fetching older ones' : last.entries.length < pageSize ? 'Look further back' : 'Show older ones'}
      </button>
    </p>
  )
}
