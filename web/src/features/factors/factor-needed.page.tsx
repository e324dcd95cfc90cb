/** After the days of grace: the way to a second factor, and nothing else. */
import { useNavigate } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { SessionGuard } from '../sessions/session-guard.tsx'
import { signOut, useSession } from '../sessions/session.ts'
import { AddApp } from './add-app.tsx'

export function FactorNeededPage() {
  usePageTitle('A second factor')
  const { practice, member } = useSession()
  const navigate = useNavigate()
  return (
    <SessionGuard>
      <PublicFrame>
        <div className="public-head">
          <p className="eyebrow">
            {practice.name}, {practice.town}
          </p>
          <h1>One thing first, {member.name}</h1>
          <p className="lead">
            Your practice asks everybody for a second factor. It takes two minutes; then everything is there again.
          </p>
        </div>
        <AddApp onDone={() => void navigate({ to: '/' })} />
        <p className="second">
          <button type="button" className="link" onClick={() => void signOut()}>
            Sign out
          </button>
        </p>
      </PublicFrame>
    </SessionGuard>
  )
}
