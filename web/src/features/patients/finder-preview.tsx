/** Identity alone: what is clinical stays sealed until the record is opened. */
import { showCountAsWord, showName } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientMatch } from '@candour/contract/patients.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { nearNames } from './near-names.ts'
import { bornWithAge, sexWords } from './patients.ts'

interface FinderPreviewProps {
  match: PatientMatch | undefined
  matches: readonly PatientMatch[]
  blank: boolean
}

export function FinderPreview({ match, matches, blank }: FinderPreviewProps) {
  if (match === undefined) return <aside className="finder-preview" />
  const near = blank ? [] : nearNames(match, matches)
  const surname = showName({ family: match.family, given: '', title: '' })
  const facts: [string, string][] = [
    ['Born', bornWithAge(match.birthDate)],
    ['Sex', sexWords[match.sex]],
    ['NHS number', match.nhsNumber === null ? 'Not recorded' : showNhsNumber(match.nhsNumber)],
    ['Postcode', match.postcode ?? 'Not recorded'],
    ['Phone', match.phone ?? 'Not recorded'],
  ]
  return (
    <aside className="finder-preview" aria-label="Is this the right person?">
      <p className="label">Is this the right person?</p>
      <p className="finder-person">
        <span className="surname">
          {surname}
          {showName(match).slice(surname.length, surname.length + 1)}
        </span>{' '}
        <span>{showName(match).slice(surname.length + 2)}</span>
      </p>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {near.length > 0 && (
        <p className="finder-twins">
          <Icon name="alert" size={20} />
          <span>
            <b>{showCountAsWord(near.length + 1)} near-identical names</b>
            Check the birth date before you write.
          </span>
        </p>
      )}
      <p className="finder-sealed">
        <Lock state="sealed" silent />
        <span>Clinical details stay sealed until you open the record. Opening it is recorded.</span>
      </p>
    </aside>
  )
}
