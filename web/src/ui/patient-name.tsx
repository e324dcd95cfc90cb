/** SURNAME, Given (Title): never cut, it wraps. */
import { showName } from '@candour/contract/formatting.ts'

export function PatientName({ name }: { name: { family: string; given: string; title: string } }) {
  const surname = showName({ family: name.family, given: '', title: '' })
  return (
    <span className="patient-name">
      <span className="surname">{surname}</span>
      {showName(name).slice(surname.length)}
    </span>
  )
}
