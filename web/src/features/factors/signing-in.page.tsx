/** How one signs in: the second factors, and the recovery codes. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { factorRoutes } from '@candour/contract/factors.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { MyRecord } from '../members/own-record.tsx'
import { OwnSignIn } from '../passwords/own-sign-in.tsx'
import { ProviderLinks } from '../providers/provider-links.tsx'
import { MySeat } from '../seats/my-seat.tsx'
import { MySessions } from '../sessions/my-sessions.tsx'
import { useSession } from '../sessions/session.ts'
import { AddApp } from './add-app.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { FactorRow } from './factor-row.tsx'
import { factorsChanged, useFactors } from './factors.ts'
import { NoPasskeysHere, PasskeyExpected } from './passkey-words.tsx'
import { passkeysHere } from './passkey.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import './factors.css'

export function SigningInPage() {
  usePageTitle('Signing in')
  const { factorDueAt, passkeyNeeded, practice, member } = useSession()
  const { data, error, refetch } = useFactors()
  const [adding, setAdding] = useState<'passkey' | 'app' | null>(null)
  const renew = useMutation({ mutationFn: () => call(factorRoutes.makeRecoveryCodes, {}), onSuccess: factorsChanged })
  const has = (data?.factors.length ?? 0) > 0
  const hasPasskey = data?.factors.some(({ kind }) => kind === 'passkey') === true
  const offersPasskeys = passkeysHere() === 'here'
  return (
    <div className="page signing-in">
      <PageHead
        title="Signing in"
        lead={
          factorDueAt === null
            ? 'With a second factor, your password alone opens nothing.'
            : passkeyNeeded
              ? `${practice.name} asks its administrators for a passkey. Add one by ${showDay(factorDueAt)}: from then on nothing else is shown.`
              : `${practice.name} asks everybody for a second factor. Set one up by ${showDay(factorDueAt)}: from then on nothing else is shown.`
        }
      >
        {offersPasskeys && (
          <button type="button" className="button primary" onClick={() => setAdding('passkey')}>
            <Icon name="fingerprint" />
            Add a passkey
          </button>
        )}
        <button type="button" className={offersPasskeys ? 'button' : 'button primary'} onClick={() => setAdding('app')}>
          <Icon name="plus" />
          Add an authenticator app
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && member.level === 4 && !hasPasskey && !passkeyNeeded && <PasskeyExpected />}
      {data !== undefined && (
        <section>
          <SectionHead title="Second factors" count={data.factors.length} />
          {has ? (
            <ul className="rows">
              {data.factors.map((factor) => (
                <FactorRow key={factor.id} factor={factor} />
              ))}
            </ul>
          ) : (
            <p className="second under-rule">
              None yet. A passkey is your device itself, by finger, face or PIN; an app on your phone shows a new code
              every 30 seconds.
            </p>
          )}
          <NoPasskeysHere />
        </section>
      )}
      {data !== undefined && has && (
        <section>
          <SectionHead title="Recovery codes" count={data.recoveryCodesLeft} />
          <p className="second under-rule">Each opens your account once when your phone or key is not at hand.</p>
          <FormError error={renew.error} />
          <div className="acts">
            <button type="button" className="button" onClick={() => renew.mutate()}>
              Make ten new ones
            </button>
          </div>
        </section>
      )}
      <ProviderLinks />
      <MySeat />
      <MySessions />
      <OwnSignIn />
      <MyRecord />
      {adding === 'passkey' && (
        <Dialog heading="Add a passkey" onClose={() => setAdding(null)}>
          <AddPasskey onDone={() => setAdding(null)} />
        </Dialog>
      )}
      {adding === 'app' && (
        <Dialog heading="Add an authenticator app" onClose={() => setAdding(null)}>
          <AddApp onDone={() => setAdding(null)} />
        </Dialog>
      )}
      {renew.data !== undefined && (
        <Dialog heading="Your new recovery codes" onClose={() => renew.reset()}>
          <RecoveryCodes codes={renew.data.recoveryCodes} onKept={() => renew.reset()} />
        </Dialog>
      )}
    </div>
  )
}
