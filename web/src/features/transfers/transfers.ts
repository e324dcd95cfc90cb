import { useQuery } from '@tanstack/react-query'
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { keepAnswer, refreshSoon } from '../../api/refresh.ts'

const key = ['transfers']

export function useTransfers() {
  return useQuery({
    queryKey: key,
    queryFn: async () => (await call(transferRoutes.list, {})).transfers,
    staleTime: 10_000,
  })
}

/** What an act answered is shown at once. */
export function keepTransfer(transfer: Transfer) {
  keepAnswer<Transfer[]>(key, (before) => {
    if (before === undefined) return before
    const others = before.filter(({ id }) => id !== transfer.id)
    return [transfer, ...others].toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
  })
  refreshSoon(key)
}

export const isUnderWay = ({ state }: Transfer) => state === 'waiting' || state === 'running'
