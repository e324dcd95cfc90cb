/** Tables of patients as the web app imports them. */
import { transferRoutes, type Transfer } from '@candour/contract/transfers.ts'
import { tableRoutes, type RowFinding, type TableField, type TableView } from '@candour/contract/tables.ts'
import type { Person } from '../people.ts'
import { settled, uploadImport } from '../transfers/by-web.ts'

/** Sent and read: its columns can be mapped. */
export async function readTableOf(by: Person, contents: string | Buffer, name = 'patients.csv'): Promise<Transfer> {
  const { id } = await uploadImport(by, { [name]: contents })
  await by.browser.call(transferRoutes.check, { id })
  return settled(by, id)
}

export const viewOf = (by: Person, { id }: Pick<Transfer, 'id'>): Promise<TableView> =>
  by.browser.call(tableRoutes.read, { id })

/** Says what these columns hold, by their names; the others stay as guessed. */
export async function map(
  by: Person,
  { id }: Pick<Transfer, 'id'>,
  change: { fields?: Record<string, TableField | null>; source?: string; dateOrder?: 'dmy' | 'mdy' },
): Promise<TableView> {
  const { columns, source, dateOrder } = await viewOf(by, { id })
  const fields = columns.map(({ name, field }) => {
    const said = change.fields?.[name]
    return said === undefined ? field : said
  })
  return by.browser.call(tableRoutes.map, {
    id,
    source: change.source ?? source,
    dateOrder: change.dateOrder ?? dateOrder,
    fields,
  })
}

export async function checkedTable(by: Person, contents: string | Buffer, name?: string): Promise<Transfer> {
  const { id } = await readTableOf(by, contents, name)
  await by.browser.call(transferRoutes.check, { id })
  return settled(by, id)
}

export async function keptTable(
  by: Person,
  contents: string | Buffer,
  { possible = false, name }: { possible?: boolean; name?: string } = {},
): Promise<Transfer> {
  const { id } = await checkedTable(by, contents, name)
  await by.browser.call(tableRoutes.keep, { id, possible })
  return settled(by, id)
}

export async function undoneTable(by: Person, { id }: Pick<Transfer, 'id'>): Promise<Transfer> {
  await by.browser.call(tableRoutes.undo, { id })
  return settled(by, id)
}

export async function rowsOf(by: Person, { id }: Pick<Transfer, 'id'>): Promise<RowFinding[]> {
  return (await by.browser.call(tableRoutes.listRows, { id })).rows
}
