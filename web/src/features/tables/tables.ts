import type { TableView } from '@candour/contract/tables.ts'
import type { Transfer } from '@candour/contract/transfers.ts'
import { queries } from '../../api/queries.ts'
import { keepTransfer } from '../transfers/transfers.ts'

export const tableKey = (id: string) => ['table', id] as const

/** What an act answered is shown at once. */
export function keepTable(transfer: Transfer) {
  queries.setQueryData<Transfer>([...tableKey(transfer.id), 'transfer'], transfer)
  keepTransfer(transfer)
}

export function keepColumns(view: TableView) {
  queries.setQueryData<TableView>([...tableKey(view.transfer.id), 'columns'], view)
  keepTable(view.transfer)
}
