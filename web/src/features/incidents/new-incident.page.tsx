/** Opens a case by hand. What matters first is when it was known: from then on the time counts. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { icoDueAt, showDeadline } from '@candour/contract/incident-clocks.ts'
import { incidentKinds, incidentRoles, type IncidentKind, type IncidentRole } from '@candour/contract/incident-words.ts'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MomentField } from '../../ui/moment-field.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { announce } from '../../ui/toast.tsx'
import { useMembers } from '../members/members.ts'
import { useSession } from '../sessions/session.ts'
import './incidents.css'
import { IncidentsClosed } from './incidents.page.tsx'
import { incidentChanged } from './incidents.ts'
import { noSuchTime, useMoment } from './moments.ts'

export function NewIncidentPage() {
  usePageTitle('Open a case')
  const { can, member: self } = useSession()
  const navigate = useNavigate()
  const may = can.includes('incident.manage')
  const team = useMembers()
  const [title, setTitle] = useState('')
  const [what, setWhat] = useState('')
  const [kind, setKind] = useState<IncidentKind>('access')
  const [role, setRole] = useState<IncidentRole>('controller')
  const [who, setWho] = useState('')
  const aware = useMoment(new Date())
  const happened = useMoment(null)
  const [asked, setAsked] = useState(false)
  const open = useMutation({
    mutationFn: () =>
      call(incidentRoutes.open, {
        title,
        what,
        kind,
        role,
        happenedAt: happened.instant,
        awareAt: aware.instant!,
        who: who === '' ? null : who,
      }),
    onSuccess: async (incident) => {
      announce('The case is open')
      void incidentChanged(incident)
      await navigate({ to: '/incidents/$incident', params: { incident: incident.id }, replace: true })
    },
  })
  if (!may) return <IncidentsClosed />
  const isWhole =
    title.trim() !== '' &&
    what.trim() !== '' &&
    aware.instant !== null &&
    (happened.typed === '' || happened.instant !== null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isWhole && !open.isPending) open.mutate()
  }
  const people = (team.data ?? []).filter(({ id }) => id !== self.id)
  const missing = (text: string, words: string) => (asked && text.trim() === '' ? words : undefined)
  return (
    <div className="page narrow">
      <PageHead
        title="Open a case"
        lead="What you know is enough; the rest follows in the case. Leave out names of patients where you can."
      />
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="In a few words"
          name="title"
          value={title}
          onChange={setTitle}
          maxLength={120}
          error={missing(title, 'Say in a few words what it is.')}
        />
        <TextArea
          label="What happened"
          value={what}
          onChange={setWhat}
          maxLength={4000}
          error={missing(what, 'Say what happened, as far as you know.')}
        />
        <div className="fields two">
          <MomentField
            label="When you became aware"
            hint="When anybody here was reasonably sure of it"
            value={aware.typed}
            onChange={aware.setTyped}
            error={asked && aware.instant === null ? noSuchTime : undefined}
          />
          <MomentField
            label="When it happened (if known)"
            hint="Or when it began"
            value={happened.typed}
            onChange={happened.setTyped}
            error={asked && happened.typed !== '' && happened.instant === null ? noSuchTime : undefined}
          />
        </div>
        {role === 'controller' && aware.instant !== null && (
          <p className="incident-said">
            Unless no risk to people is likely, the ICO has to be told by{' '}
            <b className="fixed">{showDeadline(icoDueAt(aware.instant))}</b>.
          </p>
        )}
        <Select
          label="What kind of incident"
          hint="The first tasks follow from it"
          value={kind}
          choices={Object.entries(incidentKinds) as [IncidentKind, string][]}
          onChange={setKind}
        />
        <Choices
          legend="Whose data"
          value={role}
          choices={Object.entries(incidentRoles) as [IncidentRole, string][]}
          onChange={setRole}
        />
        <Select
          label="Whom it is about"
          hint="A member of the team; they are not shown the case"
          value={who}
          choices={[['', 'Nobody in particular'], ...people.map(({ id, name }) => [id, name] as const)]}
          onChange={setWho}
        />
        <FormError error={open.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={open.isPending}>
            {open.isPending ? 'Opening' : 'Open the case'}
          </button>
          <Link to="/incidents" className="button">
            Not now
          </Link>
        </div>
      </form>
    </div>
  )
}
