/** One member: what they may do, why, and who decided so. For themselves, and for whoever changes members. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showCount, showDay } from '@candour/contract/formatting.ts'
import type { MemberPage as Page } from '@candour/contract/members.ts'
import { levels } from '@candour/contract/permissions.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { whenInside } from '../../ui/when-inside.ts'
import { useSession } from '../sessions/session.ts'
import { GrantDialog } from './grant-dialog.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { LevelDialog } from './level-dialog.tsx'
import { MemberHistory } from './member-history.tsx'
import { useMemberPage } from './members.ts'
import { OwnRecord } from './own-record.tsx'
import { PermissionRows, type AskedGrant } from './permission-rows.tsx'
import './members.css'

export function MemberPage() {
  usePageTitle('A member of the team')
  const { member: id } = useParams({ from: '/signed-in/team/$member' })
  const { data, error, refetch } = useMemberPage(id)
  return (
    <div className="page member-page">
      <p className="member-back">
        <Link to="/team">
          <Icon name="back" size={16} />
          Team
        </Link>
      </p>
      {error !== null && data === undefined && (
        <>
          <h1 className="for-screen-readers">A member of the team</h1>
          <Failure error={error} heading="This member can’t be shown" again={() => void refetch()} />
        </>
      )}
      {data === undefined && error === null && (
        <>
          <h1 className="for-screen-readers">A member of the team</h1>
          <Loading lines={8} />
        </>
      )}
      {data !== undefined && <MemberShown page={data} />}
    </div>
  )
}

function leadOf({ member }: Page): string {
  const now = new Date()
  const { role, email, lastSignInAt, since, invited } = member
  const by = invited === null ? '' : `, invited by ${invited.by}`
  const last = lastSignInAt === null ? 'not signed in yet' : `signed in ${whenInside(lastSignInAt, now)}`
  return `${role}, ${email}. Since ${showDay(since)}${by}; ${last}.`
}

function MemberShown({ page }: { page: Page }) {
  const { member, history, drafts } = page
  const { member: me, can } = useSession()
  const [changing, setChanging] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [act, setAct] = useState<AskedGrant | null>(null)
  const isOwn = me.id === member.id
  const { deviations, level } = member
  return (
    <>
      <PageHead
        title={`${member.name}: ${levels[level]}${deviations === 0 ? '' : `, with ${showCount(deviations)} ${deviations === 1 ? 'exception' : 'exceptions'}`}`}
        lead={leadOf(page)}
      >
        {member.can.includes('changeLevel') && (
          <button type="button" className="button" onClick={() => setChanging(true)}>
            {level === 0 ? 'Give a level again' : 'Change level'}
          </button>
        )}
      </PageHead>
      {level === 0 && (
        <p className="member-note state amber">
          <Icon name="clock" />
          Without access. What was written stays, under this name; giving a level again brings the person back.
        </p>
      )}
      {drafts > 0 && (isOwn || level === 0) && (
        <p className="member-note second">
          {showCount(drafts)} {drafts === 1 ? 'note was begun and' : 'notes were begun and'} not finished.{' '}
          {isOwn ? 'Finish them before you leave.' : 'Sealed, and opened by nobody else.'}
        </p>
      )}
      <div className="team">
        {level > 0 && member.state === 'approved' && (
          <section>
            <SectionHead title={isOwn ? 'What you may do' : 'What is allowed'} count={page.allowed.length}>
              <Link to="/team/who-can-do-what">Who can do what</Link>
            </SectionHead>
            <PermissionRows page={page} onAct={setAct} />
          </section>
        )}
        <MemberHistory history={history}>
          {isOwn ? (
            <Link to="/activity/own">What you did</Link>
          ) : (
            can.includes('entry.read') && (
              <Link to="/activity" search={{ member: member.id }}>
                What they did
              </Link>
            )
          )}
        </MemberHistory>
        {level > 0 && member.state === 'approved' && (isOwn || member.can.includes('grant')) && (
          <OwnRecord page={page} />
        )}
        {isOwn && (
          <section>
            <SectionHead title="Leaving" />
            <p className="member-none">When you no longer work here, end your access yourself. It asks once more.</p>
            <button type="button" className="button danger" onClick={() => setLeaving(true)}>
              Leave this practice
            </button>
          </section>
        )}
      </div>
      {changing && <LevelDialog member={member} onClose={() => setChanging(false)} />}
      {leaving && <LeaveDialog onClose={() => setLeaving(false)} />}
      {act !== null && <GrantDialog page={page} {...act} onClose={() => setAct(null)} />}
    </>
  )
}
