/** What is known of the ledger now: how far it is numbered, and since when. */
import type { ReactNode } from 'react'
import { showCount, showTimeToSecond, showDay } from '@candour/contract/formatting.ts'
import { NotaryRing } from '../seals/notary-ring.tsx'
import '../seals/seal.css'

interface StateProps {
  /** Of the newest entry. */
  number: number
  at: string | undefined
  /** The state of the tree and the way to check it oneself. */
  children?: ReactNode
}

export function LedgerState({ number, at, children }: StateProps) {
  const isToday = at !== undefined && showDay(at) === showDay(new Date())
  return (
    <div className="ledger-state">
      <NotaryRing state="sealed" />
      <div>
        <p className="ledger-newest">Numbered to entry {showCount(number)}</p>
        <p className="second">
          {at !== undefined && `${isToday ? 'Today' : showDay(at)} ${showTimeToSecond(at)}. `}
          Each entry is checked against its hash as it is shown.
        </p>
      </div>
      {children}
    </div>
  )
}
