/** What each column holds: proposed, shown with samples, changed by a choice; at the side the first patients as they would be. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tableRoutes, type TableField, type TableView } from '@candour/contract/tables.ts'
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { ColumnRow } from './column-row.tsx'
import { PreviewRows } from './preview-rows.tsx'
import { keepColumns, keepTable, tableKey } from './tables.ts'
import { rowsIn } from './table-words.ts'

export function ColumnsStep({ transfer }: { transfer: Transfer }) {
  const { data, error, refetch } = useQuery({
    queryKey: [...tableKey(transfer.id), 'columns'],
    queryFn: () => call(tableRoutes.read, { id: transfer.id }),
  })
  if (error !== null) return <Failure error={error} heading="The columns can’t be shown" again={() => void refetch()} />
  if (data === undefined) return <Loading />
  return <Columns key={transfer.id} view={data} />
}

function Columns({ view }: { view: TableView }) {
  const { transfer, columns, preview, remarks, missing } = view
  const { id } = transfer
  const [source, setSource] = useState(view.source)
  const [fields, setFields] = useState(columns.map(({ field }) => field))
  const [order, setOrder] = useState(view.dateOrder)
  // Those that were left out at first stay together, so that nothing jumps while somebody chooses.
  const [taken] = useState(() => columns.map(({ field }) => field !== null))
  const save = useMutation({
    mutationFn: (said: { source: string; dateOrder: 'dmy' | 'mdy'; fields: (TableField | null)[] }) =>
      call(tableRoutes.map, { id, ...said }),
    onSuccess: keepColumns,
    scope: { id: `map ${id}` },
  })
  const check = useMutation({ mutationFn: () => call(transferRoutes.check, { id }), onSuccess: keepTable })
  const stop = useMutation({ mutationFn: () => call(transferRoutes.cancel, { id }), onSuccess: keepTable })
  const choose = (place: number, field: TableField | null) => {
    const next = fields.map((one, other) => (other === place ? field : one))
    setFields(next)
    save.mutate({ source, dateOrder: order, fields: next })
  }
  const hasDates = fields.some((field) => field === 'birthDate' || field === 'died')
  const rowsOf = (isTaken: boolean) =>
    columns.map((column, place) =>
      taken[place] === isTaken ? (
        <ColumnRow key={place} column={column} field={fields[place]!} onChoose={(field) => choose(place, field)} />
      ) : null,
    )
  const left = columns.filter((_, place) => taken[place] === false)
  const leftOut = columns.filter((_, place) => fields[place] === null)
  return (
    <>
      <PageHead eyebrow={transfer.files[0]?.name ?? ''} title="What do the columns hold?" lead={remarks.join(' ')}>
        <button type="button" className="button" onClick={() => stop.mutate()}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          aria-disabled={missing !== null || save.isPending || check.isPending}
          onClick={() => missing === null && !save.isPending && !check.isPending && check.mutate()}
        >
          Check {rowsIn(transfer.table!.rows)}
        </button>
      </PageHead>
      <FormError error={save.error ?? check.error ?? stop.error} />
      {missing !== null && (
        <p className="table-missing" role="status">
          {missing}
        </p>
      )}
      <div className="table-columns">
        <section>
          <SectionHead title="Taken" count={columns.length - leftOut.length} />
          <ul className="rows">{rowsOf(true)}</ul>
          {left.length > 0 && (
            <details className="table-left">
              <summary>
                {left.length === 1 ? 'One column is left out' : `${left.length} columns are left out`}
                <span className="second">{left.map(({ name }) => name).join(', ')}</span>
              </summary>
              <ul className="rows">{rowsOf(false)}</ul>
            </details>
          )}
          <div className="table-how">
            <Field
              label="Where the file comes from"
              name="source"
              value={source}
              maxLength={80}
              hint="The same name each time: with the number in the old system it tells who was imported before."
              onChange={setSource}
              onLeave={() => {
                if (source.trim() !== '' && source !== view.source) save.mutate({ source, dateOrder: order, fields })
              }}
            />
            {hasDates && (
              <Select
                label="How dates are written"
                value={order}
                choices={[
                  ['dmy', 'Day first: 31/12/1980'],
                  ['mdy', 'Month first: 12/31/1980'],
                ]}
                onChange={(dateOrder) => {
                  setOrder(dateOrder)
                  save.mutate({ source, dateOrder, fields })
                }}
              />
            )}
          </div>
        </section>
        <section className="table-preview" aria-busy={save.isPending}>
          <SectionHead title="The first rows as patients" count={preview.length} />
          <PreviewRows rows={preview} />
        </section>
      </div>
    </>
  )
}
