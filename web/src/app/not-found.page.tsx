import { Link } from '@tanstack/react-router'
import { PublicFrame } from '../features/sessions/public-frame.tsx'
import { Empty } from '../ui/empty.tsx'
import { usePageTitle } from '../ui/page.tsx'

export function NotFoundPage() {
  usePageTitle('Nothing at this address')
  return (
    <PublicFrame>
      <Empty
        wholePage
        heading="There is nothing at this address"
        text="It may have been mistyped, or belong to another practice."
      >
        <Link to="/" className="button">
          Go to Home
        </Link>
      </Empty>
    </PublicFrame>
  )
}
