import { useState } from 'react'
import { weekdays, type Weekday, type WorkingHours } from '@candour/contract/working-hours.ts'
import { Field } from '../../ui/field.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { useMembers } from '../members/members.ts'
import { RangesField } from './ranges-field.tsx'
import type { MemberRules } from './rules.ts'

interface MembersRulesProps {
  members: readonly MemberRules[]
  asked: boolean
  onChange: (members: MemberRules[]) => void
}

const usual: WorkingHours = { days: weekdays.slice(0, 5), from: '07:30', to: '19:00' }

/** For single members: hours of work, and networks instead of the practice's. */
export function MembersRules({ members, asked, onChange }: MembersRulesProps) {
  const { data = [] } = useMembers()
  const [chosen, setChosen] = useState('')
  const others = data.filter(
    ({ id, state, level }) => state === 'approved' && level > 0 && members.every(({ member }) => member !== id),
  )
  const change = (member: string, different: Partial<MemberRules>) =>
    onChange(members.map((one) => (one.member === member ? { ...one, ...different } : one)))
  return (
    <section>
      <SectionHead title="Members with rules of their own" count={members.length} />
      <div className="fields">
        {members.map(({ member, addresses, hours }) => (
          <fieldset key={member} className="member-rules">
            <legend>{data.find(({ id }) => id === member)?.name ?? 'A member'}</legend>
            <Hours hours={hours} onChange={(next) => change(member, { hours: next })} />
            <RangesField
              ranges={addresses ?? []}
              asked={asked}
              empty="From where everybody works."
              onChange={(ranges) => change(member, { addresses: ranges.length === 0 ? null : ranges })}
            />
            <button
              type="button"
              className="link"
              onClick={() => onChange(members.filter((one) => one.member !== member))}
            >
              As everybody
            </button>
          </fieldset>
        ))}
        {others.length > 0 && (
          <div className="add-member">
            <Select
              label="Rules for one member"
              value={chosen}
              choices={[['', 'Choose a member'], ...others.map(({ id, name }) => [id, name] as const)]}
              onChange={setChosen}
            />
            <button
              type="button"
              className="button"
              aria-disabled={chosen === ''}
              onClick={() => {
                if (chosen === '') return
                onChange([...members, { member: chosen, addresses: null, hours: usual }])
                setChosen('')
              }}
            >
              Add
            </button>
          </div>
        )}
      </div>
    </section>
  )
}

function Hours({ hours, onChange }: { hours: WorkingHours | null; onChange: (hours: WorkingHours | null) => void }) {
  const shown = hours ?? { ...usual, days: [] }
  const toggle = (day: Weekday) => {
    const days = weekdays.filter((one) => (one === day ? !shown.days.includes(one) : shown.days.includes(one)))
    onChange(days.length === 0 ? null : { ...shown, days })
  }
  return (
    <div className="hours">
      <div className="chips" role="group" aria-label="Days of work">
        {weekdays.map((day) => (
          <button
            key={day}
            type="button"
            className="chip"
            aria-pressed={shown.days.includes(day)}
            onClick={() => toggle(day)}
          >
            {day}
          </button>
        ))}
      </div>
      {hours === null ? (
        <p className="second">At any time.</p>
      ) : (
        <div className="range-line">
          <Field label="From" name="from" value={hours.from} onChange={(from) => onChange({ ...hours, from })} />
          <Field label="To" name="to" value={hours.to} onChange={(to) => onChange({ ...hours, to })} />
        </div>
      )}
    </div>
  )
}
