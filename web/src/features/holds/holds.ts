import { useQuery } from '@tanstack/react-query'
import { holdRoutes, type Hold } from '@candour/contract/holds.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['holds']

export function useHolds(enabled: boolean) {
  return useQuery({ queryKey: key, queryFn: () => call(holdRoutes.list, {}), select: ({ holds }) => holds, enabled })
}

export async function holdsChanged() {
  await readAnew(key)
}

export const kindWords: Record<Hold['kind'], string> = {
  patient: 'A patient',
  member: 'A member of the team',
  practice: 'The whole practice',
}
