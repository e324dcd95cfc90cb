/** A PDF in the browser's own viewer. Its bytes come through a blob: address, which only this page can read. */
import { useEffect, useState } from 'react'
import { showSize } from '@candour/contract/formatting.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { LostNetwork, readError } from '../../api/client.ts'

export function PdfViewer({ url, name, size }: { url: string; name: string; size: number }) {
  const [address, setAddress] = useState<string | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  const shows = navigator.pdfViewerEnabled
  useEffect(() => {
    if (!shows) return
    const abort = new AbortController()
    let made: string | null = null
    fetch(url, { signal: abort.signal })
      .then(async (response) => {
        if (!response.ok) throw await readError(response)
        made = URL.createObjectURL(new Blob([await response.blob()], { type: 'application/pdf' }))
        setAddress(made)
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFailed(error instanceof TypeError ? new LostNetwork() : error)
      })
    return () => {
      abort.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [url, shows, tries])
  const download = (
    <a href={url} download={name} className="button">
      Download it, {showSize(size)}
    </a>
  )
  if (!shows)
    return (
      <div className="empty">
        <h2>This browser shows no PDF</h2>
        <p>The document is kept whole.</p>
        <div className="acts">{download}</div>
      </div>
    )
  if (failed !== null)
    return (
      <Failure
        error={failed}
        heading="The document can’t be shown"
        kept="The file, as it was sealed."
        again={() => {
          setFailed(null)
          setTries(tries + 1)
        }}
      >
        {download}
      </Failure>
    )
  if (address === null) return <Loading lines={8} what="Opening the document" />
  return <iframe src={`${address}#navpanes=0`} title={name} className="pdf" />
}
