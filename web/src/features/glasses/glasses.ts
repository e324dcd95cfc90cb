import { useQuery } from '@tanstack/react-query'
import { glassRoutes } from '@candour/contract/glasses.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['glasses']

export function useGlasses(enabled = true) {
  return useQuery({
    queryKey: key,
    queryFn: async () => (await call(glassRoutes.list, {})).glasses,
    staleTime: 0,
    enabled,
  })
}

export async function glassesChanged() {
  await readAnew(key)
  await readAnew(['notices'])
}
