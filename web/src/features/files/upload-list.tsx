import { showSize } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { cancelUpload, sendAgain, useUploads, type Upload } from './uploads.ts'

function UploadRow({ upload }: { upload: Upload }) {
  const { id, name, size, sent, state, problem } = upload
  return (
    <li className="upload">
      <div className="upload-words">
        <span className="upload-name">{name}</span>
        {state === 'sending' && (
          <span className="second">{sent >= size ? 'Sealing' : `${showSize(sent)} of ${showSize(size)}`}</span>
        )}
        {state === 'kept' && (
          <span className="state green second">
            <Icon name="kept" size={16} />
            Kept, {showSize(size)}
          </span>
        )}
        {state === 'failed' && (
          <span className="state red second">
            <Icon name="octagon" size={16} />
            {problem}
          </span>
        )}
      </div>
      {state === 'sending' && (
        <>
          <progress max={size} value={sent} aria-label={`Sending ${name}`} />
          <button type="button" className="link" onClick={() => cancelUpload(id)}>
            Cancel
          </button>
        </>
      )}
      {state === 'failed' && (
        <>
          <button type="button" className="link" onClick={() => sendAgain(upload)}>
            Send again
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave out ${name}`}
            onClick={() => cancelUpload(id)}
          >
            <Icon name="close" size={16} />
          </button>
        </>
      )}
    </li>
  )
}

export function UploadList({ patient }: { patient: string }) {
  const uploads = useUploads(patient)
  return (
    <ul className="rows uploads" aria-live="polite">
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  )
}
