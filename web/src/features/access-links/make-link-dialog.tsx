/** A link for the patient: first who could be at risk, in words, then link and code, shown this once. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { accessLinkDays, accessLinkRoutes } from '@candour/contract/access-links.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Person } from '@candour/contract/shapes.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Select } from '../../ui/select.tsx'
import { announce } from '../../ui/toast.tsx'
import { linksChanged } from './access-links.ts'

type Made = OutputOf<typeof accessLinkRoutes.make>

interface MakeLinkProps {
  patient: string
  staff: Person[]
  isRestricted: boolean
  onClose: () => void
}

export function MakeLinkDialog({ patient, staff, isRestricted, onClose }: MakeLinkProps) {
  const [made, setMade] = useState<Made | null>(null)
  const heading = made === null ? 'Make a link for the patient' : 'Hand these over, apart from one another'
  return (
    <Dialog heading={heading} onClose={onClose}>
      {made === null ? (
        <SafetyForm
          patient={patient}
          staff={staff}
          isRestricted={isRestricted}
          onMade={(one) => {
            setMade(one)
            void linksChanged(patient)
          }}
          onClose={onClose}
        />
      ) : (
        <HandOver made={made} onClose={onClose} />
      )}
    </Dialog>
  )
}

const dayWords: Record<(typeof accessLinkDays)[number], string> = { 1: '1 day', 3: '3 days', 7: '7 days' }
const days = accessLinkDays.map((one) => [String(one), dayWords[one]] as const)

interface SafetyProps extends MakeLinkProps {
  onMade: (made: Made) => void
}

function SafetyForm({ patient, staff, isRestricted, onMade, onClose }: SafetyProps) {
  const [risk, setRisk] = useState<'no' | 'yes' | null>(null)
  const [words, setWords] = useState('')
  const [names, setNames] = useState<'some' | 'none'>('some')
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [lasts, setLasts] = useState('3')
  const [asked, setAsked] = useState(false)
  const make = useMutation({
    mutationFn: () =>
      call(accessLinkRoutes.make, {
        id: patient,
        days: Number(lasts) as (typeof accessLinkDays)[number],
        isAnybodyAtRisk: risk === 'yes',
        words,
        hidden: names === 'none' ? [] : [...hidden],
        allHidden: names === 'none',
      }),
    onSuccess: onMade,
  })
  const tooShort = words.trim().length < 10
  const hidesNobody = risk === 'yes' && names === 'some' && hidden.size === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (risk !== null && !tooShort && !hidesNobody && !make.isPending) make.mutate()
  }
  const choose = (member: string, isHidden: boolean) => {
    const next = new Set(hidden)
    if (isHidden) next.add(member)
    else next.delete(member)
    setHidden(next)
  }
  return (
    <form className="fields" onSubmit={submit} noValidate>
      <p>
        The patient learns who looked at the record. Think of colleagues who were threatened or followed, or who know
        the patient privately; ask them. If in doubt, make no link and talk to the patient.
      </p>
      <Choices
        legend="Is anybody at risk if this patient learns names?"
        value={risk}
        choices={[
          ['no', 'No, nobody is'],
          ['yes', 'Yes, somebody is'],
        ]}
        onChange={setRisk}
        error={asked && risk === null && <FieldError>Answer this first.</FieldError>}
      />
      <Field
        label="How you know"
        hint="Sealed, kept with the link, and never shown to the patient"
        name="words"
        value={words}
        onChange={setWords}
        maxLength={500}
        error={asked && tooShort ? 'Say it in a sentence.' : undefined}
      />
      <Choices
        legend="Names"
        hint="A role that only one person has is shown as “Member of staff”"
        value={names}
        choices={[
          ['some', 'Show names, but for those I choose'],
          ['none', 'Show roles alone'],
        ]}
        onChange={setNames}
      />
      {names === 'some' && (
        <fieldset className="field">
          <legend className="field-label">Whose name is not shown</legend>
          <ul className="rows safety-people">
            {staff.map(({ member, name, role }) => (
              <li key={member}>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={hidden.has(member!)}
                    onChange={(event) => choose(member!, event.target.checked)}
                  />
                  <span>
                    <b>{name}</b>
                    <span className="second">{role}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
          {asked && hidesNobody && <FieldError>Choose who is at risk, or show roles alone.</FieldError>}
        </fieldset>
      )}
      <Select label="The link waits for" value={lasts} choices={days} onChange={setLasts} />
      {isRestricted && (
        <p className="second">This record is restricted, so a second person has to agree before the link opens.</p>
      )}
      <FormError error={make.error} />
      <div className="dialog-foot">
        <button type="button" className="link" onClick={onClose}>
          Make no link
        </button>
        <button type="submit" className="button primary" aria-disabled={make.isPending}>
          Make the link
        </button>
      </div>
    </form>
  )
}

function HandOver({ made: { link, url, code }, onClose }: { made: Made; onClose: () => void }) {
  return (
    <div className="fields">
      {link.state === 'waiting' && (
        <p className="form-error amber">
          <Icon name="alert" />
          It opens after a second person agreed: the record is restricted, or somebody is named whom an earlier link
          hid.
        </p>
      )}
      <div className="handed-over">
        <span className="second">
          The link, by mail or message, until <span className="fixed">{showDayAndTime(link.endsAt)}</span>
        </span>
        <span className="handed-link">{url}</span>
        <span>
          <button
            type="button"
            className="button"
            onClick={() => void navigator.clipboard.writeText(url).then(() => announce('The link is copied'))}
          >
            <Icon name="copy" />
            Copy the link
          </button>
        </span>
      </div>
      <div className="handed-over">
        <span className="second">The code, face to face or by telephone, never beside the link</span>
        <span className="handed-code fixed">
          {code.slice(0, 4)} {code.slice(4)}
        </span>
      </div>
      <p>
        Be sure whom you give it to: ask for something that only the patient knows and a former partner does not.
        Neither is shown again. Five wrong codes end the link.
      </p>
      <div className="dialog-foot">
        <button type="button" className="button primary" onClick={onClose}>
          I have both
        </button>
      </div>
    </div>
  )
}
