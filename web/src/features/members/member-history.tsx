/** Who changed what about a member, when and why: from the ledger, nothing of it can be edited. */
import type { ReactNode } from 'react'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import type { MemberChange } from '@candour/contract/members.ts'
import { roleInside } from '../../ui/role-inside.ts'
import { SectionHead } from '../../ui/page.tsx'

interface HistoryProps {
  history: readonly MemberChange[]
  /** To what they did themselves, for whoever may see it. */
  children?: ReactNode
}

export function MemberHistory({ history, children }: HistoryProps) {
  return (
    <section>
      <SectionHead title="What was changed, by whom and why">{children}</SectionHead>
      {history.length === 0 && <p className="member-none">Nothing yet. Entries appear here within a second.</p>}
      <ol className="rows">
        {history.map(({ number, at, by, what, details, reason }) => (
          <li key={number} className="member-change">
            <span className="fixed quiet">{showDayAndTime(at)}</span>
            <span>
              <b>{what}</b>
              {details.map((detail) => (
                <span key={detail} className="second">
                  {detail}
                </span>
              ))}
              {reason !== null && <span className="second">Reason: {reason}</span>}
            </span>
            <span>
              {by.name}
              {by.role !== '' && <span className="quiet">, {roleInside(by.role)}</span>}
              <span className="second quiet">Entry {showCount(number)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
