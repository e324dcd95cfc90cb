/** Who looked at this record: every opening, change, export and refusal, and the links by which the patient sees the same. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import { HoldDialog } from '../holds/hold-dialog.tsx'
import { useSession } from '../sessions/session.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useLooks } from './access-links.ts'
import { LinksOfRecord } from './links-of-record.tsx'
import { LookDays } from './look-days.tsx'
import './looks.css'

export function LooksPage() {
  usePageTitle('Who looked at this record')
  const { patient } = useParams({ strict: false }) as { patient: string }
  const { can } = useSession()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useLooks(patient)
  const [holding, setHolding] = useState(false)
  const looks = data?.pages.flatMap((page) => page.looks) ?? []
  const first = data?.pages[0]
  return (
    <div className="page" data-printed-note={first === undefined ? '' : `Ledger number ${showCount(first.size)}.`}>
      <PageHead
        title="Who looked at this record"
        lead={
          first?.isErased === true
            ? 'This record was erased. Who looked at it until then still stands here.'
            : 'Everybody who opened, changed or took out something of it, support and the computer system included, and who was refused.'
        }
      >
        {can.includes('hold.manage') && (
          <button type="button" className="button" onClick={() => setHolding(true)}>
            <Icon name="hold" />
            Place a legal hold
          </button>
        )}
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print this list
        </button>
      </PageHead>
      {error !== null && <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="Looking through the ledger" />}
      {data !== undefined && (
        <div className="looks-page">
          <div>
            <p className="looks-for-practice">
              For the practice. It shows names and reasons that a patient’s own list does not; hand over that one.
            </p>
            <LookDays looks={looks} />
            {hasNextPage && (
              <p className="looks-more no-print">
                <button
                  type="button"
                  className="button"
                  aria-disabled={isFetchingNextPage}
                  onClick={() => !isFetchingNextPage && void fetchNextPage()}
                >
                  Show earlier days
                </button>
              </p>
            )}
          </div>
          <aside className="looks-aside" aria-label="For the patient">
            {can.includes('access.show') && !first!.isErased && <LinksOfRecord patient={patient} />}
            <p className="second">
              {first!.isErased ? (
                <Link to="/activity">From where, and by which device: Activity</Link>
              ) : (
                <Link to="/patients/$patient/history" params={{ patient }}>
                  From where, and what changed: every entry about this record
                </Link>
              )}
            </p>
          </aside>
        </div>
      )}
      {holding && <HoldDialog kind="patient" about={patient} onClose={() => setHolding(false)} />}
    </div>
  )
}
