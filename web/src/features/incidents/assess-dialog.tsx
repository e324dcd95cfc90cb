import { useState } from 'react'
import {
  dataCategories,
  peopleCategories,
  type DataCategory,
  type PeopleCategory,
} from '@candour/contract/incident-words.ts'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { CaseDialog, type DialogOf } from './case-dialog.tsx'

interface ChecksProps<V extends string> {
  legend: string
  words: Record<V, string>
  values: readonly V[]
  onChange: (values: V[]) => void
}

function Checks<V extends string>({ legend, words, values, onChange }: ChecksProps<V>) {
  const all = Object.entries(words) as [V, string][]
  const toggle = (value: V) => {
    const without = values.filter((one) => one !== value)
    onChange(without.length === values.length ? [...values, value] : without)
  }
  return (
    <fieldset className="field">
      <legend className="field-label">{legend}</legend>
      <div className="incident-checks">
        {all.map(([value, label]) => (
          <label key={value}>
            <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** A count that is typed; null: none, undefined: no number. */
function countOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const digits = text.replaceAll(/[ ,]/g, '')
  return /^\d{1,8}$/.test(digits) ? Number(digits) : undefined
}

const noCount = 'Give a number, or leave it open.'

export function AssessDialog({ incident: { id, revision, assessment }, onClose }: DialogOf) {
  const [people, setPeople] = useState(String(assessment.people?.count ?? ''))
  const [records, setRecords] = useState(String(assessment.records?.count ?? ''))
  const [ofPeople, setOfPeople] = useState<PeopleCategory[]>(assessment.peopleCategories)
  const [ofData, setOfData] = useState<DataCategory[]>(assessment.dataCategories)
  const [consequences, setConsequences] = useState(assessment.consequences)
  const [measures, setMeasures] = useState(assessment.measures)
  const [contact, setContact] = useState(assessment.contact)
  const [peopleCount, recordCount] = [countOf(people), countOf(records)]
  return (
    <CaseDialog
      heading="What it means"
      label="Keep it"
      done="Kept"
      onClose={onClose}
      isWhole={peopleCount !== undefined && recordCount !== undefined}
      save={() =>
        call(incidentRoutes.assess, {
          id,
          baseRevision: revision,
          people: peopleCount!,
          records: recordCount!,
          peopleCategories: ofPeople,
          dataCategories: ofData,
          consequences,
          measures,
          contact,
        })
      }
    >
      {(asked) => (
        <>
          <div className="fields two">
            <Field
              label="How many people"
              hint="A figure that is typed counts as an estimate"
              name="people"
              inputMode="numeric"
              value={people}
              onChange={setPeople}
              error={asked && peopleCount === undefined ? noCount : undefined}
            />
            <Field
              label="How many records"
              hint="The same"
              name="records"
              inputMode="numeric"
              value={records}
              onChange={setRecords}
              error={asked && recordCount === undefined ? noCount : undefined}
            />
          </div>
          <Checks legend="Who they are" words={peopleCategories} values={ofPeople} onChange={setOfPeople} />
          <Checks legend="What data they are" words={dataCategories} values={ofData} onChange={setOfData} />
          <TextArea label="What may follow for them" value={consequences} onChange={setConsequences} maxLength={4000} />
          <TextArea
            label="What was done, and is planned, to mend it"
            value={measures}
            onChange={setMeasures}
            maxLength={4000}
          />
          <Field
            label="Who answers questions"
            hint="The data protection officer, or somebody else: name, telephone, email"
            name="contact"
            value={contact}
            onChange={setContact}
            maxLength={300}
          />
        </>
      )}
    </CaseDialog>
  )
}
