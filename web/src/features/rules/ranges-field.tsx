import { readRange } from '@candour/contract/address-range.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { Range } from './rules.ts'

interface RangesFieldProps {
  ranges: readonly Range[]
  /** The form was sent once: what is missing is said. */
  asked: boolean
  empty: string
  onChange: (ranges: Range[]) => void
}

/** Networks, one a line: what it is called, and its range. */
export function RangesField({ ranges, asked, empty, onChange }: RangesFieldProps) {
  const change = (at: number, different: Partial<Range>) =>
    onChange(ranges.map((range, place) => (place === at ? { ...range, ...different } : range)))
  return (
    <div className="fields">
      {ranges.length === 0 && <p className="second">{empty}</p>}
      {ranges.map(({ range, name }, at) => (
        // Lines have no names of their own, and are only added at the end
        // eslint-disable-next-line react/no-array-index-key
        <div key={at} className="range-line">
          <Field
            label="Network"
            name={`network-${at}`}
            value={name}
            onChange={(value) => change(at, { name: value })}
            maxLength={80}
            error={asked && name.trim() === '' ? 'Say what it is called.' : undefined}
          />
          <Field
            label="Range"
            name={`range-${at}`}
            value={range}
            onChange={(value) => change(at, { range: value })}
            maxLength={50}
            error={asked && readRange(range) === null ? 'Write it as 192.0.2.0/24.' : undefined}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove ${name === '' ? 'this network' : name}`}
            onClick={() => onChange(ranges.filter((_, place) => place !== at))}
          >
            <Icon name="close" size={20} />
          </button>
        </div>
      ))}
      <div>
        <button type="button" className="button" onClick={() => onChange([...ranges, { range: '', name: '' }])}>
          <Icon name="plus" />
          Add a network
        </button>
      </div>
    </div>
  )
}
