/** The address of a practice whose members come by its single sign-on. */
import { Link, useParams } from '@tanstack/react-router'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import { OfferButton, useOffers } from './provider-offers.tsx'

export function SignInWithPage() {
  usePageTitle('Sign in')
  const { address } = useParams({ from: '/sign-in/with/$address' })
  const { data, error, refetch } = useOffers(address)
  const offer = data?.offers.find((one) => one.address === address)
  return (
    <PublicFrame>
      <div className="public-head">
        {offer !== undefined && <p className="eyebrow">{offer.practiceName}</p>}
        <h1>Sign in</h1>
        <p className="lead">
          {offer === undefined
            ? 'By the single sign-on of your practice.'
            : `You go to ${offer.provider}, sign in there, and come back.`}
        </p>
      </div>
      {data === undefined && error === null && <Loading />}
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {offer !== undefined && <OfferButton offer={offer} primary />}
      {data !== undefined && offer === undefined && (
        <p>
          This practice offers no single sign-on, or the address is not whole. Ask an administrator of the practice.
        </p>
      )}
      <p className="second">
        <Link to="/sign-in">Sign in with a password or a passkey</Link>
      </p>
    </PublicFrame>
  )
}
