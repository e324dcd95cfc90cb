/** How one signs in: the second factors, and the recovery codes. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { factorRoutes, type Factor } from '@candour/contract/factors.ts'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { AddApp } from './add-app.tsx'
import { factorsChanged, useFactors } from './factors.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import './factors.css'

export function SigningInPage() {
  usePageTitle('Signing in')
  const { factorDueAt, practice } = useSession()
  const { data, error, refetch } = useFactors()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Factor | null>(null)
  const renew = useMutation({ mutationFn: () => call(factorRoutes.makeRecoveryCodes, {}), onSuccess: factorsChanged })
  const has = (data?.factors.length ?? 0) > 0
  return (
    <div className="page">
      <PageHead
        title="Signing in"
        lead={
          factorDueAt === null
            ? 'With a second factor, your password alone opens nothing.'
            : `${practice.name} asks everybody for a second factor. Set one up by ${showDay(factorDueAt)}: from then on nothing else is shown.`
        }
      >
        <button type="button" className="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          Add an authenticator app
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <section>
          <SectionHead title="Second factors" count={data.factors.length} />
          {has ? (
            <ul className="rows">
              {data.factors.map((factor) => (
                <li key={factor.id} className="factor">
                  <span>
                    <span className="factor-name">{factor.name}</span>{' '}
                    <span className="second">
                      Authenticator app, since {showDay(factor.since)}
                      {factor.lastUsedAt !== null && `, last used ${showDayAndTime(factor.lastUsedAt)}`}
                    </span>
                  </span>
                  <button type="button" className="button" onClick={() => setRemoving(factor)}>
                    Remove
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <p className="second under-rule">None yet. An app on your phone shows a new code every 30 seconds.</p>
          )}
        </section>
      )}
      {data !== undefined && has && (
        <section>
          <SectionHead title="Recovery codes" count={data.recoveryCodesLeft} />
          <p className="second under-rule">Each opens your account once when your phone is not at hand.</p>
          <FormError error={renew.error} />
          <div className="acts">
            <button type="button" className="button" onClick={() => renew.mutate()}>
              Make ten new ones
            </button>
          </div>
        </section>
      )}
      {adding && (
        <Dialog heading="Add an authenticator app" onClose={() => setAdding(false)}>
          <AddApp onDone={() => setAdding(false)} />
        </Dialog>
      )}
      {renew.data !== undefined && (
        <Dialog heading="Your new recovery codes" onClose={() => renew.reset()}>
          <RecoveryCodes codes={renew.data.recoveryCodes} onKept={() => renew.reset()} />
        </Dialog>
      )}
      {removing !== null && <RemoveDialog factor={removing} onClose={() => setRemoving(null)} />}
    </div>
  )
}

function RemoveDialog({ factor, onClose }: { factor: Factor; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => call(factorRoutes.remove, { id: factor.id }),
    onSuccess: async () => {
      await factorsChanged()
      onClose()
    },
  })
  return (
    <Dialog heading={`Remove “${factor.name}”?`} onClose={onClose}>
      <div className="fields">
        <p>Its codes open nothing any more, and your sessions on other devices end. You get a mail that says so.</p>
        <FormError error={remove.error} />
        <div className="acts">
          <button type="button" className="button danger" onClick={() => !remove.isPending && remove.mutate()}>
            Remove it
          </button>
          <button type="button" className="button" onClick={onClose}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
