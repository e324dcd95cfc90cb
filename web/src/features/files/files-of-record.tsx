/** Photos and documents of a record, newest first, with those on their way in. */
import { Link } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/patients.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { dayOf, timeOf } from '../patients/day-of.ts'
import { useTimeline } from '../patients/timeline.ts'
import { useSession } from '../sessions/session.ts'
import { AddFilesButton } from './add-files.tsx'
import { UploadList } from './upload-list.tsx'

const newestFirst = (one: TimelineItem, other: TimelineItem) => (one.at < other.at ? 1 : -1)

export function FilesOfRecord({ patient, few = false }: { patient: string; few?: boolean }) {
  const { can, practice } = useSession()
  const mayRead = can.includes('file.read')
  const images = useTimeline(patient, 'image', mayRead)
  const files = useTimeline(patient, 'file', mayRead)
  const pages = [...(images.data?.pages ?? []), ...(files.data?.pages ?? [])]
  const items = pages.flatMap((page) => page.items).sort(newestFirst)
  const shown = few ? items.slice(0, 4) : items
  const total = (images.data?.pages[0]?.counts.image ?? 0) + (files.data?.pages[0]?.counts.file ?? 0)
  const mayAdd = can.includes('file.add') && !practice.readOnly
  const error = images.error ?? files.error
  return (
    <>
      <div className="files-head">
        <h2>Photos and documents {total > 0 && <span className="quiet">{showCount(total)}</span>}</h2>
        {mayAdd && <AddFilesButton patient={patient} />}
      </div>
      <UploadList patient={patient} />
      {error !== null && (
        <Failure error={error} heading="The files can’t be shown" again={() => void images.refetch()} />
      )}
      {mayRead && error === null && images.data === undefined && <Loading lines={3} />}
      {!mayRead && <p className="second">You can add files. Opening them is for clinicians.</p>}
      {mayRead && images.data !== undefined && files.data !== undefined && items.length === 0 && (
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
      {few && items.length > shown.length && (
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
