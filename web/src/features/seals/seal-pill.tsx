/** The lock on a record: how it is sealed, under which key, who opened it. */
import { useQuery } from '@tanstack/react-query'
import { showCount } from '@candour/contract/formatting.ts'
import { sealRoutes } from '@candour/contract/seals.ts'
import { ApiError, call } from '../../api/client.ts'
import { Lock } from '../../ui/lock.tsx'
import { Popover } from '../../ui/popover.tsx'
import './seal.css'
import { SealSheet } from './seal-sheet.tsx'

/** Reading a seal checks it: hash, context and newest version. */
export function useSeal(type: string, id: string) {
  return useQuery({
    queryKey: ['seal', type, id],
    staleTime: Infinity,
    queryFn: () => call(sealRoutes.read, { type, id }),
    retry: false,
  })
}

interface SealPillProps {
  type: string
  id: string
  onVersion?: (version: number | null) => void
}

export function SealPill({ type, id, onVersion }: SealPillProps) {
  const seal = useSeal(type, id)
  const refused = seal.error instanceof ApiError && seal.error.code === 'record.altered'
  const entry = seal.data?.entry
  return (
    <Popover
      label="The seal"
      className={refused ? 'seal-pill refused' : 'seal-pill'}
      button={
        <>
          <Lock state={refused ? 'refused' : seal.data === undefined ? 'sealed' : 'checked'} silent />
          <span>
            {refused ? 'Refused' : 'Sealed'}
            {entry !== undefined && entry !== null && ` · ${showCount(entry)}`}
          </span>
        </>
      }
    >
      {(close) => (
        <SealSheet
          seal={seal.data}
          error={seal.error}
          checking={seal.isFetching}
          onVerify={() => void seal.refetch()}
          onVersion={
            onVersion &&
            ((version) => {
              close()
              onVersion(version)
            })
          }
        />
      )}
    </Popover>
  )
}
