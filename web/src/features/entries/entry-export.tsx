/** Takes out what the filter shows, with a reason, and says how far it is. */
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { entryExportPath, type ExportFormat } from '@candour/contract/entries.ts'
import { showCount } from '@candour/contract/formatting.ts'
import { fieldError, proveFirst } from '../../api/client.ts'
import { takeOut } from '../../api/take-out.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { asked, type ActivitySearch } from './entry-search.ts'

const formats: readonly (readonly [ExportFormat, string, string])[] = [
  ['csv', 'CSV, for a spreadsheet', 'activity.csv'],
  ['ndjson', 'NDJSON, for a program', 'activity.ndjson'],
  ['fhir', 'FHIR AuditEvents, as NDJSON', 'activity.fhir.ndjson'],
]

export function EntryExport({ search }: { search: ActivitySearch }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="download" />
        Take out
      </button>
      {open && <ExportDialog search={search} onClose={() => setOpen(false)} />}
    </>
  )
}

function ExportDialog({ search, onClose }: { search: ActivitySearch; onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [reason, setReason] = useState('')
  const [lines, setLines] = useState(0)
  const stop = useRef<AbortController | null>(null)
  const take = useMutation({
    mutationFn: async () => {
      if (!(await proveFirst())) return false
      stop.current = new AbortController()
      setLines(0)
      const body = { ...asked(search), format, reason }
      const file = await takeOut(entryExportPath, body, { signal: stop.current.signal, onLines: setLines })
      save(file, formats.find(([one]) => one === format)![2])
      return true
    },
    onSuccess: (isDone) => isDone && onClose(),
  })
  const close = () => {
    stop.current?.abort()
    onClose()
  }
  const stopped = stop.current?.signal.aborted === true
  return (
    <Dialog heading="Take the activity out as a file" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          take.mutate()
        }}
      >
        <p>
          All that the filter shows, older entries too. It leaves Candour unsealed, with the names that you may see;
          that you took it out, and why, stands in the ledger.
        </p>
        <fieldset className="export-formats" disabled={take.isPending}>
          <legend className="label">As</legend>
          {formats.map(([one, words]) => (
            <label key={one} className="activity-beats">
              <input type="radio" name="format" checked={format === one} onChange={() => setFormat(one)} />
              {words}
            </label>
          ))}
        </fieldset>
        <Field
          label="Why"
          name="reason"
          value={reason}
          onChange={setReason}
          hint="For example who asked for it. At least 5 letters."
          error={fieldError(take.error, 'reason')}
          maxLength={300}
        />
        {take.isPending && (
          <p role="status" className="second">
            {showCount(lines)} {lines === 1 ? 'entry' : 'entries'} so far
          </p>
        )}
        {take.error !== null &&
          (stopped ? <p className="second">Stopped. No file was kept.</p> : <FormError error={take.error} />)}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={take.isPending ? () => stop.current?.abort() : close}>
            {take.isPending ? 'Stop' : 'Cancel'}
          </button>
          <button type="submit" className="button primary" aria-disabled={take.isPending || reason.trim().length < 5}>
            {take.isPending ? 'Taking it out' : 'Take it out'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function save(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
