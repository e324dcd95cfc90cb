import { useQuery } from '@tanstack/react-query'
import { showCount } from '@candour/contract/formatting.ts'
import { refusedPath, transferRoutes } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'

const shown = 20

/** The lines that were (or would be) refused, with file, line and reason; the rest goes in. */
export function RefusedLines({ transfer, step }: { transfer: string; step: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['refused', transfer, step],
    queryFn: () => call(transferRoutes.listRefused, { id: transfer }),
  })
  if (error !== null)
    return <Failure error={error} heading="The refused lines can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading />
  const lines = data.lines.slice(0, shown)
  return (
    <div className="refused-lines">
      <div className="refused-head">
        <h3>{data.total === 1 ? 'One line refused' : `${showCount(data.total)} lines refused`}</h3>
        <a className="link" href={refusedPath.replace(':id', transfer)} download>
          <Icon name="download" size={16} />
          All of them as CSV
        </a>
      </div>
      <ul className="rows">
        {lines.map(({ file, line, location, reason }) => (
          <li key={`${file} ${line} ${location}`}>
            <span className="refused-where">
              {file}, line {showCount(line)}
            </span>
            <span>
              {location !== '' && <code>{location}</code>} {reason}
            </span>
          </li>
        ))}
      </ul>
      {data.total > lines.length && <p className="second">And {showCount(data.total - lines.length)} more.</p>}
    </div>
  )
}
