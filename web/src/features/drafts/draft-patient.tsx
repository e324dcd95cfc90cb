/** Whose note it is: the banner, or the way to choose the patient of a draft that has none yet. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { Banner } from '../patients/banner.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import { usePatient } from '../patients/patients.ts'
import { useSession } from '../sessions/session.ts'
import type { DraftKeeper, Kept } from './draft-keeper.ts'
import { draftsChanged } from './drafts.ts'

export function DraftPatient({ kept, keeper }: { kept: Kept; keeper: DraftKeeper }) {
  const { practice } = useSession()
  const file = useMutation({
    mutationFn: async (patient: string) => {
      if (!keeper.isBorn()) return keeper.choosePatient(patient)
      if (!(await keeper.flush())) throw new Error('not saved')
      const { id, revision } = keeper.current()
      keeper.adopt(await call(draftRoutes.file, { id, patient, baseRevision: revision }))
      draftsChanged()
    },
  })
  if (kept.patient !== null) return <PatientBanner patient={kept.patient} />
  return (
    <section className="banner no-patient" aria-label="Patient">
      <div className="banner-who">
        <h1 className="state amber">
          <Icon name="alert" size={20} />
          This note has no patient yet
        </h1>
        <p className="second">It is kept, sealed for you alone, until you choose one.</p>
        <div className="banner-act" hidden={practice.readOnly}>
          <button
            type="button"
            className="button"
            onClick={() => choosePatient('Whom is this note about?', (patient) => file.mutate(patient.id))}
          >
            <Icon name="search" />
            Choose the patient
          </button>
        </div>
      </div>
      <FormError error={file.error} />
    </section>
  )
}

function PatientBanner({ patient }: { patient: string }) {
  const { data, error, refetch } = usePatient(patient)
  if (error !== null && data === undefined)
    return (
      <div className="pane">
        <Failure error={error} heading="The patient can’t be shown" kept="Your note." again={() => void refetch()} />
      </div>
    )
  if (data === undefined)
    return (
      <div className="banner">
        <div className="banner-who">
          <Loading lines={1} what="Loading the patient" />
        </div>
      </div>
    )
  return (
    <Banner patient={data}>
      <Link to="/patients/$patient" params={{ patient }} className="to-record">
        Open the record
      </Link>
    </Banner>
  )
}
