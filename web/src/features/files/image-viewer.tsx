/** A picture, fitted to the pane or at its own size. */
import { useState } from 'react'
import { Trouble } from '../../ui/trouble.tsx'

export function ImageViewer({ url, name }: { url: string; name: string }) {
  const [whole, setWhole] = useState(true)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [failed, setFailed] = useState(false)
  if (failed)
    return (
      <Trouble
        heading="The picture can’t be shown"
        happened="Its bytes did not arrive whole, or this browser does not know them."
        kept="The file, as it was sealed. It can be downloaded."
      />
    )
  return (
    <figure className="image-viewer">
      <figcaption className="no-print">
        <div className="chips" role="group" aria-label="Size">
          <button type="button" className="chip" aria-pressed={whole} onClick={() => setWhole(true)}>
            Fit
          </button>
          <button type="button" className="chip" aria-pressed={!whole} onClick={() => setWhole(false)}>
            100%
          </button>
        </div>
        {size !== null && (
          <span className="second">
            {size.width} × {size.height}
          </span>
        )}
      </figcaption>
      <div className={whole ? 'image-frame fit' : 'image-frame'} tabIndex={whole ? undefined : 0}>
        <img
          src={url}
          alt={name}
          onLoad={({ currentTarget }) =>
            setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
          }
          onError={() => setFailed(true)}
        />
      </div>
    </figure>
  )
}
