/** After the trial every page says why nothing can be added, and what still can be done. */
import { showDay } from '@candour/contract/formatting.ts'
import { useSession } from '../features/sessions/session.ts'
import { Icon } from '../ui/icon.tsx'

export function ReadOnlyStrip() {
  const { practice } = useSession()
  if (!practice.readOnly) return null
  return (
    <div className="offline-strip">
      <Icon name="alert" />
      <span>
        <strong>
          The trial ended on <span className="fixed">{showDay(practice.trialEndsAt)}</span>.
        </strong>{' '}
        The practice is read-only: you read, print and export. Nothing is deleted.
      </span>
    </div>
  )
}
