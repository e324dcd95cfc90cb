import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import { rowsPath, tableRoutes, type RowFinding } from '@candour/contract/tables.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { tableKey } from './tables.ts'

const words: Record<RowFinding['what'], string> = {
  refused: 'Refused',
  stayed: 'Stayed',
  possible: 'May be there already',
  there: 'There already',
  partly: 'Without this cell',
}

/** The rows of which something is to be told: the line, who, and why. */
export function RowsFound({ transfer, step }: { transfer: string; step: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...tableKey(transfer), 'rows', step],
    queryFn: () => call(tableRoutes.listRows, { id: transfer }),
  })
  if (error !== null) return <Failure error={error} heading="The rows can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data.total === 0) return null
  return (
    <section>
      <SectionHead title="Rows to look at" count={showCount(data.total)}>
        <a className="link table-csv" href={rowsPath.replace(':id', transfer)} download>
          <Icon name="download" size={16} />
          All as CSV
        </a>
      </SectionHead>
      <ul className="rows">
        {data.rows.map((row, place) => (
          <li key={place} className="row-found">
            <span className={`row-what ${row.what}`}>{words[row.what]}</span>
            <span className="row-who">
              {row.person === '' ? (
                <>Line {showCount(row.line)}</>
              ) : (
                <>
                  <Person text={row.person} />
                  <span className="second">Line {showCount(row.line)}</span>
                </>
              )}
            </span>
            <span>
              {row.column !== '' && <strong>{row.column}: </strong>}
              {row.reason}{' '}
              {row.patient !== null && (
                <Link to="/patients/$patient" params={{ patient: row.patient }}>
                  Open the record
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
      {data.total > data.rows.length && (
        <p className="second">And {showCount(data.total - data.rows.length)} more, in the CSV.</p>
      )}
    </section>
  )
}

/** A date is not cut at the end of a line. */
function Person({ text }: { text: string }) {
  const born = /\d{2}-[A-Z][a-z]{2}-\d{4}$/.exec(text)?.[0] ?? ''
  return (
    <>
      {text.slice(0, text.length - born.length)}
      <span className="fixed">{born}</span>
    </>
  )
}
