/** An import whose files stopped on their way: its window was closed or reloaded. What is here stays; the rest is asked for. */
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { goOnSending, stillMissing, useImportUpload } from './import-upload.ts'

export function ImportUnsent({ transfer }: { transfer: Transfer }) {
  const input = useRef<HTMLInputElement>(null)
  const upload = useImportUpload()
  const navigate = useNavigate()
  const [wrong, setWrong] = useState(false)
  const missing = transfer.files.filter(({ arrived }) => !arrived)
  if (upload?.transfer === transfer.id || missing.length === 0 || !transfer.can.includes('cancel')) return null
  const arrived = transfer.files.length - missing.length
  const choose = async (files: readonly File[]) => {
    const found = stillMissing(transfer, files)
    setWrong(found.length === 0)
    if (found.length === 0) return
    const begun = await goOnSending(transfer, found)
    if (begun !== null && begun.table !== null) await navigate({ to: '/transfers/$table', params: { table: begun.id } })
  }
  return (
    <div className="import-unsent">
      <p>
        Sending stopped, because its window was closed or reloaded.{' '}
        {arrived > 0 && `${showCount(arrived)} of ${showCount(transfer.files.length)} files are here and kept. `}
        Choose {missing.length === 1 ? <b>{missing[0]!.name}</b> : `the other ${showCount(missing.length)}`} once more
        to go on, or cancel. Nothing was changed.
      </p>
      {wrong && (
        <p className="state red" role="alert">
          None of these is a file that is still missing: name and size must be the same.
        </p>
      )}
      <button type="button" className="button" disabled={upload !== null} onClick={() => input.current?.click()}>
        Choose {missing.length === 1 ? 'the file' : 'the files'} again
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void choose([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
