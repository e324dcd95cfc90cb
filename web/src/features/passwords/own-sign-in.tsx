/** Email and password with which one signs in, and the ways to change them. */
import { useState } from 'react'
import { ChangeEmailDialog } from '../emails/change-email-dialog.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { useSession } from '../sessions/session.ts'
import { ChangePasswordDialog } from './change-password-dialog.tsx'
import './passwords.css'

export function OwnSignIn() {
  const { account } = useSession()
  const [changing, setChanging] = useState<'email' | 'password' | null>(null)
  const close = () => setChanging(null)
  return (
    <section>
      <SectionHead title="Email and password" />
      <div className="rows">
        <div className="own-sign-in">
          <dl>
            <dt>Email</dt>
            <dd className="second">{account.email}</dd>
          </dl>
          <button type="button" className="button" onClick={() => setChanging('email')}>
            Change the email
          </button>
        </div>
        <div className="own-sign-in">
          <dl>
            <dt>Password</dt>
            <dd className="second">Nobody can look at it, not you either.</dd>
          </dl>
          <button type="button" className="button" onClick={() => setChanging('password')}>
            Change the password
          </button>
        </div>
      </div>
      {changing === 'email' && <ChangeEmailDialog onClose={close} />}
      {changing === 'password' && <ChangePasswordDialog onClose={close} />}
    </section>
  )
}
