/** Whole records in and out: imports with a look at what would happen first, exports that anybody can read. */
import { useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { TableTransfer } from '../tables/table-transfer.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { ImportStart } from './import-start.tsx'
import { TransferRow } from './transfer-row.tsx'
import './transfers.css'
import { useTransfers } from './transfers.ts'

export function TransfersPage() {
  usePageTitle('Import and export')
  const { can, practice } = useSession()
  const { data, error, refetch } = useTransfers()
  const [exporting, setExporting] = useState(false)
  const manages = can.includes('transfer.manage')
  if (!can.includes('record.export'))
    return (
      <div className="page">
        <Empty
          wholePage
          heading="Imports and exports are for practice managers"
          text="Your level in this practice does not include them."
        />
      </div>
    )
  return (
    <div className="page transfers">
      <PageHead
        title="Import and export"
        lead="Bring patients in as a table, or whole records as FHIR files; take records out again, the same to the byte. Every patient whose record is touched has it in their access log."
      >
        {manages && (
          <button type="button" className="button" onClick={() => setExporting(true)}>
            <Icon name="download" />
            Export the practice
          </button>
        )}
      </PageHead>
      {manages && !practice.readOnly && <ImportStart quiet={data?.some((one) => one.can.includes('keep')) === true} />}
      <section>
        <SectionHead title="Lately" count={data?.length || undefined} />
        {error !== null && (
          <Failure error={error} heading="Imports and exports can’t be shown" again={() => void refetch()} />
        )}
        {data === undefined && error === null && <Loading />}
        {data?.length === 0 && <p className="transfers-none">Nothing was brought in or taken out so far.</p>}
        <ul className="rows">
          {data?.map((transfer) =>
            transfer.table === null ? (
              <TransferRow key={transfer.id} transfer={transfer} />
            ) : (
              <TableTransfer key={transfer.id} transfer={transfer} />
            ),
          )}
        </ul>
      </section>
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
    </div>
  )
}
