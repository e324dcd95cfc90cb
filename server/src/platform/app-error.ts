/** Promise: every refusal is one of a closed list, safe to show; anything else is a fault of ours with a request id. */
import { errors, type ErrorCode } from '@candour/contract/errors.ts'

export interface FieldProblem {
  path: string
  message: string
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly status: number
  readonly fields: FieldProblem[]
  /** The record that it is about, for those who are told; never in the answer. */
  readonly record: string | null

  constructor(code: ErrorCode, fields: FieldProblem[] = [], record: string | null = null) {
    super(errors[code][1])
    this.code = code
    this.status = errors[code][0]
    this.fields = fields
    this.record = record
  }
}
