/** The single sign-ons that this browser, or a practice's address, offers: a button each. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { providerRoutes, type Offer } from '@candour/contract/providers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { goThere } from './providers.ts'
import './providers.css'

export function useOffers(address?: string) {
  return useQuery({
    queryKey: ['provider-offers', address],
    queryFn: () => call(providerRoutes.offers, address === undefined ? {} : { address }),
    retry: false,
  })
}

export function ProviderOffers() {
  const { data } = useOffers()
  if (data === undefined || data.offers.length === 0) return null
  return (
    <section className="provider-offers" aria-label="Single sign-on">
      {data.offers.map((offer) => (
        <OfferButton key={offer.address} offer={offer} />
      ))}
    </section>
  )
}

export function OfferButton({ offer, primary = false }: { offer: Offer; primary?: boolean }) {
  const go = useMutation({ mutationFn: () => goThere({ address: offer.address }) })
  const isGoing = go.isPending || go.isSuccess
  return (
    <div className="provider-offer">
      <button
        type="button"
        className={primary ? 'button primary' : 'button'}
        aria-disabled={isGoing}
        onClick={() => !isGoing && go.mutate()}
      >
        <Icon name="team" />
        {isGoing ? `Going to ${offer.provider}` : `Sign in with ${offer.provider}`}
      </button>
      {!primary && <span className="second">{offer.practiceName}</span>}
      <FormError error={go.error} />
    </div>
  )
}
