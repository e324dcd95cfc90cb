import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { RangesField } from './ranges-field.tsx'
import type { Location } from './rules.ts'

interface LocationsRulesProps {
  locations: readonly Location[]
  asked: boolean
  onChange: (locations: Location[]) => void
}

/** Where the practice works, when it is more than one place: a name, and the networks by which Candour knows it. */
export function LocationsRules({ locations, asked, onChange }: LocationsRulesProps) {
  const change = (id: string, different: Partial<Location>) =>
    onChange(locations.map((one) => (one.id === id ? { ...one, ...different } : one)))
  const add = () =>
    onChange([...locations, { id: crypto.randomUUID(), name: '', addresses: [{ range: '', name: '' }] }])
  return (
    <section>
      <SectionHead title="Locations" count={locations.length} />
      <div className="fields">
        {locations.length === 0 && (
          <p className="second">
            None. With several, a permission can be given or withdrawn at one of them, known by its network.
          </p>
        )}
        {locations.map(({ id, name, addresses }) => (
          <fieldset key={id} className="member-rules">
            <legend>{name.trim() === '' ? 'A new location' : name}</legend>
            <Field
              label="Name"
              name={`location-${id}`}
              value={name}
              onChange={(value) => change(id, { name: value })}
              maxLength={80}
              error={asked ? whyNot(name, locations) : undefined}
            />
            <RangesField
              ranges={addresses}
              asked={asked}
              empty="A location is known by its networks: name one at least."
              onChange={(ranges) => change(id, { addresses: ranges })}
            />
            <button type="button" className="link" onClick={() => onChange(locations.filter((one) => one.id !== id))}>
              Remove this location
            </button>
          </fieldset>
        ))}
        <div>
          <button type="button" className="button" onClick={add}>
            <Icon name="plus" />
            Add a location
          </button>
        </div>
      </div>
    </section>
  )
}

export function whyNot(name: string, locations: readonly Location[]): string | undefined {
  if (name.trim() === '') return 'Say what it is called.'
  const same = locations.filter((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase())
  return same.length > 1 ? 'Two locations have this name.' : undefined
}
