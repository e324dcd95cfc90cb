/** Under a note or a document: everything that its resource says, read when somebody opens it. */
import { lazy, Suspense, useState } from 'react'
import { Loading } from '../../ui/loading.tsx'
import './as-fhir.css'

const WholeResource = lazy(async () => ({ default: (await import('./whole-resource.tsx')).WholeResource }))

export function AsFhir({ type, id, patient }: { type: string; id: string; patient: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="as-fhir no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Everything else, and its source</summary>
      {open && (
        <Suspense fallback={<Loading />}>
          <WholeResource type={type} id={id} patient={patient} />
        </Suspense>
      )}
    </details>
  )
}
