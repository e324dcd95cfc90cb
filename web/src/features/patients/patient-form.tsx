/** The form of a patient's details. It checks a field when one leaves it, not while one types. */
import { useState, type FormEvent, type ReactNode } from 'react'
import { showAge, showDate } from '@candour/contract/formatting.ts'
import type { PatientDetails } from '@candour/contract/patients.ts'
import { ApiError } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { AllergyFields } from './allergy-fields.tsx'
import { readBirthDate } from './birth-date.ts'
import { fieldAt, readPatient, type TypedPatient } from './patient-fields.ts'
import { sexWords } from './patients.ts'

interface PatientFormProps {
  start: TypedPatient
  act: string
  acting: boolean
  failed: unknown
  onSubmit: (details: PatientDetails) => void
  children?: ReactNode
}

const titles = ['Mr', 'Mrs', 'Miss', 'Ms', 'Mx', 'Dr', 'Prof', 'Rev']

function saidOfDate(typed: string): string | undefined {
  const read = readBirthDate(typed, new Date())
  return 'date' in read ? `${showDate(read.date)} (${showAge(read.date, new Date())})` : undefined
}

export function PatientForm({ start, act, acting, failed, onSubmit, children }: PatientFormProps) {
  const [typed, setTyped] = useState(start)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { details, problems } = readPatient(typed, new Date())
  const refused = failed instanceof ApiError ? failed.fields.map(({ path, message }) => [fieldAt(path), message]) : []
  const taken = failed instanceof ApiError && failed.code === 'patient.nhs_number_taken' ? failed.message : undefined
  const errorOf = (field: keyof TypedPatient): string | undefined =>
    (left.has(field) ? problems[field] : undefined) ??
    (field === 'nhsNumber' ? taken : undefined) ??
    refused.find(([at]) => at === field)?.[1]
  const leave = (field: keyof TypedPatient) => setLeft(new Set([...left, field]))
  const set = (change: Partial<TypedPatient>) => setTyped({ ...typed, ...change })
  const of = (field: Exclude<keyof TypedPatient, 'sex' | 'allergies' | 'allergyItems'>) => ({
    name: field,
    value: typed[field],
    onChange: (value: string) => set({ [field]: value }),
    onLeave: () => typed[field] !== '' && leave(field),
    error: errorOf(field),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setLeft(new Set(Object.keys(typed)))
    if (details !== null && !acting) onSubmit(details)
    else
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('.patient-form [aria-invalid="true"], .patient-form .wrong input')?.focus(),
      )
  }
  return (
    <form className="patient-form" onSubmit={submit} noValidate>
      <section>
        <SectionHead title="Who" />
        <div className="fields two">
          <Field label="Surname" {...of('family')} autoFocus />
          <Field label="Given name" {...of('given')} />
        </div>
        <div className="fields two">
          <Field
            label="Birth date"
            hint="Day first, for example 04-03-1957"
            {...of('birthDate')}
            said={saidOfDate(typed.birthDate)}
          />
          <Field label="Title" hint="As the person wants it" optional suggestions={titles} {...of('title')} />
        </div>
        <div className={errorOf('sex') === undefined ? '' : 'wrong'}>
          <Choices
            legend="Sex"
            value={typed.sex}
            onChange={(sex) => set({ sex })}
            choices={(['female', 'male', 'other', 'unknown'] as const).map((sex) => [sex, sexWords[sex]] as const)}
            error={errorOf('sex') !== undefined && <FieldError>{errorOf('sex')}</FieldError>}
          />
        </div>
        <div className="fields two">
          <Field label="NHS number" hint="10 digits, for example 999 000 0018" optional {...of('nhsNumber')} />
        </div>
      </section>
      <section>
        <SectionHead title="Allergies" />
        <AllergyFields
          state={typed.allergies}
          items={typed.allergyItems}
          error={errorOf('allergies')}
          onState={(allergies) => set({ allergies })}
          onItems={(allergyItems) => set({ allergyItems })}
        />
      </section>
      <section>
        <SectionHead title="How to reach" />
        <div className="fields two">
          <Field label="Phone" type="tel" optional {...of('phone')} />
          <Field label="Email" type="email" optional {...of('email')} />
        </div>
        <Field label="House and street" optional {...of('street')} />
        <div className="fields two">
          <Field label="Town" optional {...of('town')} />
          <Field label="Postcode" optional {...of('postcode')} />
        </div>
      </section>
      {taken === undefined && <FormError error={failed} />}
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={acting}>
          {acting ? 'Saving' : act}
        </button>
        {children}
      </div>
    </form>
  )
}
