/** What was imported, or undone, and the way back as long as there is one. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { PageHead } from '../../ui/page.tsx'
import { keepTransfer } from '../transfers/transfers.ts'
import { RowCountsList } from './row-counts.tsx'
import { RowsFound } from './rows-found.tsx'
import { answerOf, patientsIn } from './table-words.ts'
import { keepTable } from './tables.ts'
import { UndoDialog } from './undo-dialog.tsx'

export function DoneStep({ transfer }: { transfer: Transfer }) {
  const { id, step, state, can, files, problem, table } = transfer
  const [undoing, setUndoing] = useState(false)
  const { kept, undone, undoUntil } = table!
  // Null where it was stopped before the first rows.
  const counts = kept ?? { created: 0, partly: 0, there: 0, possible: 0, refused: 0 }
  const isUndo = step === 'undo'
  const goOn = useMutation({
    mutationFn: () => call(transferRoutes.keep, { id }),
    onSuccess: (answer) => {
      keepTransfer(answer)
      keepTable(answer)
    },
  })
  return (
    <>
      <PageHead
        eyebrow={files[0]?.name ?? ''}
        title={isUndo ? undoneWords(transfer) : answerOf(counts, 'did')}
        lead={problem ?? leadOf(transfer)}
      >
        {can.includes('keep') && (
          <button type="button" className="button" onClick={() => goOn.mutate()}>
            Go on importing
          </button>
        )}
        {can.includes('undo') && (
          <button type="button" className="button" onClick={() => setUndoing(true)}>
            {isUndo ? 'Go on undoing' : 'Undo the import'}
          </button>
        )}
        <Link to="/patients" className={isUndo ? 'button' : 'button primary'}>
          Find a patient
        </Link>
      </PageHead>
      <FormError error={goOn.error} />
      {!isUndo && <RowCountsList counts={counts} when="did" />}
      {can.includes('undo') && undoUntil !== null && (
        <p className="second table-until">It can be undone until {showDayAndTime(undoUntil)}.</p>
      )}
      {isUndo && undone !== null && undone.stayed > 0 && (
        <p>
          {undone.stayed === 1 ? 'One patient stays' : `${showCount(undone.stayed)} patients stay`}: somebody has
          changed them or added to them since.
        </p>
      )}
      {(state === 'done' || kept !== null) && <RowsFound transfer={id} step={step} />}
      {undoing && <UndoDialog transfer={transfer} onClose={() => setUndoing(false)} />}
    </>
  )
}

function undoneWords({ state, table }: Transfer): string {
  const { removed } = table!.undone!
  if (state !== 'done') return `The undo was stopped after ${patientsIn(removed)}`
  return removed === 0 ? 'The import is undone' : `The import is undone: ${patientsIn(removed)} deleted`
}

function leadOf({ step, state }: Transfer): string {
  if (step === 'undo') return 'Their history stays: the ledger says who imported them, and who undid it.'
  if (state === 'cancelled') return 'The import was stopped. Who was registered by then is in the practice.'
  return 'They are found like all others. Each has the import in their access log.'
}
