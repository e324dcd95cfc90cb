import type { ErrorCode } from '@candour/contract/errors.ts'

export class Refusal extends Error {
  readonly code: ErrorCode
  readonly fields: { path: string; message: string }[] | undefined
  constructor(code: ErrorCode, fields?: { path: string; message: string }[]) {
    super(code)
    this.code = code
    this.fields = fields
  }
}

export interface Visit {
  signedIn: boolean
  setCookie: (value: string) => void
}
