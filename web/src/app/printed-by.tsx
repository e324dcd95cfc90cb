/** At the foot of what is printed: who printed it, when, and from which practice. */
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { useEffect, useState } from 'react'
import { useSession } from '../features/sessions/session.ts'

export function PrintedBy() {
  const { member, practice } = useSession()
  const [at, setAt] = useState(() => new Date())
  const [note, setNote] = useState('')
  useEffect(() => {
    const look = () => {
      setAt(new Date())
      // What the page itself says of what is printed: the number of the ledger
      setNote(document.querySelector<HTMLElement>('[data-printed-note]')?.dataset['printedNote'] ?? '')
    }
    window.addEventListener('beforeprint', look)
    return () => window.removeEventListener('beforeprint', look)
  }, [])
  return (
    <p className="printed-by">
      Printed by {member.name}, {practice.name}, {practice.town}, {showDayAndTime(at)}. {note} Paper is not kept up to
      date.
    </p>
  )
}
