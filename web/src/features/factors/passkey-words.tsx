/** Why no passkey can be added here, where that is so. */
import { Icon } from '../../ui/icon.tsx'
import { passkeysHere } from './passkey.ts'

export function NoPasskeysHere() {
  const here = passkeysHere()
  if (here === 'here') return null
  const byName = /^(127\.|\[::1\])/.test(location.hostname) ? `${location.protocol}//localhost:${location.port}` : null
  return (
    <p className="second under-rule">
      {here === 'old browser' ? (
        'This browser has no passkeys. A newer one does; until then an authenticator app is the way.'
      ) : (
        <>
          Passkeys belong to an address with a name, and this page was opened by a bare number.{' '}
          {byName === null ? (
            'Open Candour by its name to add one.'
          ) : (
            <a href={`${byName}/signing-in`}>Open {byName}</a>
          )}
        </>
      )}
    </p>
  )
}

/** An administrator whose device or page has no passkeys, and who reaches nothing before there is one. */
export function PasskeyElsewhere() {
  const here = passkeysHere()
  if (here === 'bare number') return <NoPasskeysHere />
  return (
    <p className="second">
      {here === 'here'
        ? 'If this device can’t hold one, choose your phone when it asks: it shows a code for the camera.'
        : 'This browser has no passkeys. Sign in with a newer one, or on your phone, and add it there.'}
    </p>
  )
}

/** Whoever administers a practice is worth tricking: they are told what stands against it. */
export function PasskeyExpected() {
  return (
    <p className="state amber under-rule">
      <Icon name="alert" size={20} />
      Administrators are expected to sign in with a passkey. Yours is still to come.
    </p>
  )
}
