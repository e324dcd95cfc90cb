/** A file, shown as what it is: picture, PDF, text, sound or video; everything can be taken out as it came in. */
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { showSize } from '@candour/contract/formatting.ts'
import { fileRoutes, type File } from '@candour/contract/files.ts'
import { call } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { dayOf, timeOf } from '../patients/day-of.ts'
import { AsFhir } from '../resources/as-fhir.tsx'
import { SealPill } from '../seals/seal-pill.tsx'
import { useCan } from '../sessions/session.ts'
import './files.css'
import { ImageViewer } from './image-viewer.tsx'
import { PdfViewer } from './pdf-viewer.tsx'
import { TextDocument } from './text-document.tsx'
import { typeWords } from './type-words.ts'

const Attachments = lazy(async () => ({ default: (await import('../resources/attachments.tsx')).Attachments }))

export function FileReader({ id, patient, type }: { id: string; patient: string; type: string }) {
  const {
    data: file,
    error,
    refetch,
  } = useQuery({
    queryKey: ['file', id],
    queryFn: () => call(fileRoutes.read, { id }),
  })
  const maySeeSeal = useCan('seal.read')
  if (error !== null)
    return (
      <div className="reading">
        <Failure
          error={error}
          heading="This file can’t be shown"
          kept="The file, as it was sealed."
          again={() => void refetch()}
        />
      </div>
    )
  if (file === undefined)
    return (
      <div className="reading">
        <Loading lines={6} what="Opening the file" />
      </div>
    )
  return (
    <article className="reading file">
      <header className="note-head">
        <h2>{file.name === '' ? 'Untitled' : file.name}</h2>
        <div className="note-acts">
          {file.contentUrl !== null && (
            <a href={file.contentUrl} download={file.name}>
              Download
            </a>
          )}
          <button type="button" className="link" onClick={() => window.print()}>
            Print
          </button>
          {maySeeSeal && <SealPill type={type} id={id} />}
        </div>
        <p className="note-by">
          <span className="fixed">
            {file.addedAt === '' ? 'No date' : dayOf(file.addedAt)} {timeOf(file.addedAt)}
          </span>
          {file.author.name !== '' && (
            <span>
              <b>{file.author.name}</b>
              {file.author.role !== '' && `, ${roleInside(file.author.role)}`}
            </span>
          )}
          <span className="fixed">{typeWords(file.mediaType)}</span>
          {file.size > 0 && <span className="fixed">{showSize(file.size)}</span>}
        </p>
      </header>
      <FileContent file={file} />
      {file.contentUrl === null && <AsFhir type={type} id={id} patient={patient} />}
    </article>
  )
}

function FileContent({ file }: { file: File }) {
  const { mediaType, contentUrl, text, name } = file
  if (text !== null && /xml|json/.test(mediaType) && !mediaType.includes('xhtml'))
    return (
      <pre className="text-source" tabIndex={0} aria-label={name}>
        {text}
      </pre>
    )
  if (text !== null) return <TextDocument text={text} />
  if (contentUrl === null)
    return (
      <Suspense fallback={<Loading />}>
        <Attachments id={file.id} />
      </Suspense>
    )
  if (/^image\/(jpeg|png|webp|gif)$/.test(mediaType)) return <ImageViewer url={contentUrl} name={name} />
  if (mediaType === 'application/pdf') return <PdfViewer url={contentUrl} name={name} size={file.size} />
  if (mediaType === 'text/plain') return <KeptText url={contentUrl} />
  if (mediaType.startsWith('audio/'))
    return <audio controls preload="metadata" src={contentUrl} aria-label={name} className="player" />
  if (mediaType.startsWith('video/'))
    return <video controls preload="metadata" src={contentUrl} aria-label={name} className="player" />
  return (
    <p className="not-shown">
      <Icon name="document" size={20} />
      <span>
        Browsers don’t show this kind of file. It is kept whole:{' '}
        <a href={contentUrl} download={name}>
          download it
        </a>
        .
      </span>
    </p>
  )
}

function KeptText({ url }: { url: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['file-text', url],
    queryFn: async () => {
      const response = await fetch(url)
      if (!response.ok) throw new Error('not shown')
      return response.text()
    },
  })
  if (error !== null) return <Failure error={error} heading="The text can’t be shown" again={() => void refetch()} />
  return data === undefined ? <Loading /> : <TextDocument text={data} />
}
