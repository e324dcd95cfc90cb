import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { ApiError, call } from '../../api/client.ts'
import { keepAnswer, readAnew } from '../../api/refresh.ts'

const key = ['incidents']

export function useIncidents(enabled = true) {
  return useQuery({ queryKey: key, queryFn: () => call(incidentRoutes.list, {}), enabled })
}

export function useIncident(id: string, enabled: boolean) {
  return useQuery({ queryKey: [...key, id], queryFn: () => call(incidentRoutes.read, { id }), staleTime: 0, enabled })
}

export function useIncidentEntries(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['incident-entries', id],
    queryFn: () => call(incidentRoutes.entries, { id }),
    staleTime: 0,
    enabled,
  })
}

/** The answer of a change is the case as it is now. */
export async function incidentChanged(incident: Incident) {
  keepAnswer([...key, incident.id], incident)
  await readAnew(key, true)
  await readAnew(['incident-entries', incident.id])
  await readAnew(['notices'])
}

/** Somebody was faster: what is shown is read again, so that the next try rests on it. */
export function readAgain(error: unknown) {
  if (error instanceof ApiError && error.code === 'record.changed_meanwhile') void readAnew(key)
}

/** What is left of a clock is said anew twice a minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
