/** The sections of a note: headings and texts that grow with what is written. */
import { useEffect, useRef } from 'react'
import { Icon } from '../../ui/icon.tsx'

interface Section {
  heading: string
  text: string
}

interface DraftSectionsProps {
  sections: readonly Section[]
  /** It can be read, selected and copied, not typed into. */
  readOnly: boolean
  onChange: (sections: Section[]) => void
}

/** Grows by standing on an invisible copy of its text. */
function GrowingText({
  label,
  hint,
  value,
  readOnly,
  onChange,
}: {
  label: string
  hint: string
  value: string
  readOnly: boolean
  onChange: (value: string) => void
}) {
  return (
    <div className="growing" data-text={`${value}\n`}>
      <textarea
        aria-label={label}
        placeholder={hint}
        value={value}
        rows={1}
        readOnly={readOnly}
        maxLength={20_000}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

export function DraftSections({ sections, readOnly, onChange }: DraftSectionsProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const texts = [...(list.current?.querySelectorAll('textarea') ?? [])]
    const first = texts.find((text) => text.value === '') ?? texts.at(-1)
    if (!readOnly && matchMedia('(pointer: fine)').matches) first?.focus({ preventScroll: texts.indexOf(first) < 3 })
  }, [readOnly])
  const change = (at: number, part: Partial<Section>) =>
    onChange(sections.map((section, place) => (place === at ? { ...section, ...part } : section)))
  return (
    <div ref={list} className="draft-sections">
      {sections.map((section, place) => (
        <section key={place} className="draft-section">
          <div className="draft-heading">
            <input
              aria-label={`Heading ${place + 1}`}
              placeholder="Heading"
              value={section.heading}
              maxLength={80}
              readOnly={readOnly}
              onChange={(event) => change(place, { heading: event.target.value })}
            />
            {!readOnly && section.text === '' && sections.length > 1 && (
              <button
                type="button"
                className="draft-heading-remove"
                aria-label={`Remove ${section.heading === '' ? 'this section' : section.heading}`}
                onClick={() => onChange(sections.filter((_, other) => other !== place))}
              >
                <Icon name="close" size={16} />
              </button>
            )}
          </div>
          <GrowingText
            label={section.heading === '' ? `Text ${place + 1}` : section.heading}
            readOnly={readOnly}
            hint={place === 0 && !readOnly ? 'Type here. It saves itself.' : 'Nothing yet'}
            value={section.text}
            onChange={(text) => change(place, { text })}
          />
        </section>
      ))}
      {!readOnly && sections.length < 40 && (
        <button
          type="button"
          className="link"
          onClick={() => {
            onChange([...sections, { heading: '', text: '' }])
            requestAnimationFrame(() =>
              [...(list.current?.querySelectorAll<HTMLInputElement>('.draft-heading input') ?? [])].at(-1)?.focus(),
            )
          }}
        >
          Add a section
        </button>
      )}
    </div>
  )
}
