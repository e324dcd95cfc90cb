import { useQuery } from '@tanstack/react-query'
import { alertRoutes } from '@candour/contract/alerts.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['alerts']

export function useAlerts(enabled = true) {
  return useQuery({ queryKey: key, queryFn: () => call(alertRoutes.list, {}), enabled })
}

export function useAlert(id: string, enabled: boolean) {
  return useQuery({ queryKey: [...key, id], queryFn: () => call(alertRoutes.read, { id }), staleTime: 0, enabled })
}

export async function alertsChanged() {
  await readAnew(key)
  await readAnew(['notices'])
}
