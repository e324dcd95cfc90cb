/** What a page shows when it stops on something it did not expect. */
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { Failure } from '../ui/trouble.tsx'
import { usePageTitle } from '../ui/page.tsx'

export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  usePageTitle('This page stopped')
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <div className="page">
      <Failure error={error} heading="This page can’t be shown" kept="Everything that was saved." again={again} />
    </div>
  )
}
