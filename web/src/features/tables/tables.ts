import type { TableView } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { keepAnswer } from '../../api/refresh.ts'
import { keepTransfer } from '../transfers/transfers.ts'

export const tableKey = (id: string) => ['table', id] as const

/** What an act answered is shown at once. */
export function keepTable(transfer: Transfer) {
  keepAnswer<Transfer>([...tableKey(transfer.id), 'transfer'], transfer)
  keepTransfer(transfer)
}

export function keepColumns(view: TableView) {
  keepAnswer<TableView>([...tableKey(view.transfer.id), 'columns'], view)
  keepTable(view.transfer)
}
