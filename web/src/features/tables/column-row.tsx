import { useId } from 'react'
import { tableFields, type TableColumn, type TableField } from '@candour/contract/tables.ts'
import { Icon } from '../../ui/icon.tsx'

interface ColumnRowProps {
  column: TableColumn
  field: TableField | null
  onChoose: (field: TableField | null) => void
}

/** A column with samples, and the choice of what it holds. */
export function ColumnRow({ column, field, onChoose }: ColumnRowProps) {
  const id = useId()
  const { name, samples, note } = column
  return (
    <li className={field === null ? 'column-row left' : 'column-row'}>
      <div>
        <label htmlFor={id} className="column-name">
          {name}
        </label>
        <span className="column-samples" id={`${id}-samples`}>
          {samples.length === 0 ? 'Empty' : samples.join(' · ')}
        </span>
      </div>
      <div className="column-choice">
        <span className="select">
          <select
            id={id}
            className="input"
            value={field ?? ''}
            aria-describedby={`${id}-samples ${id}-note`}
            onChange={(event) => onChoose(event.target.value === '' ? null : (event.target.value as TableField))}
          >
            <option value="">Left out</option>
            {Object.entries(tableFields).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
          <Icon name="down" size={18} />
        </span>
        {note !== '' && field === column.field && (
          <span className="second" id={`${id}-note`}>
            {note}
          </span>
        )}
      </div>
    </li>
  )
}
