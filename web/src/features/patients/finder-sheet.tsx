import { useNavigate } from '@tanstack/react-router'
import { Fragment, useEffect, useState, type KeyboardEvent } from 'react'
import { plainNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PatientMatch } from '@candour/contract/patients.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { openNewDraft } from '../drafts/open-drafts.ts'
import { useSession } from '../sessions/session.ts'
import { useFind } from './find.ts'
import { closeFinder, type FinderCall } from './finder-door.ts'
import { FinderFoot } from './finder-foot.tsx'
import { FinderPreview } from './finder-preview.tsx'
import { addWords } from './patient-fields.ts'
import { FinderRow } from './finder-row.tsx'

const countWords = (count: number, more: boolean, took: number) =>
  `${more ? 'More than ' : ''}${count} found in ${Math.max(1, Math.round(took))} ms`

export function FinderSheet({ finderCall }: { finderCall: FinderCall }) {
  const { practice, can } = useSession()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [place, setPlace] = useState(0)
  const [enteredFor, setEnteredFor] = useState<string | null>(null)
  const found = useFind(text)
  const matches = found.answer?.matches ?? []
  const blank = text.trim() === ''
  const firstAlike = matches.length - (found.answer?.alike ?? 0)
  const isRestricted = found.answer?.restricted === true && found.for === text
  const breakGlass = () => {
    closeFinder()
    void navigate({ to: '/break-glass', state: { glassOf: { nhsNumber: plainNhsNumber(text) } } })
  }
  const mayAdd =
    !isRestricted && !blank && finderCall.choose === null && can.includes('patient.register') && !practice.readOnly
  const last = matches.length - 1 + (mayAdd ? 1 : 0)
  const at = Math.min(place, Math.max(0, last))
  const selected = matches[at]

  const openRecord = (patient: PatientMatch) => {
    closeFinder()
    if (finderCall.choose !== null) finderCall.choose(patient)
    else void navigate({ to: '/patients/$patient', params: { patient: patient.id } })
  }
  const writeNote = (patient: PatientMatch) => {
    closeFinder()
    void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, patient.id) } })
  }
  const add = () => {
    closeFinder()
    void navigate({ to: '/patients/new', state: { typed: text.trim() } })
  }
  // Enter came before the answer: a single match opens when it is here; several wait for a choice.
  const only = matches.length === 1 && found.for === text && enteredFor === text ? matches[0] : undefined
  useEffect(() => {
    if (only !== undefined) openRecord(only)
  })
  const press = (event: KeyboardEvent) => {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (move !== 0) {
      event.preventDefault()
      setPlace(last < 0 ? 0 : (at + move + last + 1) % (last + 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (found.for !== text) setEnteredFor(text)
      else if (selected !== undefined) openRecord(selected)
      else if (isRestricted && can.includes('glass.break')) breakGlass()
      else if (mayAdd) add()
    } else if (
      event.altKey &&
      event.key.toLowerCase() === 'n' &&
      selected !== undefined &&
      can.includes('note.write')
    ) {
      event.preventDefault()
      event.stopPropagation()
      writeNote(selected)
    }
  }
  return (
    <div className="finder-sheet" onKeyDown={press}>
      <div className="finder-head">
        <Icon name="search" size={20} />
        <input
          className="finder-input"
          role="combobox"
          aria-label={finderCall.purpose ?? 'Find a patient'}
          aria-expanded="true"
          aria-controls="finder-list"
          aria-activedescendant={last >= 0 ? `finder-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={finderCall.purpose ?? 'Name, birth date, NHS number or phone'}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setPlace(0)
          }}
          autoFocus
          spellCheck={false}
          autoComplete="off"
        />
        <span className="finder-count" role="status">
          {found.answer !== null && !blank && countWords(matches.length, found.answer.more, found.answer.took)}
        </span>
        <button type="button" className="finder-close" onClick={closeFinder} aria-label="Close, Esc">
          <kbd className="keycap">Esc</kbd>
          <Icon name="close" size={20} />
        </button>
      </div>
      <div className="finder-body">
        <div className="finder-found">
          {found.error !== null && (
            <div className="finder-trouble">
              <Failure error={found.error} heading="The search did not work" again={() => setText(`${text} `)} />
            </div>
          )}
          {matches.length > 0 && (
            <p className="label finder-group">
              {blank ? 'Opened lately' : firstAlike === 0 ? 'Nobody by that name. Similar names' : 'Patients'}
            </p>
          )}
          {isRestricted && <RestrictedHere mayBreak={can.includes('glass.break')} onBreak={breakGlass} />}
          {found.answer !== null && matches.length === 0 && !isRestricted && (
            <Nothing typed={blank ? '' : found.for.trim()} />
          )}
          <ul id="finder-list" role="listbox" aria-label="Patients">
            {matches.map((match, row) => (
              <Fragment key={match.id}>
                {row === firstAlike && row > 0 && (
                  <li className="label finder-group" role="presentation">
                    Similar names
                  </li>
                )}
                <FinderRow
                  id={`finder-${row}`}
                  match={match}
                  typed={text}
                  selected={row === at}
                  onPoint={() => setPlace(row)}
                  onChoose={() => openRecord(match)}
                />
              </Fragment>
            ))}
            {mayAdd && (
              <li
                id={`finder-${matches.length}`}
                role="option"
                aria-selected={at === matches.length}
                className="finder-add"
                onPointerMove={() => setPlace(matches.length)}
                onClick={add}
              >
                <Icon name="user-plus" />
                <span>{addWords(text)}</span>
                <span className="finder-reason">Checks for a match first</span>
              </li>
            )}
          </ul>
        </div>
        <FinderPreview match={selected} matches={matches} blank={blank} />
      </div>
      <FinderFoot choosing={finderCall.choose !== null} mayWrite={can.includes('note.write')} />
    </div>
  )
}

/** The whole NHS number was typed: that there is a record is said, and nothing of it. */
function RestrictedHere({ mayBreak, onBreak }: { mayBreak: boolean; onBreak: () => void }) {
  return (
    <div className="empty finder-nothing">
      <h2>The record with this NHS number is restricted</h2>
      <p>
        {mayBreak
          ? 'It opens to named people alone. If care needs it now, you can break the glass: it takes a reason, and the administrators are told.'
          : 'It opens to named people alone. Ask a clinician if care needs it now.'}
      </p>
      {mayBreak && (
        <div className="acts">
          <button type="button" className="button" onClick={onBreak}>
            <Icon name="glass" />
            Break the glass
          </button>
        </div>
      )}
    </div>
  )
}

function Nothing({ typed }: { typed: string }) {
  return (
    <div className="empty finder-nothing">
      <h2>{typed === '' ? 'Nobody opened yet' : `Nobody matches “${typed}”`}</h2>
      <p>
        {typed === ''
          ? 'Type a name, a birth date, an NHS number, a phone number, an email or a postcode.'
          : 'Try the surname alone, the birth date or the NHS number.'}
      </p>
    </div>
  )
}
