import { useMutation } from '@tanstack/react-query'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { patientChanged } from './patients.ts'

/** For people whom the public is curious about: each opening without a part in the care is told of. */
export function WatchedButton({ patient: { id, version, watched = false } }: { patient: PatientCard }) {
  const change = useMutation({
    mutationFn: () => call(patientRoutes.watch, { id, watched: !watched, baseVersion: version }),
    onSuccess: (patient) => {
      patientChanged(patient)
      announce(watched ? 'Openings are no longer watched' : 'Openings are watched from now on')
    },
  })
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={change.isPending}
        onClick={() => !change.isPending && change.mutate()}
      >
        <Icon name="eye" />
        {watched ? 'Stop watching openings' : 'Watch who opens it'}
      </button>
      <FormError error={change.error} />
    </>
  )
}
