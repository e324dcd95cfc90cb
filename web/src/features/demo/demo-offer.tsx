/** On the sign-up page, where the installation allows it: a practice to look at, with one click. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { demoPatients, demoRoutes, type DemoOpened } from '@candour/contract/demo.ts'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { kindWords } from '../practices/practice-kinds.ts'
import { openSession } from '../sessions/session.ts'
import './demo.css'

interface DemoOfferProps {
  kind: PracticeKind | null
  onOpened: (demo: DemoOpened) => void
}

export function DemoOffer({ kind, onOpened }: DemoOfferProps) {
  const offer = useQuery({ queryKey: ['demo-offer'], queryFn: () => call(demoRoutes.offer, {}), staleTime: Infinity })
  const open = useMutation({
    mutationFn: async () => {
      const demo = await call(demoRoutes.open, { kind: kind ?? 'gp' })
      openSession(await call(sessionRoutes.read, {}))
      return demo
    },
    onSuccess: onOpened,
  })
  if (offer.data?.isOffered !== true) return null
  const { name } = kindWords(kind ?? 'gp')
  return (
    <section className="demo-offer" aria-labelledby="demo-offer">
      <div>
        <h2 id="demo-offer">Only looking?</h2>
        <p>
          A made-up {name === 'GP surgery' ? name : name.toLowerCase()}
          {kind === null && ', or the kind that you choose above'}: {demoPatients} invented patients, a year of their
          records, and staff of every level to try. Nothing to fill in.
        </p>
      </div>
      <FormError error={open.error} />
      <div className="acts">
        <button
          type="button"
          className="button"
          aria-disabled={open.isPending}
          onClick={() => {
            if (!open.isPending) open.mutate()
          }}
        >
          {open.isPending ? 'Making the keys' : 'Open a demonstration'}
        </button>
      </div>
    </section>
  )
}
