/** Choosing the files of an import, by a button or by dropping them here, and how far they are on their way. */
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type DragEvent } from 'react'
import { showSize } from '@candour/contract/formatting.ts'
import { transferRoutes } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { sendImport, stopSending, useImportUpload } from './import-upload.ts'
import { keepTransfer } from './transfers.ts'

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** @param quiet something else on the page is the next thing to do */
export function ImportStart({ quiet }: { quiet: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const upload = useImportUpload()
  const navigate = useNavigate()
  const send = async (files: readonly File[]) => {
    const begun = await sendImport(files)
    // What its columns hold is asked next.
    if (begun !== null && begun.table !== null) await navigate({ to: '/transfers/$table', params: { table: begun.id } })
  }
  const stop = () => {
    const id = upload?.transfer ?? null
    stopSending()
    if (id !== null) void call(transferRoutes.cancel, { id }).then(keepTransfer, () => undefined)
  }
  return (
    <section
      className={over ? 'import-start over' : 'import-start'}
      aria-label="Import"
      onDragOver={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(upload === null)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setOver(false)
        if (upload === null) void send([...event.dataTransfer.files])
      }}
    >
      {upload === null ? (
        <>
          <div>
            <h2>Import</h2>
            <p>
              Patients from another system as a table (.csv), or whole records as FHIR R4 (.ndjson, .json, or the ZIP of
              a Candour export with its documents). First you see what would happen; nothing is changed until you say
              so.
            </p>
          </div>
          <button type="button" className={quiet ? 'button' : 'button primary'} onClick={() => input.current?.click()}>
            <Icon name="upload" />
            Choose files to import
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json,.zip,text/csv,application/fhir+json,application/fhir+ndjson"
            onChange={(event) => {
              void send([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </>
      ) : (
        <>
          <div className="import-sending">
            <h2>
              Sending {upload.count === 1 ? 'one file' : `${upload.count} files`}, {showSize(upload.size)}
            </h2>
            {upload.error === null ? (
              <progress max={upload.size} value={upload.sent} aria-label="Sending the files" />
            ) : (
              <FormError error={upload.error} />
            )}
          </div>
          <button type="button" className="button" onClick={stop}>
            {upload.error === null ? 'Cancel' : 'Close'}
          </button>
        </>
      )}
    </section>
  )
}
