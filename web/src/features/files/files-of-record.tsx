/** Photos and documents of a record, newest first, with those on their way in. */
import { Link } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { dayOf, timeOf } from '../patients/day-of.ts'
import { everything, useTimeline } from '../patients/timeline.ts'
import { useSession } from '../sessions/session.ts'
import { AddFilesButton } from './add-files.tsx'
import { UploadList } from './upload-list.tsx'

const newestFirst = (one: TimelineItem, other: TimelineItem) => (one.at < other.at ? 1 : -1)

export function FilesOfRecord({ patient, few = false }: { patient: string; few?: boolean }) {
  const { can, practice } = useSession()
  const mayRead = can.includes('file.read')
  const all = useTimeline(patient, everything, mayRead)
  const first = all.data?.pages[0]
  // Most records fit one page, and each page read is an entry: the kinds are asked for only when it holds not all
  const apart = mayRead && first !== undefined && first.cursor !== null
  const images = useTimeline(patient, { kind: 'image' }, apart)
  const files = useTimeline(patient, { kind: 'file' }, apart)
  const pages = apart ? [...(images.data?.pages ?? []), ...(files.data?.pages ?? [])] : [first]
  const items = pages
    .flatMap((page) => page?.items ?? [])
    .filter((item) => item.kind === 'image' || item.kind === 'file')
    .sort(newestFirst)
  const shown = few ? items.slice(0, 4) : items
  const total = (first?.counts.image ?? 0) + (first?.counts.file ?? 0)
  const loaded = apart ? images.data !== undefined && files.data !== undefined : first !== undefined
  const mayAdd = can.includes('file.add') && !practice.readOnly
  const error = all.error ?? images.error ?? files.error
  return (
    <>
      <div className="files-head">
        <h2>Photos and documents {total > 0 && <span className="quiet">{showCount(total)}</span>}</h2>
        {mayAdd && <AddFilesButton patient={patient} />}
      </div>
      <UploadList patient={patient} />
      {error !== null && <Failure error={error} heading="The files can’t be shown" again={() => void all.refetch()} />}
      {mayRead && error === null && !loaded && <Loading lines={3} />}
      {!mayRead && <p className="second">You can add files. Opening them is for clinicians.</p>}
      {mayRead && loaded && total === 0 && (
        <p className="second">
          None yet.{' '}
          {mayAdd && 'Add one, drop it here, or paste a picture. Photos, PDF, sound, video and plain text are kept.'}
        </p>
      )}
      <ul className="rows">
        {shown.map((item) => (
          <li key={item.id}>
            <Link
              to="/patients/$patient/timeline/$type/$item"
              params={{ patient, type: item.type, item: item.id }}
              className="file-row"
            >
              <Icon name={item.kind === 'image' ? 'camera' : 'document'} size={20} />
              <span className="file-name">{item.title}</span>
              <span className="file-when">
                <span className="fixed">
                  {dayOf(item.at)} {timeOf(item.at)}
                </span>
                {!few && <span>{item.author}</span>}
              </span>
              <Lock state="sealed" />
            </Link>
          </li>
        ))}
      </ul>
      {few && total > shown.length && (
        <p className="files-more">
          <Link to="/patients/$patient/files" params={{ patient }}>
            All {showCount(total)}
          </Link>
        </p>
      )}
      {!few && (images.hasNextPage || files.hasNextPage) && (
        <p className="files-more">
          <button
            type="button"
            className="button"
            onClick={() => {
              if (images.hasNextPage) void images.fetchNextPage()
              if (files.hasNextPage) void files.fetchNextPage()
            }}
          >
            Show older ones
          </button>
        </p>
      )}
    </>
  )
}
