import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showCountAsWord } from '@candour/contract/formatting.ts'
import type { Member } from '@candour/contract/members.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { AskedForHelp } from '../recoveries/asked-for-help.tsx'
import { useSession } from '../sessions/session.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { InvitationSent, type Sent } from './invitation-sent.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LevelDialog } from './level-dialog.tsx'
import { MemberRow } from './member-row.tsx'
import { useMembers } from './members.ts'
import './members.css'

const groups: readonly [string, (member: Member) => boolean][] = [
  ['Waiting for approval', (member) => member.state === 'pending'],
  ['Working here', (member) => member.state === 'approved' && member.level > 0],
  ['Invited', (member) => member.state === 'invited'],
  ['Without access', (member) => member.state === 'left' || (member.state === 'approved' && member.level === 0)],
]

export function TeamPage() {
  usePageTitle('Team')
  const { practice, can } = useSession()
  const { data, error, refetch } = useMembers()
  const [inviting, setInviting] = useState(false)
  const [changing, setChanging] = useState<Member | null>(null)
  const [approving, setApproving] = useState<Member | null>(null)
  const [sent, setSent] = useState<Sent | null>(null)
  const working = data?.filter((member) => member.state === 'approved' && member.level > 0).length ?? 0
  return (
    <div className="page">
      <PageHead
        title={
          data === undefined
            ? 'Team'
            : `${showCountAsWord(working)} ${working === 1 ? 'person works' : 'people work'} here`
        }
        lead={`Who may open what at ${practice.name}. Leaving ends every session at once and keeps the history.`}
      >
        <Link to="/team/who-can-do-what" className="button">
          Who can do what
        </Link>
        {can.includes('member.invite') && !practice.readOnly && (
          <button type="button" className="button primary" onClick={() => setInviting(true)}>
            <Icon name="user-plus" />
            Invite a colleague
          </button>
        )}
      </PageHead>
      {error !== null && <Failure error={error} heading="The team can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      <div className="team">
        <AskedForHelp />
        {groups.map(([heading, belongs]) => {
          const members = data?.filter(belongs) ?? []
          if (members.length === 0) return null
          return (
            <section key={heading}>
              <SectionHead title={heading} count={members.length} />
              <ul className="rows">
                {members.map((member) => (
                  <MemberRow
                    key={member.id}
                    member={member}
                    onChangeLevel={() => setChanging(member)}
                    onApprove={() => setApproving(member)}
                    onInvitedAgain={setSent}
                  />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {approving !== null && <ApproveDialog member={approving} onClose={() => setApproving(null)} />}
      {sent !== null && <InvitationSent sent={sent} onClose={() => setSent(null)} />}
      {changing !== null && <LevelDialog member={changing} onClose={() => setChanging(null)} />}
    </div>
  )
}
