import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes, type Member } from '@candour/contract/members.ts'
import { levels } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { whenInside } from '../../ui/when-inside.ts'
import { useSession } from '../sessions/session.ts'
import type { Sent } from './invitation-sent.tsx'
import { membersChanged } from './members.ts'

const day = (instant: string) => <span className="fixed">{showDay(instant)}</span>

function When({ member }: { member: Member }) {
  const now = new Date()
  const { state, invited, expiresAt, since, lastSignInAt } = member
  const by = invited === null ? '' : ` by ${invited.by}`
  if (state === 'invited') {
    const isOver = expiresAt !== null && new Date(expiresAt) <= now
    return (
      <>
        Invited {day(invited?.at ?? since)}
        {by}
        {expiresAt !== null && (
          <>
            {isOver ? '; the link ended ' : ', until '}
            {day(expiresAt)}
          </>
        )}
      </>
    )
  }
  if (state === 'pending') return `Accepted ${whenInside(invited?.acceptedAt ?? since, now)}, invited${by}`
  return lastSignInAt === null ? 'Not signed in yet' : `Signed in ${whenInside(lastSignInAt, now)}`
}

interface MemberRowProps {
  member: Member
  onChangeLevel: () => void
  onApprove: () => void
  onInvitedAgain: (sent: Sent) => void
}

export function MemberRow({ member, onChangeLevel, onApprove, onInvitedAgain }: MemberRowProps) {
  const session = useSession()
  const me = session.member.id === member.id
  const again = useMutation({
    mutationFn: () => call(memberRoutes.inviteAgain, { id: member.id }),
    onSuccess: (sent) => {
      membersChanged()
      onInvitedAgain(sent)
    },
  })
  const withdraw = useMutation({
    mutationFn: () => call(memberRoutes.withdraw, { id: member.id }),
    onSuccess: () => {
      announce(`The invitation of ${member.name} was withdrawn`)
      membersChanged()
    },
  })
  const acts = member.can
  const hasPage = (me || session.can.includes('member.change')) && member.state !== 'invited'
  return (
    <li>
      <div className="member">
        <span>
          {hasPage ? (
            <Link to="/team/$member" params={{ member: member.id }} className="member-name">
              {member.name}
            </Link>
          ) : (
            <span className="member-name">{member.name}</span>
          )}{' '}
          {me && <span className="quiet">you</span>}
          <span className="second">{member.role}</span>
        </span>
        <span className="member-email">{member.email}</span>
        <span>
          {levels[member.level]}
          {member.deviations > 0 && (
            <span className="second member-deviations">
              {member.deviations} {member.deviations === 1 ? 'exception' : 'exceptions'}
            </span>
          )}
        </span>
        <span className="member-when">
          <When member={member} />
        </span>
        <span className="member-acts">
          {acts.includes('withdraw') && (
            <button type="button" className="link" onClick={() => withdraw.mutate()} aria-disabled={withdraw.isPending}>
              Withdraw <span className="for-screen-readers">the invitation of {member.name}</span>
            </button>
          )}
          {acts.includes('inviteAgain') && (
            <button
              type="button"
              className="link"
              onClick={() => !again.isPending && again.mutate()}
              aria-disabled={again.isPending}
            >
              {again.isPending ? 'Sending' : 'Send again'}{' '}
              <span className="for-screen-readers">the invitation of {member.name}</span>
            </button>
          )}
          {acts.includes('changeLevel') && (
            <button type="button" className="link" onClick={onChangeLevel}>
              {member.level === 0 ? 'Give a level again' : 'Change level'}{' '}
              <span className="for-screen-readers">of {member.name}</span>
            </button>
          )}
          {acts.includes('approve') && (
            <button type="button" className="button" onClick={onApprove}>
              Look and approve <span className="for-screen-readers">{member.name}</span>
            </button>
          )}
        </span>
      </div>
      <FormError error={withdraw.error ?? again.error} />
    </li>
  )
}
