/** The lock of what is open beside the list: a tick once its seal was checked, a bang when it was altered. */
import { skipToken, useQuery } from '@tanstack/react-query'
import { ApiError } from '../../api/client.ts'
import { Lock } from '../../ui/lock.tsx'

export function OpenedLock({ type, id }: { type: string; id: string }) {
  const { data, error } = useQuery({
    queryKey:
      type === 'Composition'
        ? ['note', id, null]
        : type === 'DocumentReference'
          ? ['file', id]
          : ['resource', type, id, null],
    queryFn: skipToken,
  })
  if (error instanceof ApiError && error.code === 'record.altered') return <Lock state="refused" />
  return <Lock state={data === undefined ? 'sealed' : 'checked'} />
}
