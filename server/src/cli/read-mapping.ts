import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { line } from '@candour/contract/shapes.ts'
import { dateOrder, tableField, tableFields } from '@candour/contract/tables.ts'
import { OperatorError } from '../platform/operator-error.ts'

const shape = z.strictObject({
  source: line(80).optional(),
  dateOrder: dateOrder.optional(),
  /** By the heading, or `Column 3`; null leaves it out. */
  columns: z.record(z.string(), tableField.nullable()).default({}),
})
export type GivenMapping = z.infer<typeof shape>

/** What the columns of a table hold, as somebody wrote it down. Throws OperatorError with what is wrong. */
export async function readMapping(path: string | boolean | undefined): Promise<GivenMapping> {
  if (typeof path !== 'string') return { columns: {} }
  const text = await readFile(path, 'utf8').catch(() => {
    throw new OperatorError(`There is no ${path}.`)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new OperatorError(`${path} is not valid JSON.`)
  }
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const where = read.error.issues[0]!.path.join('.')
  const fields = Object.keys(tableFields).join(', ')
  throw new OperatorError(
    `${path} can’t be used${where === '' ? '' : `, see ${where}`}. A column holds one of: ${fields}, or null.`,
  )
}
