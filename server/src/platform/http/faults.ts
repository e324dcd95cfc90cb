/** Promise: whatever goes wrong leaves as one of the closed list, and a fault of ours tells the caller nothing inside. */
import type { z } from 'zod'
import { AppError } from '../app-error.ts'
import { CommitUnknown } from '../database/connection.ts'
import { KeyDestroyed, KeysUnreachable, PasswordQueueFull, SealBroken } from '../vault/vault-errors.ts'
import { BlobAltered, BlobTruncated, StorageFull } from '../blobs/blob-errors.ts'

/** SQLSTATE classes that say something to the caller. */
const bySqlState: Record<string, ConstructorParameters<typeof AppError>[0]> = {
  '53100': 'system.storage_full',
  '53200': 'system.busy',
  '53300': 'system.busy',
  '55P03': 'system.busy',
  '57014': 'system.busy',
  '57P01': 'system.busy',
  '57P02': 'system.busy',
  '57P03': 'system.busy',
  '40001': 'system.busy',
  '40P01': 'system.busy',
  '08000': 'system.busy',
  '08006': 'system.busy',
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT'])

export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof SealBroken) return new AppError('record.altered', [], error.record)
  if (error instanceof BlobAltered) return new AppError('record.altered', [], error.id)
  if (error instanceof KeysUnreachable || error instanceof KeyDestroyed) return new AppError('keys.unreachable')
  if (error instanceof PasswordQueueFull) return new AppError('system.busy')
  if (error instanceof BlobTruncated) return new AppError('file.truncated')
  if (error instanceof CommitUnknown) return new AppError('system.unsure')
  if (error instanceof StorageFull) return new AppError('system.storage_full')
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'ENOSPC') return new AppError('system.storage_full')
  if (typeof code === 'string') {
    const known = bySqlState[code]
    if (known !== undefined) return new AppError(known)
    if (unreachable.has(code)) return new AppError('system.busy')
  }
  if (
    error instanceof Error &&
    /Connection terminated|has encountered a connection error|timeout exceeded when trying to connect/.test(
      error.message,
    )
  ) {
    return new AppError('system.busy')
  }
  return new AppError('system.failed')
}

/** zod's issues as fields of a form, each with a path and a sentence. */
export function inputProblems(error: z.ZodError): AppError {
  const fields = error.issues.flatMap((issue) => {
    const path = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].join('.'),
        message: 'Candour does not know this field.',
      }))
    }
    return [{ path, message: inWords(issue) }]
  })
  return new AppError('input.invalid', fields.slice(0, 50))
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'This is needed.' : `This must be ${article(issue.expected)}.`
  }
  if (issue.code === 'invalid_value') return `This must be one of: ${issue.values.map(String).join(', ')}.`
  if (issue.code === 'invalid_union') return unionInWords(issue)
  // A contract that has words of its own for it keeps them.
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) return `At most ${String(issue.maximum)}.`
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) return `At least ${String(issue.minimum)}.`
  return issue.message
}

function unionInWords(issue: z.core.$ZodIssueInvalidUnion): string {
  const named = 'options' in issue ? issue.options : issue.errors.map((errors) => valuesOf(errors[0]))
  const values = (named ?? []).flat().filter((value) => value !== undefined)
  return values.length === 0
    ? 'This is not what Candour takes here.'
    : `This must be one of: ${values.map(String).join(', ')}.`
}

function valuesOf(issue: z.core.$ZodIssue | undefined): unknown[] {
  return issue?.code === 'invalid_value' ? issue.values : []
}

function article(type: string): string {
  const words: Record<string, string> = {
    int: 'a whole number',
    object: 'an object',
    array: 'a list',
    string: 'text',
    boolean: 'true or false',
  }
  return words[type] ?? `a ${type}`
}
