import { showName, showDate } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientMatch } from '@candour/contract/patients.ts'
import { markDigits, markName, type Piece } from './marked-letters.ts'
import { bornWithAge } from './patients.ts'

function Marked({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, place) => (piece.marked ? <mark key={place}>{piece.text}</mark> : piece.text))
}

interface FinderRowProps {
  id: string
  match: PatientMatch
  typed: string
  selected: boolean
  onPoint: () => void
  onChoose: () => void
}

export function FinderRow({ id, match, typed, selected, onPoint, onChoose }: FinderRowProps) {
  const surname = showName({ family: match.family, given: '', title: '' })
  const rest = showName(match).slice(surname.length)
  const born = match.birthDate === '' ? '' : showDate(match.birthDate)
  return (
    <li
      id={id}
      role="option"
      aria-selected={selected}
      className="finder-row"
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className="finder-name" title={showName(match)}>
        <span className="surname">
          <Marked pieces={markName(surname, typed)} />
        </span>
        <Marked pieces={markName(rest, typed)} />
      </span>
      <span className="fixed">
        <Marked pieces={markDigits(born, typed)} />
        {bornWithAge(match.birthDate).slice(born.length)}
      </span>
      <span className="fixed">
        {match.nhsNumber === null ? (
          <span className="quiet">No NHS number</span>
        ) : (
          <Marked pieces={markDigits(showNhsNumber(match.nhsNumber), typed)} />
        )}
      </span>
      <span className="fixed">{match.postcode}</span>
      <span className={match.reason === 'Name' ? 'finder-reason is-plain' : 'finder-reason'}>
        {typed.trim() !== '' && match.reason}
        {selected && <kbd className="keycap">Enter</kbd>}
      </span>
    </li>
  )
}
