import { Choices } from '../../ui/choices.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { TypedPatient } from './patient-fields.ts'

interface AllergyFieldsProps {
  state: TypedPatient['allergies']
  items: TypedPatient['allergyItems']
  error: string | undefined
  onState: (state: TypedPatient['allergies']) => void
  onItems: (items: TypedPatient['allergyItems']) => void
}

export function AllergyFields({ state, items, error, onState, onItems }: AllergyFieldsProps) {
  const change = (at: number, part: Partial<TypedPatient['allergyItems'][number]>) =>
    onItems(items.map((item, place) => (place === at ? { ...item, ...part } : item)))
  return (
    <>
      <Choices
        legend="Has the patient been asked?"
        hint="“None known” says that somebody asked. “Not recorded” says that nobody has yet."
        value={state}
        onChange={onState}
        choices={[
          ['not_recorded', 'Not recorded'],
          ['none_known', 'None known'],
          ['listed', 'Has allergies'],
        ]}
      />
      {state === 'listed' && (
        <div className="allergy-rows">
          {items.map((item, place) => (
            <div key={place} className="allergy-row">
              <Field
                label="Substance"
                name={`substance-${place}`}
                value={item.substance}
                onChange={(substance) => change(place, { substance })}
              />
              <Field
                label="Reaction"
                optional
                name={`reaction-${place}`}
                value={item.reaction}
                onChange={(reaction) => change(place, { reaction })}
              />
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove ${item.substance === '' ? 'this line' : item.substance}`}
                disabled={items.length === 1}
                onClick={() => onItems(items.filter((_, other) => other !== place))}
              >
                <Icon name="close" />
              </button>
            </div>
          ))}
          <div>
            <button type="button" className="link" onClick={() => onItems([...items, { substance: '', reaction: '' }])}>
              Add another
            </button>
          </div>
        </div>
      )}
      {error !== undefined && <FieldError>{error}</FieldError>}
    </>
  )
}
