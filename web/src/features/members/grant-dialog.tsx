/** One permission given, withdrawn, or back to what the level says: with a reason, and an end where it has one. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showDay } from '@candour/contract/formatting.ts'
import { permissionWords } from '@candour/contract/permission-words.ts'
import { memberRoutes, type MemberPage } from '@candour/contract/members.ts'
import type { Permission } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Select } from '../../ui/select.tsx'
import { memberPageChanged } from './members.ts'
import { usePlaces, type Where } from './places.ts'

export type GrantAct = 'give' | 'take' | 'endGrant'

const words: Record<GrantAct, { heading: string; button: string; busy: string; what: (name: string) => string }> = {
  give: {
    heading: 'Give this to',
    button: 'Give it',
    busy: 'Giving it',
    what: (name) => `${name} may then, beyond the level:`,
  },
  take: {
    heading: 'Withdraw this from',
    button: 'Withdraw it',
    busy: 'Withdrawing it',
    what: (name) => `${name} may then no longer, although the level includes it:`,
  },
  endGrant: {
    heading: 'Back to the level of',
    button: 'Back to the level',
    busy: 'Changing it',
    what: (name) => `For ${name} the level alone then decides on this:`,
  },
}

interface GrantDialogProps {
  page: MemberPage
  permission: Permission
  act: GrantAct
  /** Whether a member's grant is for one location alone; null: the dialog asks where. */
  location: Where | null
  onClose: () => void
}

export const anywhere: Where = { id: '', name: 'Wherever they are' }

const endOf = (day: string) => new Date(`${day}T23:59:59`)
const isoDay = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`

export function GrantDialog({ page, permission, act, location, onClose }: GrantDialogProps) {
  const { id, name } = page.member
  const places = usePlaces(page.grants, permission)
  // Where something is said of everywhere already, what is asked is at which location it differs.
  const [differs] = useState(() => page.grants.some((one) => one.permission === permission && one.location === null))
  const choices = places === null || differs ? (places ?? []) : [anywhere, ...places]
  const [chosen, setChosen] = useState<string | null>(null)
  // What stands first when the locations come is chosen, and stays so while others change what can be.
  if (location === null && chosen === null && places !== null && choices.length > 0) setChosen(choices[0]!.id)
  const where = location?.id ?? chosen ?? ''
  const isAsking = location === null && chosen === null
  const at = where === '' ? null : where
  const [ends, setEnds] = useState<'open' | 'day'>('open')
  const [day, setDay] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const end = endOf(day)
  const until = ends === 'open' ? null : end
  const wrongDay =
    until === null ? undefined : !(until > new Date()) ? 'Choose the last day, today or later.' : undefined
  const change = useMutation({
    mutationFn: (): Promise<MemberPage> =>
      act === 'endGrant'
        ? call(memberRoutes.endGrant, { id, permission, location: at, reason })
        : call(memberRoutes[act], { id, permission, location: at, reason, until: until?.toISOString() ?? null }),
    onSuccess: (page) => {
      memberPageChanged(page)
      onClose()
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && wrongDay === undefined && !change.isPending && !isAsking) change.mutate()
  }
  return (
    <Dialog heading={`${words[act].heading} ${name}?`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <div>
          <p className="second">{words[act].what(name)}</p>
          <p className="may-one">
            {permissionWords[permission].may}
            {location !== null && location.id !== '' && `, at ${location.name}`}
          </p>
        </div>
        {isAsking && (places === null ? <Loading lines={1} /> : <p>Of every location something is said already.</p>)}
        {location === null && choices.length > 1 && (
          <Select
            label="Where"
            hint="A location is known by its network"
            value={where}
            choices={choices.map(({ id: place, name: called }) => [place, called] as const)}
            onChange={setChosen}
          />
        )}
        {act !== 'endGrant' && (
          <Choices
            legend="Until when"
            value={ends}
            onChange={setEnds}
            choices={[
              ['open', 'Until somebody ends it'],
              ['day', 'Until the end of a day'],
            ]}
          />
        )}
        {act !== 'endGrant' && ends === 'day' && (
          <Field
            label="Last day"
            name="until"
            type="date"
            min={isoDay(new Date())}
            value={day}
            onChange={setDay}
            said={wrongDay === undefined ? `Holds to the end of ${showDay(end)}.` : undefined}
            error={asked ? wrongDay : undefined}
          />
        )}
        <Field
          label="Reason"
          hint={`${name} sees it, and so does whoever reads the activity`}
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={change.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={change.isPending || isAsking}>
            {change.isPending ? words[act].busy : words[act].button}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
