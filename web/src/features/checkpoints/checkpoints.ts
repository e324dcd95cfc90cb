import { useQuery } from '@tanstack/react-query'
import { checkpointRoutes } from '@candour/contract/checkpoints.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['checkpoints']

export function useCheckpoints(enabled: boolean) {
  return useQuery({ queryKey: key, queryFn: () => call(checkpointRoutes.read, {}), enabled, staleTime: 0 })
}

export async function checkpointsChanged() {
  await readAnew(key)
}

/** Of a verifier key what somebody compares by eye: its last part, in fours. */
export function keyInFours(key: string): string {
  return key
    .split('+')
    .slice(2)
    .join('+')
    .replace(/(.{4})(?=.)/g, '$1 ')
}
