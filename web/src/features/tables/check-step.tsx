/** What the import would do, row by row where something is to be told; then it is one button. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { tableRoutes } from '@candour/contract/tables.ts'
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import '../../ui/field.css'
import { PageHead } from '../../ui/page.tsx'
import { RowCountsList } from './row-counts.tsx'
import { RowsFound } from './rows-found.tsx'
import { answerOf, patientsIn } from './table-words.ts'
import { keepTable } from './tables.ts'

export function CheckStep({ transfer }: { transfer: Transfer }) {
  const { id, table, files } = transfer
  const checked = table!.checked!
  const [possible, setPossible] = useState(false)
  const [mapping, setMapping] = useState(false)
  const keep = useMutation({ mutationFn: () => call(tableRoutes.keep, { id, possible }), onSuccess: keepTable })
  const back = useMutation({
    mutationFn: async () => {
      const { source, dateOrder, columns } = await call(tableRoutes.read, { id })
      return call(tableRoutes.map, { id, source, dateOrder, fields: columns.map(({ field }) => field) })
    },
    onSuccess: (view) => keepTable(view.transfer),
    onMutate: () => setMapping(true),
    onSettled: () => setMapping(false),
  })
  const stop = useMutation({ mutationFn: () => call(transferRoutes.cancel, { id }), onSuccess: keepTable })
  const count = checked.created + (possible ? checked.possible : 0)
  const goes = count > 0 && !keep.isPending
  return (
    <>
      <PageHead
        eyebrow={files[0]?.name ?? ''}
        title={answerOf(checked, 'would')}
        lead="Nothing was changed so far. The import can be undone for 24 hours."
      >
        <button type="button" className="button" onClick={() => stop.mutate()}>
          Cancel
        </button>
        <button type="button" className="button" aria-disabled={mapping} onClick={() => !mapping && back.mutate()}>
          Back to the columns
        </button>
        <button type="button" className="button primary" aria-disabled={!goes} onClick={() => goes && keep.mutate()}>
          Import {count === 0 ? 'nobody' : patientsIn(count)}
        </button>
      </PageHead>
      <FormError error={keep.error ?? back.error ?? stop.error} />
      <div className="table-check">
        <RowCountsList counts={checked} when="would" />
        {checked.possible > 0 && (
          <label className="check">
            <input type="checkbox" checked={possible} onChange={(event) => setPossible(event.target.checked)} />
            <span>
              Register the {patientsIn(checked.possible)} who may be there already, too
              <span className="second">
                The same surname and date of birth: twins, or one person twice. Look at them below first.
              </span>
            </span>
          </label>
        )}
      </div>
      <RowsFound transfer={id} step="check" />
    </>
  )
}
