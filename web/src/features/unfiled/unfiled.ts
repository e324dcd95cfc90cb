/** What came without a patient, and saying whose it is. */
import { useQuery } from '@tanstack/react-query'
import { unfiledRoutes } from '@candour/contract/unfiled.ts'
import { showName } from '@candour/contract/formatting.ts'
import type { PatientMatch } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { showToast } from '../../ui/toast.tsx'

const key = ['unfiled']

export function useUnfiled(enabled = true) {
  return useQuery({ queryKey: key, queryFn: () => call(unfiledRoutes.list, {}), staleTime: 60_000, enabled })
}

export interface Unfiled {
  type: string
  id: string
  version: number
}

function changed(patient: string, { type, id }: Unfiled) {
  void readAnew(key)
  void readAnew(['timeline', patient])
  void readAnew(['resource', type, id])
}

/** Who may move records may take it back at once. */
export async function file({ type, id, version }: Unfiled, patient: PatientMatch, mayTakeBack: boolean): Promise<void> {
  const filed = await call(unfiledRoutes.file, { type, id, baseVersion: version, patient: patient.id })
  const one = { type, id, version: filed.version }
  changed(patient.id, one)
  const words = `Filed to ${showName(patient)}`
  if (!mayTakeBack) return showToast(words)
  showToast(words, () => {
    void call(unfiledRoutes.takeBack, { type, id, baseVersion: one.version }).then(
      () => changed(patient.id, one),
      () => showToast('It could not be taken back now. It lies in that record.'),
    )
  })
}
