/** Letting somebody in: who it is, who invited them, and what they will see from then on. */
import { useMutation } from '@tanstack/react-query'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { memberRoutes, type Member } from '@candour/contract/members.ts'
import { levels, permissionsOf } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { showToast } from '../../ui/toast.tsx'
import { membersChanged } from './members.ts'
import { sentenceOf } from './permission-list.ts'

export function ApproveDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { id, name, role, email, level, invited } = member
  const approve = useMutation({
    mutationFn: () => call(memberRoutes.approve, { id }),
    onSuccess: () => {
      showToast(`${name} can sign in now, and was told by mail.`)
      membersChanged()
      onClose()
    },
  })
  return (
    <Dialog heading={`Let ${name} in?`} onClose={onClose}>
      <dl className="facts">
        <div>
          <dt>Role</dt>
          <dd>{role}</dd>
        </div>
        <div>
          <dt>Email</dt>
          <dd>{email}</dd>
        </div>
        <div>
          <dt>Invited by</dt>
          <dd>
            {invited === null ? 'Not recorded' : `${invited.by}, `}
            {invited !== null && <span className="fixed">{showDayAndTime(invited.at)}</span>}
          </dd>
        </div>
        {invited !== null && invited.acceptedAt !== null && (
          <div>
            <dt>Waits since</dt>
            <dd>{showDayAndTime(invited.acceptedAt)}</dd>
          </div>
        )}
      </dl>
      <div>
        <p>
          As <b>{levels[level]}</b>, {name} may:
        </p>
        <ul className="may-list">
          {permissionsOf(level).map((permission) => (
            <li key={permission}>{sentenceOf(permission)}</li>
          ))}
        </ul>
      </div>
      <FormError error={approve.error} />
      <div className="dialog-foot">
        <button type="button" className="link" onClick={onClose}>
          Not now
        </button>
        <button
          type="button"
          className="button primary"
          aria-disabled={approve.isPending}
          onClick={() => !approve.isPending && approve.mutate()}
        >
          {approve.isPending ? 'Approving' : `Approve ${name}`}
        </button>
      </div>
    </Dialog>
  )
}
