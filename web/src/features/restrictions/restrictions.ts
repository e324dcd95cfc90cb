import { useQuery } from '@tanstack/react-query'
import { restrictionRoutes, type Restriction } from '@candour/contract/restrictions.ts'
import { call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { keepAnswer } from '../../api/refresh.ts'

const keyOf = (patient: string) => ['restriction', patient]

export function useRestriction(patient: string) {
  return useQuery({
    queryKey: keyOf(patient),
    queryFn: () => call(restrictionRoutes.read, { id: patient }),
    staleTime: 0,
  })
}

/** What is on the screen of the record is asked for again: the one who changed it may be kept out now. */
export async function restrictionChanged(patient: string, restriction: Restriction | null) {
  if (restriction === null) queries.removeQueries({ queryKey: keyOf(patient) })
  else keepAnswer(keyOf(patient), restriction)
  await Promise.all(
    [['patient', patient], ['timeline', patient], ['recent-patients'], ['drafts']].map((queryKey) =>
      queries.resetQueries({ queryKey }),
    ),
  )
}
