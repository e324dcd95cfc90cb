/** After the days of grace: the way to a second factor, and nothing else. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { usePageTitle } from '../../ui/page.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { SessionGuard } from '../sessions/session-guard.tsx'
import { signOut } from '../sessions/go-away.ts'
import { useSession } from '../sessions/session.ts'
import { AddApp } from './add-app.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { PasskeyElsewhere } from './passkey-words.tsx'
import { passkeysHere } from './passkey.ts'

export function FactorNeededPage() {
  usePageTitle('A second factor')
  const { practice, member, passkeyNeeded } = useSession()
  const navigate = useNavigate()
  const [by, setBy] = useState<'passkey' | 'app'>(passkeysHere() === 'here' ? 'passkey' : 'app')
  const done = () => void navigate({ to: '/' })
  return (
    <SessionGuard>
      <PublicFrame>
        <div className="public-head">
          <p className="eyebrow">
            {practice.name}, {practice.town}
          </p>
          <h1>One thing first, {member.name}</h1>
          <p className="lead">
            {passkeyNeeded
              ? 'Administrators sign in with a passkey here. Add yours; then everything is there again.'
              : 'Set up a second factor. It takes two minutes; then everything is there again.'}
          </p>
        </div>
        {passkeyNeeded && passkeysHere() === 'here' && <AddPasskey onDone={done} />}
        {passkeyNeeded && <PasskeyElsewhere />}
        {!passkeyNeeded && (by === 'passkey' ? <AddPasskey onDone={done} /> : <AddApp onDone={done} />)}
        {!passkeyNeeded && passkeysHere() === 'here' && (
          <p className="second">
            <button type="button" className="link" onClick={() => setBy(by === 'passkey' ? 'app' : 'passkey')}>
              {by === 'passkey' ? 'Use an authenticator app instead' : 'Use a passkey instead'}
            </button>
          </p>
        )}
        <p className="second">
          <button type="button" className="link" onClick={() => void signOut()}>
            Sign out
          </button>
        </p>
      </PublicFrame>
    </SessionGuard>
  )
}
