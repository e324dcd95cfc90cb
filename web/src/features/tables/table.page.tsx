/** One table of patients on its way in: its columns, what would happen, the import, and the way back for 24 hours. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { isUnderWay, keepTransfer } from '../transfers/transfers.ts'
import { CheckStep } from './check-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { DoneStep } from './done-step.tsx'
import { keepTable, tableKey } from './tables.ts'
import './tables.css'

export function TablePage() {
  usePageTitle('Import patients')
  const { table: id } = useParams({ from: '/signed-in/transfers/$table' })
  const { data, error, refetch } = useQuery({
    queryKey: [...tableKey(id), 'transfer'],
    queryFn: () => call(transferRoutes.read, { id }),
  })
  return (
    <div className="page table-page">
      <nav className="table-way" aria-label="Where this is">
        <Link to="/transfers">Import and export</Link>
      </nav>
      {error !== null && <Failure error={error} heading="This import can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Step transfer={data} />}
    </div>
  )
}

function Step({ transfer }: { transfer: Transfer }) {
  const { step, state, files, problem } = transfer
  const name = files[0]?.name ?? 'the file'
  if (isUnderWay(transfer)) return <UnderWay transfer={transfer} name={name} />
  if (step === 'columns' && state === 'paused') return <ColumnsStep transfer={transfer} />
  if (step === 'check' && state === 'paused') return <CheckStep transfer={transfer} />
  if (step === 'keep' || step === 'undo') return <DoneStep transfer={transfer} />
  const title = state === 'failed' ? `${name} can’t be imported` : `The import of ${name} was cancelled`
  return (
    <PageHead
      title={state === 'done' ? `${name} was checked on the command line` : title}
      lead={problem ?? 'Nothing was changed.'}
    >
      <Link to="/transfers" className="button">
        Choose another file
      </Link>
    </PageHead>
  )
}

const doing = { columns: 'Reading', check: 'Checking', keep: 'Importing', undo: 'Undoing the import of' } as const

function UnderWay({ transfer, name }: { transfer: Transfer; name: string }) {
  const { id, step, done, total, can } = transfer
  const stop = useMutation({
    mutationFn: () => call(transferRoutes.cancel, { id }),
    onSuccess: (answer) => {
      keepTransfer(answer)
      keepTable(answer)
    },
  })
  const unit = step === 'undo' ? 'patients' : 'rows'
  return (
    <>
      <PageHead
        title={`${doing[step as keyof typeof doing] ?? 'Working on'} ${name}`}
        lead={
          step === 'check' || step === 'columns'
            ? 'Nothing is changed by this. You can leave this page; it goes on.'
            : 'You can leave this page; it goes on, and can be stopped at any time.'
        }
      >
        {can.includes('cancel') && (
          <button type="button" className="button" onClick={() => stop.mutate()}>
            {step === 'keep' || step === 'undo' ? 'Stop' : 'Cancel'}
          </button>
        )}
      </PageHead>
      <div className="table-progress" role="status">
        {total > 0 ? (
          <progress max={total} value={Math.min(done, total)} aria-label="How far it is" />
        ) : (
          <progress aria-label="How far it is" />
        )}
        {total > 0 && (
          <p className="second">
            {showCount(Math.min(done, total))} of {showCount(total)} {unit}
          </p>
        )}
      </div>
      <FormError error={stop.error} />
    </>
  )
}
