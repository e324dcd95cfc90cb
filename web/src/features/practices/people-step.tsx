import { useState, type FormEvent } from 'react'
import type { PracticeKind } from '@candour/contract/practices.ts'
import { email as emailShape } from '@candour/contract/shapes.ts'
import { ApiError, fieldError } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { NewPasswordField } from '../passwords/new-password-field.tsx'
import { problemOf as passwordProblem, usePasswordRules } from '../passwords/password-rules.ts'
import { kindWords } from './practice-kinds.ts'

export interface SignUpDetails {
  name: string
  town: string
  person: string
  role: string
  email: string
  password: string
}

interface PeopleStepProps {
  kind: PracticeKind
  details: SignUpDetails
  onChange: (details: SignUpDetails) => void
  failed: unknown
  onBack: () => void
  onDone: () => void
}

const needed: Record<'name' | 'town' | 'person' | 'role', string> = {
  name: 'Type the name of the practice.',
  town: 'Type the town.',
  person: 'Type your name, as patients and colleagues know it.',
  role: 'Type what you do there.',
}

type Plain = Exclude<keyof SignUpDetails, 'password'>

function problemOf(field: Plain, value: string): string | undefined {
  if (field === 'email') return emailShape.safeParse(value).error?.issues[0]?.message
  return value.trim() === '' ? needed[field] : undefined
}

const pathAtServer: Record<keyof SignUpDetails, string> = {
  name: 'name',
  town: 'town',
  person: 'person.name',
  role: 'person.role',
  email: 'person.email',
  password: 'person.password',
}

export function PeopleStep({ kind, details, onChange, failed, onBack, onDone }: PeopleStepProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const words = kindWords(kind)
  const judge = usePasswordRules()
  const asked = { own: [details.person, details.email, details.name], hasFactor: false }
  const fields = Object.keys(details) as (keyof SignUpDetails)[]
  const problem = (field: keyof SignUpDetails) =>
    field === 'password' ? passwordProblem(judge, details.password, asked) : problemOf(field, details[field])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLeft(new Set(fields))
    if (fields.every((field) => problem(field) === undefined)) onDone()
  }
  const of = (field: keyof SignUpDetails) => ({
    name: field,
    value: details[field],
    onChange: (value: string) => onChange({ ...details, [field]: value }),
    onLeave: () => details[field] !== '' && setLeft(new Set([...left, field])),
    error: (left.has(field) ? problem(field) : undefined) ?? fieldError(failed, pathAtServer[field]),
  })
  return (
    <form className="sign-up-section" onSubmit={submit} noValidate>
      <h2>The practice and you</h2>
      <div className="fields two">
        <Field label="Name of the practice" hint={`For example ${words.example}`} {...of('name')} autoFocus />
        <Field label="Town" hint="Shown beside the name" {...of('town')} />
      </div>
      <div className="fields two">
        <Field label="Your name" autoComplete="name" {...of('person')} />
        <Field label="Your role" suggestions={words.roles} {...of('role')} />
      </div>
      <Field label="Your email" hint="You sign in with it" type="email" autoComplete="username" {...of('email')} />
      <NewPasswordField
        value={details.password}
        onChange={(password) => onChange({ ...details, password })}
        asked={asked}
        error={of('password').error}
      />
      {failed instanceof ApiError && <FormError error={failed} />}
      <div className="acts">
        <button type="submit" className="button primary">
          Go on to the agreement
        </button>
        <button type="button" className="link" onClick={onBack}>
          Back to the kind
        </button>
      </div>
    </form>
  )
}
