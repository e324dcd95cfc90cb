/** Opens the finder from anywhere; `choose` takes the patient instead of opening the record. */
import { useSyncExternalStore } from 'react'
import type { PatientMatch } from '@candour/contract/patients.ts'

export interface FinderCall {
  purpose: string | null
  choose: ((patient: PatientMatch) => void) | null
}

let open: FinderCall | null = null
const listeners = new Set<() => void>()

function change(next: FinderCall | null) {
  open = next
  for (const listener of listeners) listener()
}

export function openFinder() {
  change({ purpose: null, choose: null })
}

export function choosePatient(purpose: string, choose: (patient: PatientMatch) => void) {
  change({ purpose, choose })
}

export function closeFinder() {
  change(null)
}

export function useFinderCall() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}
