import { useState } from 'react'
import { risks, tellings, type Risk, type Telling } from '@candour/contract/incident-words.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { FieldError } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { CaseDialog, type DialogOf } from './case-dialog.tsx'

interface DecideProps<C extends string> {
  onClose: () => void
  heading: string
  legend: string
  choices: Record<C, string>
  /** What has to be known to decide it. */
  hint: string
  /** Of which it is true that a second person has to agree. */
  needsSecond: (choice: C) => boolean
  decide: (choice: C, reason: string) => Promise<Incident>
}

function DecideDialog<C extends string>({
  heading,
  legend,
  choices,
  hint,
  needsSecond,
  decide,
  onClose,
}: DecideProps<C>) {
  const [choice, setChoice] = useState<C | null>(null)
  const [reason, setReason] = useState('')
  return (
    <CaseDialog
      heading={heading}
      label="Decide it"
      done="Decided"
      onClose={onClose}
      isWhole={choice !== null && reason.trim() !== ''}
      save={() => decide(choice!, reason)}
    >
      {(asked) => (
        <>
          <Choices
            legend={legend}
            hint={hint}
            value={choice}
            choices={Object.entries(choices) as [C, string][]}
            onChange={setChoice}
            error={asked && choice === null ? <FieldError>Choose one.</FieldError> : undefined}
          />
          {choice !== null && needsSecond(choice) && (
            <p className="incident-said">
              It counts once a second person who handles incidents agrees. The clock goes on until then.
            </p>
          )}
          <TextArea
            label="Why"
            hint="It stays with your name and the time, and can’t be changed. It can be decided anew"
            value={reason}
            onChange={setReason}
            maxLength={2000}
            error={asked && reason.trim() === '' ? 'Say why: the ICO can ask for the reason.' : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}

export function RiskDialog({ incident: { id, revision }, onClose }: DialogOf) {
  return (
    <DecideDialog<Risk>
      onClose={onClose}
      heading="How high is the risk to people?"
      legend="What is likely"
      hint="Think of what can happen to them: harm, loss, shame, discrimination, worry. Health data weigh heavily"
      choices={risks}
      needsSecond={(risk) => risk === 'none'}
      decide={(risk, reason) => call(incidentRoutes.decideRisk, { id, baseRevision: revision, risk, reason })}
    />
  )
}

export function TellingDialog({ incident: { id, revision }, onClose }: DialogOf) {
  return (
    <DecideDialog<Telling>
      onClose={onClose}
      heading="Are the people concerned told?"
      legend="What is done"
      hint="Where the risk is high they are told without undue delay, but for three reasons"
      choices={tellings}
      needsSecond={(telling) => telling !== 'tell'}
      decide={(telling, reason) => call(incidentRoutes.decideTelling, { id, baseRevision: revision, telling, reason })}
    />
  )
}
