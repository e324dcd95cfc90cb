/** On every page of the practice while somebody of support is in: who, and until when. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { showTime } from '@candour/contract/formatting.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { useCan } from '../sessions/session.ts'
import { supportChanged, useSupportNow } from './support.ts'
import './support.css'

export function SupportStrip() {
  const people = useSupportNow().data ?? []
  const mayDecide = useCan('support.decide')
  const now = useNow(people.length > 0)
  const end = useMutation({
    mutationFn: (id: string) => call(supportRoutes.end, { id }),
    onSettled: () => void supportChanged(),
  })
  return people
    .filter(({ until }) => Date.parse(until) > now)
    .map(({ id, name, until }) => (
      <div key={id} className="support-strip">
        <Icon name="eye" />
        <span>
          <strong>
            Support is in: {name}, until {showTime(until)}.
          </strong>{' '}
          They read patients’ records; all of it is recorded.
        </span>
        {mayDecide && (
          <span className="acts">
            <Link to="/support-access/$request" params={{ request: id }}>
              What they look at
            </Link>
            <button type="button" className="link" onClick={() => !end.isPending && end.mutate(id)}>
              End it now
            </button>
          </span>
        )}
      </div>
    ))
}

function useNow(counts: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!counts) return
    setNow(Date.now())
    const clock = setInterval(() => setNow(Date.now()), 5000)
    return () => clearInterval(clock)
  }, [counts])
  return now
}
