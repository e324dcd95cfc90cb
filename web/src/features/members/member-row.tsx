import { useMutation } from '@tanstack/react-query'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes, type Member } from '@candour/contract/members.ts'
import { levels } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { whenInside } from '../../ui/when-inside.ts'
import { useSession } from '../sessions/session.ts'
import { membersChanged } from './members.ts'

function whenWords(member: Member): string {
  const now = new Date()
  if (member.state === 'invited') return `Invited ${showDay(member.since)}`
  if (member.state === 'pending') return `Joined ${whenInside(member.since, now)}`
  return member.lastSignInAt === null ? 'Not signed in yet' : `Signed in ${whenInside(member.lastSignInAt, now)}`
}

export function MemberRow({ member, onChangeLevel }: { member: Member; onChangeLevel: () => void }) {
  const me = useSession().member.id === member.id
  const approve = useMutation({
    mutationFn: () => call(memberRoutes.approve, { id: member.id }),
    onSuccess: () => {
      announce(`${member.name} is approved and can sign in`)
      membersChanged()
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
  return (
    <li>
      <div className="member">
        <span>
          <span className="member-name">{member.name}</span> {me && <span className="quiet">you</span>}
          <span className="second">{member.role}</span>
        </span>
        <span className="member-email">{member.email}</span>
        <span>{levels[member.level]}</span>
        <span className="member-when">{whenWords(member)}</span>
        <span className="member-acts">
          {acts.includes('withdraw') && (
            <button type="button" className="link" onClick={() => withdraw.mutate()} aria-disabled={withdraw.isPending}>
              Withdraw <span className="for-screen-readers">the invitation of {member.name}</span>
            </button>
          )}
          {acts.includes('changeLevel') && (
            <button type="button" className="link" onClick={onChangeLevel}>
              Change level <span className="for-screen-readers">of {member.name}</span>
            </button>
          )}
          {acts.includes('approve') && (
            <button type="button" className="button" onClick={() => approve.mutate()} aria-disabled={approve.isPending}>
              Approve <span className="for-screen-readers">{member.name}</span>
            </button>
          )}
        </span>
      </div>
      <FormError error={approve.error ?? withdraw.error} />
    </li>
  )
}
