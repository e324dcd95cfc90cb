import { showCount } from '@candour/contract/formatting.ts'
import type { RowCounts } from '@candour/contract/tables.ts'

/** What becomes of the rows, in a few lines; what is none is not told. */
export function RowCountsList({ counts, when }: { counts: RowCounts; when: 'would' | 'did' }) {
  const lines: [string, number, string][] = [
    [when === 'would' ? 'New' : 'Registered', counts.created, 'green'],
    ['of these, without some cells that can’t be read', counts.partly, 'part'],
    ['There already, skipped', counts.there, ''],
    ['May be there already', counts.possible, counts.possible > 0 ? 'amber' : ''],
    ['Refused', counts.refused, counts.refused > 0 ? 'red' : ''],
  ]
  return (
    <dl className="row-counts">
      {lines
        .filter(([, count], place) => place === 0 || count > 0)
        .map(([words, count, tone]) => (
          <div key={words} className={tone}>
            <dt>{words}</dt>
            <dd>{showCount(count)}</dd>
          </div>
        ))}
    </dl>
  )
}
