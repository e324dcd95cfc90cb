/** Where the person is signed in, and how to end that. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { sessionRoutes, type OpenedSession } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from './session.ts'
import './my-sessions.css'

const key = ['sessions']
const again = () => readAnew(key)

const hows: Record<string, string> = {
  password: 'by password',
  'password+totp': 'by password and authenticator app',
  'password+recovery': 'by password and recovery code',
  'password+passkey': 'by password and passkey',
  provider: 'by the single sign-on',
  'provider+totp': 'by the single sign-on and authenticator app',
  'provider+recovery': 'by the single sign-on and recovery code',
  'provider+passkey': 'by the single sign-on and passkey',
  'provider+strong': 'by the single sign-on, with its second factor',
  passkey: 'by passkey',
}

function howOf({ how, byCode }: OpenedSession): string {
  const whole = hows[how] ?? how
  return byCode ? `by short code, after a sign-in ${whole}` : whole
}

export function MySessions() {
  const { data, error, refetch } = useQuery({
    queryKey: key,
    staleTime: 0,
    queryFn: () => call(sessionRoutes.list, {}),
  })
  const [endsAll, setEndsAll] = useState(false)
  const end = useMutation({
    mutationFn: (id: string) => call(sessionRoutes.end, { id }),
    onSettled: () => void again(),
  })
  const sessions = data?.sessions ?? []
  return (
    <section>
      <SectionHead title="Where you are signed in" count={data === undefined ? undefined : sessions.length}>
        {sessions.length > 1 && (
          <button type="button" className="link" onClick={() => setEndsAll(true)}>
            End all others
          </button>
        )}
      </SectionHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      <FormError error={end.error} />
      <ul className="rows">
        {sessions.map((one) => (
          <SessionRow key={one.id} session={one} onEnd={() => !end.isPending && end.mutate(one.id)} />
        ))}
      </ul>
      {endsAll && <EndAllDialog onClose={() => setEndsAll(false)} />}
    </section>
  )
}

function SessionRow({ session, onEnd }: { session: OpenedSession; onEnd: () => void }) {
  const { practice: here } = useSession()
  const { device, address, practice, since, lastUsedAt, isThis } = session
  return (
    <li className="my-session">
      <Icon name={/iPhone|Android/.test(device) ? 'phone' : 'computer'} size={20} />
      <span>
        <b>{device}</b>
        {isThis && (
          <span className="state green">
            <Icon name="check" />
            This one
          </span>
        )}
        <span className="second">
          {practice !== here.name && `${practice}, `}
          {howOf(session)}, from {address}
        </span>
        <span className="second">
          Since <span className="fixed">{showDayAndTime(since)}</span>, last used{' '}
          <span className="fixed">{showDayAndTime(lastUsedAt)}</span>
        </span>
      </span>
      {!isThis && (
        <button type="button" className="button" onClick={onEnd}>
          End it
          <span className="for-screen-readers">: {device}</span>
        </button>
      )}
    </li>
  )
}

function EndAllDialog({ onClose }: { onClose: () => void }) {
  const end = useMutation({
    mutationFn: () => call(sessionRoutes.endOthers, {}),
    onSuccess: async () => {
      await again()
      onClose()
    },
  })
  return (
    <Dialog heading="End all your other sessions?" onClose={onClose}>
      <div className="fields">
        <p>
          Whoever works there is out at once. Notes that were begun there are kept. Your short codes on other devices
          are off until you sign in there with your password. You get a mail that says so.
        </p>
        <FormError error={end.error} />
        <div className="acts">
          <button type="button" className="button danger" onClick={() => !end.isPending && end.mutate()}>
            End all others
          </button>
          <button type="button" className="button" onClick={onClose}>
            Keep them
          </button>
        </div>
      </div>
    </Dialog>
  )
}
