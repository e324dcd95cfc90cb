/** Leaving by oneself: asks twice, and says what stays. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { memberRoutes } from '@candour/contract/members.ts'
import { call, proveFirst } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { goAway } from '../sessions/leave-screen.ts'
import { useSession } from '../sessions/session.ts'

export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const { practice } = useSession()
  const [sure, setSure] = useState(false)
  const leave = useMutation({
    mutationFn: async () => {
      // Before, not meanwhile: nobody is on their way out while they are asked who they are.
      if (!(await proveFirst())) return false
      await goAway(() => call(memberRoutes.leave, {}))
      return true
    },
    onSuccess: (isDone) => {
      if (!isDone) return
      sessionStorage.clear()
      location.assign('/sign-in')
    },
  })
  return (
    <Dialog heading={`Leave ${practice.name}?`} onClose={onClose}>
      <ul className="may-list">
        <li>You are signed out of this practice on every device, at once.</li>
        <li>What you wrote stays in its records, under your name.</li>
        <li>Notes that you did not finish stay sealed. Nobody else opens them; finish them first.</li>
        <li>Only a colleague can let you in again.</li>
      </ul>
      <label className="check">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />
        <span>I no longer work at {practice.name}</span>
      </label>
      <FormError error={leave.error} />
      <div className="dialog-foot">
        <button type="button" className="link" onClick={onClose}>
          Stay
        </button>
        <button
          type="button"
          className="button danger"
          disabled={!sure}
          aria-disabled={leave.isPending}
          onClick={() => !leave.isPending && leave.mutate()}
        >
          {leave.isPending ? 'Leaving' : 'Leave the practice'}
        </button>
      </div>
    </Dialog>
  )
}
