/** The own accounts elsewhere by which one comes in, and what could be linked. Nothing, where no practice has any. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { providerRoutes, type Offer, type ProviderLink } from '@candour/contract/providers.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { goAndLink, linksChanged, linksKey } from './providers.ts'

export function ProviderLinks() {
  const { data } = useQuery({ queryKey: linksKey, queryFn: () => call(providerRoutes.links, {}), staleTime: 0 })
  if (data === undefined || data.links.length + data.offers.length === 0) return null
  return (
    <section>
      <SectionHead title="Single sign-on" count={data.links.length} />
      {data.links.length > 0 && (
        <ul className="rows">
          {data.links.map((link) => (
            <LinkRow key={link.id} link={link} />
          ))}
        </ul>
      )}
      {data.offers.map((offer) => (
        <LinkOffer key={offer.address} offer={offer} />
      ))}
    </section>
  )
}

function LinkOffer({ offer }: { offer: Offer }) {
  const go = useMutation({ mutationFn: () => goAndLink(offer.address) })
  return (
    <div>
      <p className="second under-rule">
        {offer.practiceName} takes sign-ins by {offer.provider}. Link your account there, and you come in by it.
      </p>
      <FormError error={go.error} />
      <div className="acts">
        <button type="button" className="button" aria-disabled={go.isPending} onClick={() => go.mutate()}>
          <Icon name="plus" />
          Link {offer.provider}
        </button>
      </div>
    </div>
  )
}

function LinkRow({ link }: { link: ProviderLink }) {
  const [removing, setRemoving] = useState(false)
  const remove = useMutation({
    mutationFn: () => call(providerRoutes.unlink, { id: link.id }),
    onSuccess: async () => {
      await linksChanged()
      setRemoving(false)
    },
  })
  return (
    <li className="factor">
      <span>
        <span className="factor-name">{link.provider}</span>{' '}
        <span className="second">
          {link.practiceName}, since {showDay(link.since)}
          {link.lastUsedAt !== null && `, last used ${showDayAndTime(link.lastUsedAt)}`}
          {!link.works && '. The practice does not take it any more'}
        </span>
      </span>
      <span className="acts">
        <button
          type="button"
          className="button"
          aria-label={`Remove “${link.provider}”`}
          onClick={() => setRemoving(true)}
        >
          Remove
        </button>
      </span>
      {removing && (
        <Dialog heading={`Remove “${link.provider}”?`} onClose={() => setRemoving(false)}>
          <div className="fields">
            <p>
              Your account there opens nothing here any more, and your sessions on other devices end. You get a mail
              that says so.
            </p>
            <FormError error={remove.error} />
            <div className="acts">
              <button type="button" className="button danger" onClick={() => !remove.isPending && remove.mutate()}>
                Remove it
              </button>
              <button type="button" className="button" onClick={() => setRemoving(false)}>
                Keep it
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </li>
  )
}
