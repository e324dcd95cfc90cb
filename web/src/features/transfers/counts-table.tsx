import { showCount } from '@candour/contract/formatting.ts'
import type { TypeCount } from '@candour/contract/transfers.ts'

const columns = [
  ['created', 'New'],
  ['updated', 'Changed'],
  ['unchanged', 'There already'],
  ['refused', 'Refused'],
] as const

/** What would happen, or has happened, to each type. */
export function CountsTable({ counts }: { counts: readonly TypeCount[] }) {
  return (
    <table className="counts">
      <thead>
        <tr>
          <th scope="col">Type</th>
          {columns.map(([name, word]) => (
            <th scope="col" key={name}>
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((one) => (
          <tr key={one.type}>
            <th scope="row">{one.type}</th>
            {columns.map(([name]) => (
              <td key={name} className={name === 'refused' && one.refused > 0 ? 'refused' : ''}>
                {one[name] === 0 ? '–' : showCount(one[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
