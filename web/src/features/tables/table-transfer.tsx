/** A table of patients in the list of imports and exports: what it is, how far, and the way to its page. */
import { Link } from '@tanstack/react-router'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { Icon } from '../../ui/icon.tsx'
import { stateOf } from './table-words.ts'

export function TableTransfer({ transfer }: { transfer: Transfer }) {
  const { id, by, startedAt, files, can, table } = transfer
  const { icon, tone, words } = stateOf(transfer)
  const until = can.includes('undo') && table!.undoUntil !== null ? table!.undoUntil : null
  return (
    <li className="transfer">
      <div className="transfer-line">
        <div>
          <span className="transfer-name">Patients from {files[0]?.name ?? 'a table'}</span>
          <span className="second">
            {by.name}, {showDayAndTime(startedAt)}
          </span>
        </div>
        <span className={`state ${tone}`}>
          <Icon name={icon} size={16} />
          <span>
            {words}
            {until !== null && <span className="second">Can be undone until {showDayAndTime(until)}</span>}
          </span>
        </span>
        <span className="transfer-acts">
          <Link to="/transfers/$table" params={{ table: id }} className="link">
            {can.includes('map') ? 'Go on' : 'Open'} <span className="for-screen-readers">{files[0]?.name}</span>
          </Link>
        </span>
      </div>
    </li>
  )
}
