/** Undoing deletes people: it says what it does, and asks twice. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { tableRoutes } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { patientsIn } from './table-words.ts'
import { keepTable } from './tables.ts'

export function UndoDialog({ transfer, onClose }: { transfer: Transfer; onClose: () => void }) {
  const { id, table, files } = transfer
  const [sure, setSure] = useState(false)
  const undo = useMutation({
    mutationFn: () => call(tableRoutes.undo, { id }),
    onSuccess: (answer) => {
      keepTable(answer)
      onClose()
    },
  })
  const count = patientsIn((table!.kept?.created ?? 0) - (table!.undone?.removed ?? 0))
  return (
    <Dialog heading="Undo this import" onClose={onClose}>
      <div className="fields">
        <p>
          This deletes {count} whom the import of {files[0]?.name} registered. Whoever was changed since, or has a note
          or a file by now, stays and is listed.
        </p>
        <p>Nobody else is touched. The history stays readable, and the table can be imported again.</p>
        <FormError error={undo.error} />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Keep them
          </button>
          {sure ? (
            <button
              type="button"
              className="button danger"
              aria-disabled={undo.isPending}
              onClick={() => !undo.isPending && undo.mutate()}
            >
              Yes, delete {count}
            </button>
          ) : (
            <button type="button" className="button" onClick={() => setSure(true)}>
              Undo the import
            </button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
