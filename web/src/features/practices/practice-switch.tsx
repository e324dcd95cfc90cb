/** The practices in which this account works: the open one named, the others to go to. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import { flushUnsaved } from '../drafts/unsaved.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { switchPractice } from '../sessions/go-away.ts'
import { useSession } from '../sessions/session.ts'
import './practice-switch.css'

/** More than are seen at a glance. */
const many = 7

const simple = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en-GB')

export function PracticeSwitch() {
  const { practice, otherPractices } = useSession()
  const [typed, setTyped] = useState('')
  const go = useMutation({
    mutationFn: async (id: string) => {
      const mayGo =
        (await flushUnsaved()) || window.confirm('A note is not saved yet. Go on, and lose what was typed last?')
      if (mayGo) await switchPractice(id)
    },
  })
  const found = otherPractices
    .filter(({ name, town }) => simple(`${name} ${town}`).includes(simple(typed.trim())))
    .toSorted(
      (one, other) => one.name.localeCompare(other.name, 'en-GB') || one.town.localeCompare(other.town, 'en-GB'),
    )
  const open = (id: string | undefined) => id !== undefined && !go.isPending && go.mutate(id)
  return (
    <div className="practice-list">
      <div>
        <p className="label">Open now</p>
        <p className="person-name">{practice.name}</p>
        <p className="person-role">{practice.town}</p>
      </div>
      {otherPractices.length > many && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (typed.trim() !== '') open(found[0]?.id)
          }}
        >
          <Field
            label={`Your ${showCount(otherPractices.length)} other practices`}
            hint="Name or town; Enter opens the first"
            name="practice"
            value={typed}
            onChange={setTyped}
            autoFocus
          />
        </form>
      )}
      {otherPractices.length <= many && <p className="label">Go to</p>}
      <ul className="rows practice-choices">
        {found.map(({ id, name, town }) => (
          <li key={id}>
            <button type="button" className="menu-act" aria-disabled={go.isPending} onClick={() => open(id)}>
              <Icon name="switch" size={16} />
              <span>
                {go.isPending && go.variables === id ? `Opening ${name}` : name}
                <span className="town">{town}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="second">None of them has this in its name or town.</p>}
      <FormError error={go.error} />
    </div>
  )
}
