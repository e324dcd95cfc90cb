/** Promise: no body is read past its limit or for longer than it may take, and JSON is taken only when it says it is JSON. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'
import { repeatedKey } from './repeated-key.ts'

/** 1 MiB of JSON. */
export const jsonLimit = 1024 ** 2
/** 16 MiB for one FHIR resource. */
export const bytesLimit = 16 * 1024 ** 2
const slowestMs = 30_000

/** The body as it comes. Whoever stops reading leaves the connection open, for the answer that says why. */
export function arriving({ raw }: FastifyRequest): AsyncIterable<Buffer> {
  return raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
}

/** Throws `input.too_large`, and `system.busy` for a sender that takes longer than 30 s. */
export async function readBody(request: FastifyRequest, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limit) throw new AppError('input.too_large')
  const stream = request.raw
  const parts: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => stream.destroy(new Error('the body came too slowly')), slowestMs)
  try {
    for await (const part of arriving(request)) {
      size += part.length
      if (size > limit) throw new AppError('input.too_large')
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('input.invalid', [{ path: '', message: 'The request did not arrive whole.' }])
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(parts)
}

/** An object, or nothing for an empty body. Throws `input.unsupported_type`, `input.not_json`, `input.invalid`. */
export async function readJson(request: FastifyRequest): Promise<Record<string, unknown>> {
  const body = await readBody(request, jsonLimit)
  if (body.length === 0) return {}
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new AppError('input.unsupported_type')
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    value = JSON.parse(text)
  } catch {
    throw new AppError('input.not_json')
  }
  const repeated = repeatedKey(text)
  if (repeated !== null) throw new AppError('input.invalid', [{ path: repeated, message: 'This stands here twice.' }])
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('input.invalid', [{ path: '', message: 'This must be an object.' }])
  }
  return value as Record<string, unknown>
}
