/** At the foot of what is printed: who printed it, when, and from which practice. */
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { useEffect, useState } from 'react'
import { useSession } from '../features/sessions/session.ts'

export function PrintedBy() {
  const { member, practice } = useSession()
  const [at, setAt] = useState(() => new Date())
  useEffect(() => {
    const note = () => setAt(new Date())
    window.addEventListener('beforeprint', note)
    return () => window.removeEventListener('beforeprint', note)
  }, [])
  return (
    <p className="printed-by">
      Printed by {member.name}, {practice.name}, {practice.town}, {showDayAndTime(at)}. Paper is not kept up to date.
    </p>
  )
}
