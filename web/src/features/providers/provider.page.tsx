/** The practice's single sign-on: who vouches for its people, for what, and away with it. For administrators. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showDay } from '@candour/contract/formatting.ts'
import { providerRoutes, type Provider, type ProviderPage } from '@candour/contract/providers.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { ProviderForm } from './provider-form.tsx'
import { providerKey } from './providers.ts'
import { RevokeDialog } from './revoke-dialog.tsx'
import '../rules/rules.css'
import './providers.css'

const modes = {
  off: 'Switched off: nobody comes in by it',
  allowed: 'Allowed, beside password and passkey',
  required: 'Required; an administrator’s passkey still opens the practice',
}

export function SingleSignOnPage() {
  usePageTitle('Single sign-on')
  const { practice } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: providerKey,
    queryFn: () => call(providerRoutes.read, {}),
    staleTime: 0,
  })
  const [open, setOpen] = useState<'change' | 'revoke' | null>(null)
  const provider = data?.provider ?? null
  const canSetUp = data !== undefined && data.issuers.length > 0
  return (
    <div className="page">
      <PageHead
        title="Single sign-on"
        eyebrow={practice.name}
        lead="Members come in by the account that they have at another organisation. Each is linked by an invitation or by themselves, never by an email address."
      >
        {canSetUp && open !== 'change' && (
          <button type="button" className="button primary" onClick={() => setOpen('change')}>
            <Icon name={provider === null ? 'plus' : 'pencil'} />
            {provider === null ? 'Set it up' : 'Change it'}
          </button>
        )}
      </PageHead>
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <div className="provider-page">
          {open === 'change' && <ProviderForm page={data} onDone={() => setOpen(null)} />}
          {open !== 'change' && provider === null && (
            <p className="second">
              {canSetUp
                ? 'There is none: everybody signs in by password or passkey.'
                : 'Whoever runs this Candour has allowed no issuer yet (CANDOUR_SIGN_IN_ISSUERS), so there is nothing to set up.'}
            </p>
          )}
          {open !== 'change' && provider !== null && <Facts provider={provider} page={data} />}
          {open !== 'change' && provider !== null && <Linked provider={provider} />}
          {open !== 'change' && provider !== null && (
            <section>
              <SectionHead title="An end to it" />
              <p className="second under-rule">
                Whoever came by it is signed out at once. Its secret and all links are void, also when it is set up
                again.
              </p>
              <button type="button" className="button danger" onClick={() => setOpen('revoke')}>
                <Icon name="trash" />
                Revoke {provider.name}
              </button>
            </section>
          )}
          <p className="second">
            <Link to="/rules">All rules of the practice</Link>
          </p>
        </div>
      )}
      {open === 'revoke' && provider !== null && <RevokeDialog name={provider.name} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Facts({ provider, page }: { provider: Provider; page: ProviderPage }) {
  const { name, mode, issuer, clientId, strong, freshMinutes, since, isListed } = provider
  return (
    <section>
      <SectionHead title={name} />
      {!isListed && (
        <p className="state amber">
          <Icon name="alert" size={20} />
          Whoever runs this Candour does not allow this issuer any more: nobody comes in by it.
        </p>
      )}
      <dl className="provider-facts">
        <dt>State</dt>
        <dd>{modes[mode]}</dd>
        <dt>Second factor</dt>
        <dd>
          {strong.length === 0
            ? 'Candour asks for its own'
            : `Counts where the provider says ${strong.join(' or ')}; else Candour asks for its own`}
        </dd>
        <dt>Signed in there</dt>
        <dd>{freshMinutes === null ? 'At any time before' : `Within ${freshMinutes} minutes`}</dd>
        <dt>Issuer</dt>
        <dd className="fixed">{issuer}</dd>
        <dt>Client id</dt>
        <dd className="fixed">{clientId}</dd>
        <dt>Client secret</dt>
        <dd>Kept sealed, and never shown</dd>
        <dt>Since</dt>
        <dd className="fixed">{showDay(since)}</dd>
        <dt>Members sign in at</dt>
        <dd className="fixed">{page.signInAddress}</dd>
      </dl>
    </section>
  )
}

function Linked({ provider: { linked, notLinked, mode } }: { provider: Provider }) {
  return (
    <section>
      <SectionHead title="Linked" count={`${linked} of ${linked + notLinked.length}`} />
      {notLinked.length === 0 ? (
        <p className="second under-rule">Every member can come in by it.</p>
      ) : (
        <p className="second under-rule">
          {mode === 'required' ? 'Cannot come in until it is allowed and they link it' : 'Not yet'}:{' '}
          {notLinked.map(({ name }) => name).join(', ')}. Each links it under Signing in.
        </p>
      )}
    </section>
  )
}
