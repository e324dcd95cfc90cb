import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { readRange } from '@candour/contract/address-range.ts'
import { rulesRoutes, type Rules, type RulesCheck, type ShownRules } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Choices } from '../../ui/choices.tsx'
import { LocationsRules, whyNot } from './locations-rules.tsx'
import { reviewMonths } from '@candour/contract/reviews.ts'
import { rhythmWords } from '../reviews/reviews.ts'
import { MembersRules } from './members-rules.tsx'
import { RangesField } from './ranges-field.tsx'
import { SaveRulesDialog } from './save-rules-dialog.tsx'

const idle = [5, 10, 15, 20, 30, 45, 60].map((minutes) => [String(minutes), `${minutes} minutes`] as const)
const grace = [0, 1, 3, 7, 14, 30].map(
  (days) =>
    [String(days), days === 0 ? 'None: before anything else' : days === 1 ? 'One day' : `${days} days`] as const,
)

const rhythm = (months: number) => rhythmWords(months).replace(/^./, (letter) => letter.toUpperCase())

/** Everything in sight; before it is saved it says whom it would lock out. */
export function RulesForm({ shown, onDone }: { shown: ShownRules; onDone: () => void }) {
  const [rules, setRules] = useState<Rules>(shown.rules)
  const [asked, setAsked] = useState(false)
  const [checked, setChecked] = useState<RulesCheck | null>(null)
  const check = useMutation({
    mutationFn: () => call(rulesRoutes.check, { rules }),
    onSuccess: setChecked,
  })
  const change = (different: Partial<Rules>) => setRules({ ...rules, ...different })
  const complete =
    isComplete(rules.addresses) &&
    rules.members.every(({ addresses }) => isComplete(addresses ?? [])) &&
    rules.locations.every(
      ({ name, addresses }) =>
        whyNot(name, rules.locations) === undefined && addresses.length > 0 && isComplete(addresses),
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (complete && !check.isPending) check.mutate()
  }
  return (
    <>
      <form className="rules-form" onSubmit={submit} noValidate>
        <section>
          <SectionHead title="Signing in" />
          <div className="fields">
            <Choices
              legend="Second factor"
              value={rules.factorRequired ? 'all' : 'own'}
              choices={[
                ['all', 'Everybody needs one'],
                ['own', 'Up to each member'],
              ]}
              onChange={(value) => change({ factorRequired: value === 'all' })}
            />
            {rules.factorRequired && (
              <Select
                label="Days to set it up"
                hint="Counted from the approval"
                value={String(rules.factorGraceDays)}
                choices={including(grace, rules.factorGraceDays, 'days')}
                onChange={(value) => change({ factorGraceDays: Number(value) })}
              />
            )}
            {rules.factorRequired && (
              <Choices
                legend="Administrators"
                hint="A passkey can’t be given away to a false page"
                value={rules.administratorPasskey ? 'passkey' : 'any'}
                choices={[
                  ['passkey', 'Need a passkey, after the same days'],
                  ['any', 'Any second factor. Administrators are told'],
                ]}
                onChange={(value) => change({ administratorPasskey: value === 'passkey' })}
              />
            )}
            <Select
              label="A session ends without use after"
              value={String(rules.idleMinutes)}
              choices={including(idle, rules.idleMinutes, 'minutes')}
              onChange={(value) => change({ idleMinutes: Number(value) })}
            />
            <Select
              label="Review of sign-ins and access"
              hint="Somebody who manages looks at them, and signs"
              value={String(rules.reviewMonths)}
              choices={reviewMonths.map((months) => [String(months), rhythm(months)] as const)}
              onChange={(value) => change({ reviewMonths: reviewMonths.find((months) => String(months) === value)! })}
            />
            <Choices
              legend="Passwords"
              hint="Long and not known from breaches, always"
              value={rules.passwordMix ? 'mix' : 'length'}
              choices={[
                ['length', 'Nothing else: length counts'],
                ['mix', 'Also upper case, lower case and a digit'],
              ]}
              onChange={(value) => change({ passwordMix: value === 'mix' })}
            />
          </div>
        </section>
        <section>
          <SectionHead title="From where" count={rules.addresses.length} />
          <RangesField
            ranges={rules.addresses}
            asked={asked}
            empty="From anywhere. Add the network of the practice, and Candour opens there alone."
            onChange={(addresses) => change({ addresses })}
          />
        </section>
        <LocationsRules locations={rules.locations} asked={asked} onChange={(locations) => change({ locations })} />
        <MembersRules members={rules.members} asked={asked} onChange={(members) => change({ members })} />
        <FormError error={check.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={check.isPending}>
            Look what would change
          </button>
          <button type="button" className="button" onClick={onDone}>
            Leave it
          </button>
        </div>
      </form>
      {checked !== null && (
        <SaveRulesDialog
          rules={rules}
          baseRevision={shown.revision}
          checked={checked}
          onClose={() => setChecked(null)}
          onSaved={onDone}
        />
      )}
    </>
  )
}

const isComplete = (ranges: Rules['addresses']) =>
  ranges.every(({ range, name }) => readRange(range) !== null && name.trim() !== '')

/** With the value that there is, where it was set to another by the programming interface. */
function including(
  choices: readonly (readonly [string, string])[],
  value: number,
  unit: string,
): readonly (readonly [string, string])[] {
  return choices.some(([known]) => known === String(value))
    ? choices
    : [...choices, [String(value), `${value} ${unit}`]]
}
